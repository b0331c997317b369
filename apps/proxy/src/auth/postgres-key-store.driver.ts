import type { KeyPermissions } from '@heliostat/contracts';
import type { ProxyDatabase } from '../database/proxy-database.js';
import type { KeyChange, KeyGrant, KeyStore } from './key-store.js';

type KeyRow = { id: string; organization_id: string; permissions: KeyPermissions; limited: boolean };

/** Keys in Postgres. */
export class PostgresKeyStore implements KeyStore {
  private readonly listeners: ((change: KeyChange) => void)[] = [];

  constructor(private readonly database: ProxyDatabase) {
    database.onChange('api-key', (hash) => this.announce({ hash }));
    database.onChange('organization', () => this.announce('all'));
    database.onChange('policy', () => this.announce('all'));
    database.onGap(() => this.announce('all'));
  }

  async findByHash(hash: string): Promise<KeyGrant | null> {
    const [row] = await this.database.query<KeyRow>(
      'find-key',
      `SELECT api_key.id, organization_id, permissions, EXISTS (
         SELECT FROM rate_limit_policy AS policy WHERE policy.organization_id = api_key.organization_id
           AND (policy.api_key_id IS NULL OR policy.api_key_id = api_key.id)) AS limited
       FROM api_key JOIN organization ON organization.id = organization_id AND deleted_at IS NULL
       WHERE hash = $1 AND revoked_at IS NULL`,
      [hash],
    );
    if (!row) return null;
    return { keyId: row.id, org: row.organization_id, permissions: row.permissions, limited: row.limited };
  }

  onChange(listener: (change: KeyChange) => void): void {
    this.listeners.push(listener);
  }

  async touch(uses: readonly { keyId: string; at: Date }[]): Promise<void> {
    await this.database.query(
      'touch-keys',
      `UPDATE api_key SET last_used_at = greatest(api_key.last_used_at, used.at)
       FROM unnest($1::uuid[], $2::timestamptz[]) AS used(id, at) WHERE api_key.id = used.id`,
      [uses.map(({ keyId }) => keyId), uses.map(({ at }) => at)],
    );
  }

  private announce(change: KeyChange): void {
    for (const listener of this.listeners) listener(change);
  }
}

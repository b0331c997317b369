import { errorMessage, type Logger } from '@heliostat/platform';
import type { SecretBox } from '@heliostat/stores/secrets';
import type { ProxyDatabase } from '../database/proxy-database.js';
import { OrgCache } from '../org-cache/org-cache.js';
import { ProviderKey, type ProviderKeyConfig } from './provider-key.js';
import type { ProviderKeyStore } from './provider-key-store.js';

type KeyRow = {
  id: string;
  provider: string;
  name: string;
  sealed: Buffer;
  config: ProviderKeyConfig;
  byok_enabled: boolean;
};

/** Provider keys in Postgres: opened when they are loaded, kept in memory, heard of within a second of a change. */
export class PostgresProviderKeyStore implements ProviderKeyStore {
  private readonly cache: OrgCache<readonly ProviderKey[]>;

  /** `box` is undefined where `ENCRYPTION_KEY` is not set: then there are no keys to be read. */
  constructor(
    private readonly database: ProxyDatabase,
    private readonly box: SecretBox | undefined,
    private readonly logger: Logger,
  ) {
    this.cache = new OrgCache({ name: 'provider-keys', logger, load: (org) => this.load(org) });
    database.onChange('provider-key', (org) => this.cache.invalidate(org));
    database.onGap(() => this.cache.invalidateAll());
  }

  keysOf(org: string): readonly ProviderKey[] | Promise<readonly ProviderKey[]> {
    return this.cache.get(org);
  }

  private async load(org: string): Promise<readonly ProviderKey[]> {
    const rows = await this.database.query<KeyRow>(
      'provider-keys',
      `SELECT id, provider, name, sealed, config, byok_enabled FROM provider_key
       WHERE organization_id = $1 AND deleted_at IS NULL ORDER BY created_at, id`,
      [org],
    );
    return rows.flatMap((row) => this.open(org, row) ?? []);
  }

  /** A key that cannot be opened is as good as none; the others still serve. */
  private open(org: string, row: KeyRow): ProviderKey | undefined {
    const { id, provider, name, config } = row;
    try {
      if (!this.box) throw new Error('ENCRYPTION_KEY is not set');
      const secrets = JSON.parse(this.box.open(row.sealed, { organizationId: org, id })) as {
        key: string;
        secretKey?: string;
      };
      const fields = { id, provider, name, config, byokEnabled: row.byok_enabled };
      return new ProviderKey(fields, secrets.key, secrets.secretKey);
    } catch (error) {
      this.logger.error({ providerKey: id, error: errorMessage(error) }, 'a provider key cannot be used');
      return undefined;
    }
  }
}

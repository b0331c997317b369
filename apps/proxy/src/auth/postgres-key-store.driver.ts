import type { KeyPermissions } from '@heliostat/contracts';
import { errorMessage, type Logger } from '@heliostat/platform';
import {
  databaseUrl,
  listenForChanges,
  type ChangeListener,
  type PostgresSettings,
} from '@heliostat/stores/changes';
import pg from 'pg';
import type { KeyChange, KeyGrant, KeyStore } from './key-store.js';

const poolSize = 4;
const connectTimeoutMs = 2_000;
const queryTimeoutMs = 3_000;

type KeyRow = { id: string; organization_id: string; permissions: KeyPermissions };

/** Keys in Postgres: a small pool of its own, and one connection that listens for changes. */
export class PostgresKeyStore implements KeyStore {
  private readonly listeners: ((change: KeyChange) => void)[] = [];
  private readonly pool: pg.Pool;
  private readonly listening: Promise<ChangeListener>;
  private listener: ChangeListener | undefined = undefined;
  /** Whether the database has answered since the start. */
  answered = false;

  constructor(config: PostgresSettings, logger: Logger) {
    this.pool = new pg.Pool({
      connectionString: databaseUrl(config),
      application_name: 'heliostat proxy',
      max: poolSize,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
    });
    // A connection that dies while idle is replaced at the next query.
    this.pool.on('error', (error) =>
      logger.debug({ error: errorMessage(error) }, 'a Postgres connection ended'),
    );
    this.listening = listenForChanges(
      config,
      ({ kind, id }) => {
        if (kind === 'api-key') this.announce({ hash: id });
        else if (kind === 'organization') this.announce('all');
      },
      {
        onGap: () => this.announce('all'),
        onError: (error) => logger.warn({ error: errorMessage(error) }, 'key changes are not heard for now'),
      },
    );
    this.listening.then((listener) => (this.listener = listener)).catch(() => {});
  }

  async findByHash(hash: string): Promise<KeyGrant | null> {
    const { rows } = await this.pool.query<KeyRow>({
      name: 'find-key',
      text: `SELECT api_key.id, organization_id, permissions
             FROM api_key JOIN organization ON organization.id = organization_id AND deleted_at IS NULL
             WHERE hash = $1 AND revoked_at IS NULL`,
      values: [hash],
    });
    this.answered = true;
    const row = rows[0];
    return row ? { keyId: row.id, org: row.organization_id, permissions: row.permissions } : null;
  }

  onChange(listener: (change: KeyChange) => void): void {
    this.listeners.push(listener);
  }

  async touch(uses: readonly { keyId: string; at: Date }[]): Promise<void> {
    await this.pool.query(
      `UPDATE api_key SET last_used_at = greatest(api_key.last_used_at, used.at)
       FROM unnest($1::uuid[], $2::timestamptz[]) AS used(id, at) WHERE api_key.id = used.id`,
      [uses.map(({ keyId }) => keyId), uses.map(({ at }) => at)],
    );
  }

  /** Whether changes are heard at the moment. */
  get listens(): boolean {
    return this.listener?.connected ?? false;
  }

  /** Throws, in words, when the database cannot be asked or changes are not heard. */
  async check(): Promise<void> {
    await this.pool.query('SELECT 1');
    this.answered = true;
    if (!this.listens) throw new Error('key changes are not heard');
  }

  async close(): Promise<void> {
    await (await this.listening).close();
    await this.pool.end();
  }

  private announce(change: KeyChange): void {
    for (const listener of this.listeners) listener(change);
  }
}

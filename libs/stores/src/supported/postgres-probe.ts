import pg from 'pg';
import { directDatabaseUrl, unreachable, type PostgresSettings } from '../changes/connection.js';
import { isAtLeast, UnsupportedStoreError, type StoreProbe } from './store-probe.js';

const oldest = [14, 0] as const;

/** Postgres 14 or later, asked where migrations run: around PgBouncer. */
export function postgresProbe(config: PostgresSettings): StoreProbe {
  const url = directDatabaseUrl(config);
  return {
    store: 'Postgres',
    where: new URL(url).host,
    ask: async () => {
      const client = new pg.Client({
        connectionString: url,
        application_name: 'heliostat probe',
        connectionTimeoutMillis: 5_000,
        query_timeout: 5_000,
      });
      client.on('error', () => {});
      let version: string;
      try {
        await client.connect();
        const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
        version = rows[0]?.server_version.split(' ')[0] ?? '';
      } catch (error) {
        throw unreachable(url, error);
      } finally {
        await client.end().catch(() => {});
      }
      if (!isAtLeast(version, oldest)) throw new UnsupportedStoreError('PostgreSQL', version, '14 or later');
      return `PostgreSQL ${version}`;
    },
  };
}

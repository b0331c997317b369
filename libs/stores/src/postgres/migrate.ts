import { version as appVersion } from '@heliostat/platform';
import pg from 'pg';
import { directDatabaseUrl, unreachable, type PostgresSettings } from '../changes/connection.js';
import { openDataSource } from './data-source.js';
import { oldestServedApp, schemaVersion } from './migrations/migrations.js';
import { assertSchemaServes, readSchemaInfo } from './schema-info.js';

/** Any constant of our own; whoever migrates holds it. */
const migrationLock = 4_857_001;

/**
 * Brings the schema up to date, once, however many callers start at the same time: the others wait and find nothing
 * to do. All migrations run in one transaction. Returns the names of those that ran. Throws
 * `postgres/schema-too-new` when a newer Heliostat has been here, `postgres/unreachable`, or Postgres' own error.
 */
export async function migratePostgres(config: PostgresSettings): Promise<string[]> {
  const url = directDatabaseUrl(config);
  const lock = new pg.Client({ connectionString: url, application_name: 'heliostat migrate' });
  lock.on('error', () => {});
  try {
    await lock.connect();
  } catch (error) {
    throw unreachable(url, error);
  }
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    return await migrateLocked({ ...config, DATABASE_URL: url });
  } finally {
    // Ending the session lets go of the lock, also when the query above failed.
    await lock.end();
  }
}

async function migrateLocked(config: PostgresSettings): Promise<string[]> {
  const dataSource = await openDataSource(config, { poolSize: 1, applicationName: 'heliostat migrate' });
  try {
    const before = await readSchemaInfo(dataSource);
    if (before && before.version >= schemaVersion) {
      assertSchemaServes(before, appVersion);
      return [];
    }
    const ran = await dataSource.runMigrations();
    await dataSource.query(`
      CREATE TABLE IF NOT EXISTS schema_info (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        version integer NOT NULL,
        oldest_app text NOT NULL,
        migrated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await dataSource.query(
      `INSERT INTO schema_info (version, oldest_app) VALUES ($1, $2)
       ON CONFLICT (id) DO UPDATE SET version = $1, oldest_app = $2, migrated_at = now()`,
      [schemaVersion, oldestServedApp],
    );
    return ran.map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}

import type { MigrationState } from '../postgres/migration-state.js';
import type { ClickHouse } from './clickhouse-client.js';
import { migrations } from './migrations/migrations.js';

type Row = { version: number; name: string; applied: number };

/** Of ClickHouse, as `schema_migrations` says; reads only, and gives up after `seconds`. */
export async function readClickHouseMigrations(
  clickhouse: Pick<ClickHouse, 'query'>,
  seconds = 3,
): Promise<MigrationState> {
  const limit = { max_execution_time: seconds };
  const own = migrations.map(({ version, name }) => ({ version, name }));
  const needed = Math.max(0, ...own.map(({ version }) => version));
  const [table] = await clickhouse.query<{ present: number }>(
    `SELECT count() AS present FROM system.tables WHERE database = currentDatabase() AND name = 'schema_migrations'`,
    {},
    limit,
  );
  const rows = table?.present
    ? await clickhouse.query<Row>(
        'SELECT version, name, toUnixTimestamp64Milli(applied_at) AS applied FROM schema_migrations ORDER BY version',
        {},
        limit,
      )
    : [];
  const done = new Set(rows.map(({ version }) => version));
  const last = Math.max(...rows.map(({ applied }) => applied));
  return {
    version: Math.max(0, ...done),
    needed,
    migratedAt: rows.length > 0 ? new Date(last) : null,
    applied: rows.map(({ name, applied }) => ({ name, at: new Date(applied) })),
    pending: own.filter(({ version }) => !done.has(version)).map(({ name }) => name),
  };
}

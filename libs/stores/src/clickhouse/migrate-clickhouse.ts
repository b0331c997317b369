import { CodedError } from '@heliostat/platform';
import { isAtLeast } from '../supported/store-probe.js';
import { createClickHouse, type ClickHouse, type ClickHouseConfig } from './clickhouse-client.js';
import { migrations as allMigrations } from './migrations/migrations.js';
import { createMigrationContext } from './migrations/migration-context.js';
import type { Migration } from './migrations/migration.js';

/** The first long-term release in which the text index is no experiment. */
export const oldestClickHouse = [26, 3] as const;
/** Building an index over existing rows may take long; nobody waits in front of it. */
const statementSeconds = 3600;

export type MigrationReport = {
  /** Names of the steps that ran now; none when the schema was current. */
  applied: string[];
  version: number;
};

async function requireSupportedServer(clickhouse: ClickHouse): Promise<void> {
  const [row] = await clickhouse.query<{ version: string }>('SELECT version() AS version');
  const version = row?.version ?? '';
  if (!isAtLeast(version, oldestClickHouse))
    throw new CodedError(
      'clickhouse/unsupported-version',
      `ClickHouse ${version} is too old: this version needs ${oldestClickHouse.join('.')} or later`,
      500,
    );
}

/**
 * Brings the schema to this version's state: creates the database, runs the steps that are not yet recorded in
 * `schema_migrations`, and records each. Two processes may run it at once, and it may be killed anywhere: the
 * steps are idempotent. Throws `clickhouse/unsupported-version` for an old server and `clickhouse/newer-schema`
 * when a newer version of the apps has made the schema unusable for this one.
 */
export async function migrateClickHouse(
  config: ClickHouseConfig,
  migrations: readonly Migration[] = allMigrations,
): Promise<MigrationReport> {
  const context = createMigrationContext(config);
  const server = createClickHouse(config, 'default');
  try {
    await requireSupportedServer(server);
    await server.command(`CREATE DATABASE IF NOT EXISTS ${config.CLICKHOUSE_DATABASE}${context.onCluster}`);
  } finally {
    await server.close();
  }

  const clickhouse = createClickHouse(config);
  try {
    await clickhouse.command(
      `CREATE TABLE IF NOT EXISTS schema_migrations${context.onCluster}
(
    version UInt32,
    name String,
    compatible_from UInt32,
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ${context.engineEverywhere('ReplacingMergeTree', 'applied_at')}
ORDER BY version`,
    );
    const recorded = await clickhouse.query<{ version: number; compatible_from: number }>(
      'SELECT version, compatible_from FROM schema_migrations',
    );
    const own = Math.max(0, ...migrations.map((migration) => migration.version));
    const needed = Math.max(0, ...recorded.map((row) => row.compatible_from));
    if (needed > own)
      throw new CodedError(
        'clickhouse/newer-schema',
        `The ClickHouse schema is of a newer version (it needs schema ${needed}, this version has ${own}): run the newer version, or restore a backup`,
        500,
      );

    const done = new Set(recorded.map((row) => row.version));
    const applied: string[] = [];
    for (const migration of migrations) {
      if (done.has(migration.version)) continue;
      for (const statement of migration.statements(context))
        await clickhouse.command(statement, {}, { max_execution_time: statementSeconds });
      await clickhouse.insert('schema_migrations', [
        { version: migration.version, name: migration.name, compatible_from: migration.compatibleFrom },
      ]);
      applied.push(migration.name);
    }
    return { applied, version: own };
  } finally {
    await clickhouse.close();
  }
}

import { CodedError } from '@heliostat/platform';
import { createClickHouse, migrateClickHouse, type ClickHouseConfig } from '@heliostat/stores/clickhouse';
import { clickhouseMigrations } from '@heliostat/stores/supported';
import type { ClickHousePart } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';
import { nativeFolder } from './backup-clickhouse.js';
import { insertExport } from './clickhouse-transfer.js';
import { clickhouseTables, countRows, migrationsTable, quoteName } from './clickhouse-tables.js';
import { restoreNatively } from './native-backup.js';

/** Dropping a table of many parts, and hearing of it from every server of a cluster, takes long. */
const dropSeconds = 3_600;

/** What is in the database already, in words; undefined when no table has a row. */
export async function clickhouseContent(config: ClickHouseConfig): Promise<string | undefined> {
  // Not our database: it may not exist.
  const server = createClickHouse(config, 'default');
  try {
    const found = await server.query('SELECT 1 FROM system.databases WHERE name = {name:String}', {
      name: config.CLICKHOUSE_DATABASE,
    });
    if (found.length === 0) return undefined;
  } finally {
    await server.close();
  }
  const clickhouse = createClickHouse(config);
  try {
    for (const { name } of await clickhouseTables(clickhouse)) {
      if (name === migrationsTable) continue;
      const rows = await countRows(clickhouse, name);
      if (rows > 0) return `${rows} rows in ${name}`;
    }
    return undefined;
  } finally {
    await clickhouse.close();
  }
}

/** Why this backup cannot be restored on the server of these settings; undefined when it can. */
export function wrongTopology(config: ClickHouseConfig, part: ClickHousePart): string | undefined {
  if (part.method !== 'native' || part.cluster === config.CLICKHOUSE_CLUSTER) return undefined;
  const of = (cluster: string | undefined) => (cluster ? `the cluster ${cluster}` : 'one server');
  return (
    `its ClickHouse part was made by the server itself, of ${of(part.cluster)}, and CLICKHOUSE_CLUSTER says ` +
    `${of(config.CLICKHOUSE_CLUSTER)}: restore to what it was, or a backup with CLICKHOUSE_BACKUP=export`
  );
}

/**
 * Replaces the database by the backup's, with the schema that it had then; whoever calls migrates it. Returns the faults
 * that a count of the rows found.
 */
export async function restoreClickHouse(
  config: ClickHouseConfig,
  store: BackupStore,
  id: string,
  part: ClickHousePart,
): Promise<string[]> {
  const server = createClickHouse(config, 'default');
  try {
    const { CLICKHOUSE_CLUSTER: cluster, CLICKHOUSE_DATABASE: database } = config;
    const everywhere = cluster === undefined ? '' : ` ON CLUSTER '${cluster}'`;
    await server.command(
      `DROP DATABASE IF EXISTS ${quoteName(database)}${everywhere} SYNC`,
      {},
      {
        max_execution_time: dropSeconds,
      },
    );
    if (part.method === 'native') {
      if (!store.s3)
        throw new CodedError('restore/needs-s3', 'This backup is in S3: set BACKUP_S3_BUCKET_NAME.');
      const target = { place: store.s3, key: store.key(id, nativeFolder) };
      await restoreNatively(server, config, { from: part.database, to: database }, target);
    } else await insertAll(config, store, id, part);
  } finally {
    await server.close();
  }
  return compare(config, part);
}

async function insertAll(
  config: ClickHouseConfig,
  store: BackupStore,
  id: string,
  part: ClickHousePart,
): Promise<void> {
  await migrateClickHouse(
    config,
    clickhouseMigrations.filter(({ version }) => version <= part.schemaVersion),
  );
  // As the apps write: a majority of the replicas has the rows, so that a count on any of them finds them.
  const quorum = { insert_quorum: 'auto', insert_quorum_parallel: '1', insert_quorum_timeout: '600000' };
  const settings = {
    ...(config.CLICKHOUSE_CLUSTER === undefined ? {} : quorum),
    ...(config.CLICKHOUSE_SHARDED ? { distributed_foreground_insert: '1' } : {}),
  };
  for (const { name, columns, files } of part.tables)
    for (const file of files) {
      const insert = `INSERT INTO ${quoteName(name)} (${columns.map(quoteName).join(', ')}) FORMAT Native`;
      await insertExport(config, insert, await store.read(id, file), settings);
    }
}

async function compare(config: ClickHouseConfig, part: ClickHousePart): Promise<string[]> {
  const clickhouse = createClickHouse(config);
  try {
    const faults: string[] = [];
    for (const { name, rows } of part.tables) {
      const [least, most] = [Math.min(rows.before, rows.after), Math.max(rows.before, rows.after)];
      const found = await countRows(clickhouse, name);
      if (found >= least && found <= most) continue;
      const expected = least === most ? `${least}` : `${least} to ${most}`;
      faults.push(`ClickHouse ${name}: ${found} rows instead of ${expected}`);
    }
    return faults;
  } finally {
    await clickhouse.close();
  }
}

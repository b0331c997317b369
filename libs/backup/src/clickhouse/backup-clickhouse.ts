import { errorMessage } from '@heliostat/platform';
import { createClickHouse, type ClickHouse, type ClickHouseConfig } from '@heliostat/stores/clickhouse';
import { CodedError } from '@heliostat/platform';
import type { ClickHousePart, ClickHouseTablePart } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';
import { clickhouseFacts, clickhouseTables, countRows, migrationsTable } from './clickhouse-tables.js';
import { exportTable } from './export-clickhouse.js';
import { backUpNatively } from './native-backup.js';

/** `native`: the server writes to S3 by itself; `export`: rows pass through here; `auto`: native where it works. */
export const clickhouseMethods = ['auto', 'native', 'export'] as const;
export type ClickHouseMethod = (typeof clickhouseMethods)[number];

export const nativeFolder = 'clickhouse/native';

export type ClickHouseBackup = {
  config: ClickHouseConfig;
  store: BackupStore;
  id: string;
  method: ClickHouseMethod;
  tell: (line: string) => void;
};

/** Backs up every table of the database. Throws what the method throws; `auto` falls back to an export. */
export async function backUpClickHouse(backup: ClickHouseBackup): Promise<ClickHousePart> {
  const { config } = backup;
  const clickhouse = createClickHouse(config);
  try {
    const facts = await clickhouseFacts(clickhouse);
    const tables = (await clickhouseTables(clickhouse)).filter(({ name }) => name !== migrationsTable);
    const before = await counts(clickhouse, tables);
    const nativeBytes = await tryNative(backup, clickhouse);
    const parts: ClickHouseTablePart[] = [];
    for (const table of tables) {
      const files =
        nativeBytes === undefined
          ? await exportTable(config, clickhouse, backup.store, backup.id, table)
          : [];
      parts.push({ ...table, files, rows: { before: before.get(table.name) ?? 0, after: 0 } });
    }
    const after = await counts(clickhouse, tables);
    for (const part of parts) part.rows.after = after.get(part.name) ?? 0;
    const exported = parts.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      method: nativeBytes === undefined ? 'export' : 'native',
      bytes: nativeBytes ?? exported,
      database: config.CLICKHOUSE_DATABASE,
      ...facts,
      cluster: config.CLICKHOUSE_CLUSTER,
      tables: parts,
    };
  } finally {
    await clickhouse.close();
  }
}

async function counts(clickhouse: ClickHouse, tables: { name: string }[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const { name } of tables) found.set(name, await countRows(clickhouse, name));
  return found;
}

/** The bytes of a native backup, or undefined when there is to be an export. */
async function tryNative(
  { config, store, id, method, tell }: ClickHouseBackup,
  clickhouse: ClickHouse,
): Promise<number | undefined> {
  if (method === 'export') return undefined;
  if (!store.s3) {
    if (method === 'auto') return undefined;
    throw new CodedError(
      'backup/native-needs-s3',
      'CLICKHOUSE_BACKUP=native needs backups in S3 (BACKUP_S3_BUCKET_NAME); use auto or export.',
    );
  }
  const key = store.key(id, nativeFolder);
  try {
    return await backUpNatively(clickhouse, config, config.CLICKHOUSE_DATABASE, { place: store.s3, key });
  } catch (error) {
    if (method === 'native') throw error;
    tell(`ClickHouse does not back up by itself (${errorMessage(error)}): exporting its tables`);
    await store.removeBelow(`${key}/`);
    return undefined;
  }
}

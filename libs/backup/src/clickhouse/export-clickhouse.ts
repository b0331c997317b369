import type { ClickHouse, ClickHouseConfig } from '@heliostat/stores/clickhouse';
import type { ClickHouseTablePart } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';
import { exportQuery } from './clickhouse-transfer.js';
import { partitionsOf, quoteName, type ClickHouseTable } from './clickhouse-tables.js';

/**
 * Copies a table's rows, replaced ones included, a file for each partition: a month of requests, or all of a small
 * table. They are in ClickHouse's own format, packed by the server.
 */
export async function exportTable(
  config: ClickHouseConfig,
  clickhouse: ClickHouse,
  store: BackupStore,
  id: string,
  table: ClickHouseTable,
): Promise<ClickHouseTablePart['files']> {
  const files: ClickHouseTablePart['files'] = [];
  for (const partition of await partitionsOf(clickhouse, table.name)) {
    const sql = `SELECT ${table.columns.map(quoteName).join(', ')} FROM ${quoteName(table.name)}
WHERE _partition_id = '${partition.replaceAll(/[\\']/g, '\\$&')}' FORMAT Native`;
    const file = `clickhouse/${table.name}/${partition}.native.zst`;
    files.push(await store.write(id, file, await exportQuery(config, sql)));
  }
  return files;
}

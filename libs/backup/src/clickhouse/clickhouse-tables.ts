import type { ClickHouse } from '@heliostat/stores/clickhouse';

/** Counting a large table without replaced rows reads its keys. */
const countSeconds = 1_800;
/** Written by each migration that runs, and so not restored from an export. */
export const migrationsTable = 'schema_migrations';

export type ClickHouseTable = { name: string; columns: string[] };

export const quoteName = (name: string): string =>
  `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

/**
 * The tables of the connection's database that hold rows, with the columns that can be written. Of a sharded table the
 * name of the whole.
 */
export async function clickhouseTables(clickhouse: ClickHouse): Promise<ClickHouseTable[]> {
  const found = await clickhouse.query<{ name: string; engine: string }>(
    `SELECT name, engine FROM system.tables
     WHERE database = currentDatabase() AND (engine LIKE '%MergeTree' OR engine = 'Distributed') ORDER BY name`,
  );
  const distributed = new Set(found.filter(({ engine }) => engine === 'Distributed').map(({ name }) => name));
  const columns = await clickhouse.query<{ table: string; name: string }>(
    `SELECT table, name FROM system.columns
     WHERE database = currentDatabase() AND default_kind IN ('', 'DEFAULT') ORDER BY table, position`,
  );
  return found
    .filter(({ name }) => !(name.endsWith('_local') && distributed.has(name.slice(0, -'_local'.length))))
    .map(({ name }) => ({
      name,
      columns: columns.filter(({ table }) => table === name).map((column) => column.name),
    }));
}

/** Rows as readers see them: replaced ones do not count. */
export async function countRows(clickhouse: ClickHouse, table: string): Promise<number> {
  const [row] = await clickhouse.query<{ n: number }>(
    `SELECT count() AS n FROM ${quoteName(table)}`,
    {},
    { max_execution_time: countSeconds },
  );
  return row?.n ?? 0;
}

export async function partitionsOf(clickhouse: ClickHouse, table: string): Promise<string[]> {
  const rows = await clickhouse.query<{ partition: string }>(
    `SELECT DISTINCT _partition_id AS partition FROM ${quoteName(table)} ORDER BY partition`,
    {},
    { max_execution_time: countSeconds, final: 0 },
  );
  return rows.map(({ partition }) => partition);
}

export async function clickhouseFacts(
  clickhouse: ClickHouse,
): Promise<{ serverVersion: string; schemaVersion: number }> {
  const [server] = await clickhouse.query<{ version: string }>('SELECT version() AS version');
  const [present] = await clickhouse.query<{ n: number }>(
    'SELECT count() AS n FROM system.tables WHERE database = currentDatabase() AND name = {name:String}',
    { name: migrationsTable },
  );
  const [schema] = present?.n
    ? await clickhouse.query<{ version: number }>(`SELECT max(version) AS version FROM ${migrationsTable}`)
    : [];
  return { serverVersion: server?.version ?? '', schemaVersion: schema?.version ?? 0 };
}

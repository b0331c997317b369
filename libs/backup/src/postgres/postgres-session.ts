import { CodedError } from '@heliostat/platform';
import { directDatabaseUrl, unreachable, type PostgresSettings } from '@heliostat/stores/postgres';
import pg from 'pg';

export type TableCount = { name: string; rows: number };

/** Opens one connection, around PgBouncer, for the time of `work`. Throws `postgres/unreachable`. */
export async function withPostgres<T>(
  config: PostgresSettings,
  work: (client: pg.Client, url: string) => Promise<T>,
): Promise<T> {
  const url = directDatabaseUrl(config);
  const client = new pg.Client({
    connectionString: url,
    application_name: 'heliostat backup',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(url, error);
  }
  try {
    return await work(client, url);
  } finally {
    await client.end().catch(() => {});
  }
}

/** `schema.table` of every table that is not the server's own. */
export async function userTables(client: pg.Client): Promise<{ name: string; quoted: string }[]> {
  const { rows } = await client.query<{ name: string; quoted: string }>(
    `SELECT schemaname || '.' || tablename AS name, format('%I.%I', schemaname, tablename) AS quoted
     FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND schemaname NOT LIKE 'pg\\_%'
     ORDER BY 1`,
  );
  return rows;
}

export async function countTables(client: pg.Client): Promise<TableCount[]> {
  const counts: TableCount[] = [];
  for (const { name, quoted } of await userTables(client)) {
    const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${quoted}`);
    counts.push({ name, rows: Number(rows[0]?.rows ?? 0) });
  }
  return counts;
}

export async function serverVersion(client: pg.Client): Promise<{ version: string; major: number }> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  const version = rows[0]?.server_version.split(' ')[0] ?? '';
  const major = Number.parseInt(version, 10);
  if (!Number.isInteger(major)) throw new CodedError('postgres/unknown-version', `Not a version: ${version}`);
  return { version, major };
}

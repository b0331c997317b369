import { createClient, ClickHouseError, type ClickHouseSettings } from '@clickhouse/client';
import { CodedError, errorMessage, type Config } from '@heliostat/platform';
import { clusterSettings } from './cluster-settings.js';
import { rollupMarksOf } from './rollup-marks.js';
import { createTables, type ClickHouseTables, type ClusterSettings } from './tables.js';

export type ClickHouseConfig = Pick<
  Config,
  'CLICKHOUSE_URL' | 'CLICKHOUSE_USER' | 'CLICKHOUSE_PASSWORD' | 'CLICKHOUSE_DATABASE'
> &
  ClusterSettings;

export type QuerySettings = ClickHouseSettings & {
  /** Seconds; 30 when not given. The engine does not stop a query whose client has gone, so all have a limit. */
  max_execution_time?: number;
};

export type InsertOptions = {
  /** Inserts of one token within the table's deduplication window count once. */
  dedupToken?: string;
};

/**
 * ClickHouse as the apps use it. `query` is read-only and reads ReplacingMergeTree tables as `FINAL`: nobody sees
 * a replaced row. Values reach SQL as bound parameters (`{name:Type}`) only. Failures are `clickhouse/…` coded
 * errors: `unavailable` (503), `timeout` (504), `query` (500).
 */
export type ClickHouse = {
  tables: ClickHouseTables;
  query<T>(sql: string, params?: Record<string, unknown>, settings?: QuerySettings): Promise<T[]>;
  /**
   * One block of JSONEachRow rows; resolves when the rows are in the table. No rows is no insert. Rows of requests
   * mark the hours that they change first.
   */
  insert(table: string, rows: readonly object[], options?: InsertOptions): Promise<void>;
  /** DDL and mutations. */
  command(sql: string, params?: Record<string, unknown>, settings?: QuerySettings): Promise<void>;
  /** Throws, in words, when ClickHouse cannot serve. */
  check(): Promise<void>;
  close(): Promise<void>;
};

const defaultExecutionSeconds = 30;
/** Longer than any query may run, so that the server's own error arrives first. */
const requestTimeoutMs = 120_000;
/** A server that answers nothing, not even that the query took too long, is given up after this. */
const answerGraceSeconds = 5;
const maxConnections = 20;
const maxResultRows = 1_000_000;

/** What every reader has set. Integers of 64 bits arrive as numbers: token counts and sums stay below 2^53. */
const readSettings: ClickHouseSettings = {
  readonly: '2',
  final: 1,
  output_format_json_quote_64bit_integers: 0,
  max_result_rows: String(maxResultRows),
};

function coded(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  if (error instanceof ClickHouseError) {
    const timedOut = error.type === 'TIMEOUT_EXCEEDED' || error.type === 'TOO_SLOW';
    return timedOut
      ? new CodedError('clickhouse/timeout', 'The query took too long: narrow the time window', 504, {
          cause: error,
        })
      : new CodedError('clickhouse/query', `ClickHouse refused the query: ${error.type}`, 500, {
          cause: error,
        });
  }
  return new CodedError(
    'clickhouse/unavailable',
    `ClickHouse cannot be reached: ${errorMessage(error)}`,
    503,
    {
      cause: error,
    },
  );
}

/** Opens a pool to the configured server; nothing is sent before the first call. */
export function createClickHouse(
  config: ClickHouseConfig,
  database = config.CLICKHOUSE_DATABASE,
): ClickHouse {
  if (!config.CLICKHOUSE_URL)
    throw new CodedError('clickhouse/not-configured', 'CLICKHOUSE_URL is not set', 500);
  const client = createClient({
    url: config.CLICKHOUSE_URL,
    username: config.CLICKHOUSE_USER,
    password: config.CLICKHOUSE_PASSWORD,
    database,
    application: 'heliostat',
    max_open_connections: maxConnections,
    request_timeout: requestTimeoutMs,
    // Gzip of inserts took a quarter of the ingest (7,600 instead of 10,300 rows/s) to save a private network's bandwidth.
    compression: { request: false, response: true },
    log: { level: 127 },
  });

  const cluster = clusterSettings(config);
  const guarded = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw coded(error);
    }
  };
  const insertRows = async (table: string, rows: readonly object[], options?: InsertOptions) => {
    if (rows.length === 0) return;
    await client.insert({
      table,
      values: rows,
      format: 'JSONEachRow',
      clickhouse_settings: {
        max_execution_time: defaultExecutionSeconds,
        ...cluster.write,
        date_time_input_format: 'best_effort',
        ...(options?.dedupToken === undefined ? {} : { insert_deduplication_token: options.dedupToken }),
      },
    });
  };
  const limited = (settings: QuerySettings | undefined): ClickHouseSettings => ({
    max_execution_time: defaultExecutionSeconds,
    ...settings,
  });

  return {
    tables: createTables(config),
    query: (sql, params, settings) =>
      guarded(async () => {
        const bounded = limited(settings);
        const seconds = Number(bounded.max_execution_time) + answerGraceSeconds;
        const result = await client.query({
          query: sql,
          format: 'JSONEachRow',
          query_params: params,
          clickhouse_settings: { ...readSettings, ...cluster.read, ...bounded },
          abort_signal: AbortSignal.timeout(seconds * 1_000),
        });
        return result.json();
      }),
    insert: (table, rows, options) =>
      guarded(async () => {
        if (rows.length === 0) return;
        // The view marks too, but a kill can leave rows in their table that the view has not seen.
        if (table === 'request_response_rmt') await insertRows('request_rollup_marks', rollupMarksOf(rows));
        await insertRows(table, rows, options);
      }),
    command: (sql, params, settings) =>
      guarded(async () => {
        await client.command({
          query: sql,
          query_params: params,
          clickhouse_settings: { ...cluster.read, ...cluster.write, ...cluster.change, ...limited(settings) },
        });
      }),
    check: () =>
      guarded(async () => {
        const reply = await client.ping({ select: true });
        if (!reply.success) throw reply.error;
      }),
    close: () => client.close(),
  };
}

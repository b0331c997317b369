import {
  type ClickHouse,
  type RollupDimension,
  rollupColumns,
  rollupDimensions,
  rollupGroupColumns,
} from '@heliostat/stores/clickhouse';
import { type Cut, cutting } from './cutting.js';
import { type Window } from './interval.js';
import { rawRanges } from './raw-ranges.js';

/** A FROM that has columns of rollups, and the values that it binds. */
export type Source = { sql: string; params: Record<string, unknown> };

type Scope = { organizationId: string; window: Window; usable?: Usable[] };

/** An hour (epoch seconds) that is added up; `even` ones lie in one interval of the cut as a whole. */
export type Usable = { hour: number; even: number; users_listed: boolean };

const hourMs = 3_600_000;
/** Shorter windows have few whole hours. */
const shortestWindowMs = 2 * hourMs;

/**
 * Calls of a window that are added up already, hour by hour, and the rest of it added up from rows: each hour comes
 * from exactly one of both. Rollups count that cover all changes to their hour; a newer build that appears meanwhile is
 * as good. `at` is the start of a row's interval where there is a cut. Undefined where nothing is added up.
 */
export async function totalsSource(
  clickhouse: ClickHouse,
  scope: Scope,
  aggregates: Record<string, string>,
  cut?: Cut,
): Promise<Source | undefined> {
  const usable = scope.usable ?? (await usableHours(clickhouse, scope, cut));
  const { bucket, bucketParams } = cutting(cut ?? { interval: 'hour', timeZone: 'UTC' });
  const at = (time: string) => (cut ? `${bucket(time)} AS at, ` : '');
  const columns = used(rollupColumns, aggregates);
  const names = Object.keys(columns).join(', ');
  const states = list(columns);
  return source(
    scope,
    cut ? usable.filter(({ even }) => even === 1) : usable,
    (rolled, rows) => `SELECT ${at('hour')}${names} FROM request_rollups WHERE ${rolled}
UNION ALL
SELECT ${at('request_created_at')}${states} FROM request_response_rmt WHERE ${rows}${cut ? ' GROUP BY at' : ''}`,
    bucketParams,
  );
}

/** The same by dimensions, in the columns `dimension` and `name`; of some names only where they are given. */
export async function groupsSource(
  clickhouse: ClickHouse,
  scope: Scope,
  dimensions: readonly RollupDimension[],
  aggregates: Record<string, string>,
  only?: readonly string[],
): Promise<Source | undefined> {
  const usable = scope.usable ?? (await usableHours(clickhouse, scope));
  const columns = used(rollupGroupColumns, aggregates);
  const names = Object.keys(columns).join(', ');
  const texts = dimensions.map((dimension) => `'${dimension}'`).join(', ');
  const values = dimensions.map((dimension) => rollupDimensions[dimension]).join(', ');
  const named = only ? 'AND name IN {names:Array(String)}' : '';
  return source(
    scope,
    dimensions.includes('user') ? usable.filter((hour) => hour.users_listed) : usable,
    (rolled, rows) => `SELECT dimension, name, ${names} FROM request_rollup_groups
WHERE ${rolled} AND dimension IN (${texts}) ${named}
UNION ALL
SELECT dimension, name, ${list(columns)}
FROM request_response_rmt ARRAY JOIN [${texts}] AS dimension, [${values}] AS name
WHERE ${rows} ${named} GROUP BY dimension, name`,
    only ? { names: only } : {},
  );
}

/** The columns that aggregates are over, as `sum(column)`: reading states that are not shown is most of the time. */
const used = (columns: Record<string, string>, aggregates: Record<string, string>) => {
  const sql = Object.values(aggregates).join();
  return Object.fromEntries(Object.entries(columns).filter(([name]) => sql.includes(`(${name})`)));
};

/** Other names than those of columns that the SQL means; the first part of the union names them for both. */
const list = (columns: Record<string, string>) =>
  Object.entries(columns)
    .map(([name, sql]) => `${sql} AS ${name}_`)
    .join(', ');

/** Hours whose newest build covers their newest mark. */
export async function usableHours(
  clickhouse: ClickHouse,
  { organizationId, window }: Scope,
  cut?: Cut,
): Promise<Usable[]> {
  if (window.end - window.start < shortestWindowMs) return [];
  const { bucket, bucketParams } = cutting(cut ?? { interval: 'hour', timeZone: 'UTC' });
  const hours = `organization_id = {organization:UUID}
  AND hour >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND hour < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`;
  return clickhouse.query<Usable>(
    `SELECT toUnixTimestamp(hour) AS hour, users_listed, ${cut ? `${bucket('builds.hour')} = ${bucket('(builds.hour + 3599)')}` : '1'} AS even
FROM (SELECT hour, covers, users_listed FROM request_rollup_builds WHERE ${hours}) AS builds
INNER JOIN (SELECT hour, marked_at FROM request_rollup_marks WHERE ${hours}) AS marks ON builds.hour = marks.hour
WHERE covers > marked_at`,
    { organization: organizationId, from: window.start, to: window.end, ...bucketParams },
  );
}

function source(
  { organizationId, window }: Scope,
  usable: Usable[],
  sql: (rolled: string, rows: string) => string,
  more: Record<string, unknown> = {},
): Source | undefined {
  const starts = usable.map(({ hour }) => hour * 1000);
  const ranges = rawRanges(window, starts);
  // Its rows alone are read the plain way.
  if (ranges.length === 1 && ranges[0]!.start === window.start && ranges[0]!.end === window.end)
    return undefined;
  const params: Record<string, unknown> = {
    ...more,
    organization: organizationId,
    window_start: window.start,
    window_end: window.end,
  };
  const time = (name: string, ms: number) => {
    params[name] = ms;
    return `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;
  };
  const within = (column: string) =>
    ranges
      .map(
        ({ start, end }, i) =>
          `(${column} >= ${time(`raw_${i}`, start)} AND ${column} < ${time(`raw_${i}_end`, end)})`,
      )
      .join(' OR ') || 'false';
  const inWindow = (column: string) =>
    `organization_id = {organization:UUID} AND ${column} >= ${time('window_start', window.start)} AND ${column} < ${time('window_end', window.end)}`;
  const rolled = `${inWindow('hour')} AND NOT (${within('hour')})
AND (hour, build) IN (SELECT hour, build FROM request_rollup_builds WHERE ${inWindow('hour')})`;
  return {
    sql: sql(rolled, `${inWindow('request_created_at')} AND (${within('request_created_at')})`),
    params,
  };
}

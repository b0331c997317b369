import { type FilterNode } from '@heliostat/contracts';
import { type FilterSurface, toClickHouse } from '@heliostat/filters';
import { type ClickHouse, type RollupDimension } from '@heliostat/stores/clickhouse';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.module.js';
import { type Cut, cutting } from './cutting.js';
import { type Window } from './interval.js';
import { groupsSource, type Source, totalsSource, type Usable, usableHours } from './rollup-source.js';

/** Which calls are looked at: one organisation's, that match a filter, in a window if there is one. */
export type AnalyticsScope = {
  organizationId: string;
  filter: FilterNode;
  window?: Partial<Window>;
  surface?: FilterSurface;
  /** Hours of the window, and others, that are added up, for several readers of one window. */
  usable?: Usable[];
  /** One more condition, in SQL of ours. */
  condition?: string;
};

export type Row = Record<string, number | string | null | (number | string)[]>;

/** Names and SQL of aggregates; the SQL is ours, never a client's. */
export type Aggregates = Record<string, string>;

export type MergedAggregates = Record<string, { state: string; merge: (state: string) => string }>;

export type Point = Row & { time: number };

const selectedList = (aggregates: Aggregates): string[] =>
  Object.entries(aggregates).map(([name, sql]) => `${sql} AS ${name}`);
const selected = (aggregates: Aggregates): string => selectedList(aggregates).join(', ');

function conditionOf({ organizationId, filter, window, surface = 'dashboard', condition }: AnalyticsScope) {
  const { where, params } = toClickHouse(filter, { organizationId, surface, window });
  return { where: condition ? `${where} AND ${condition}` : where, params };
}

/** What rollups can answer: they hold all calls of a window. */
function rolledScope({ organizationId, filter, window, condition, usable }: AnalyticsScope) {
  if (filter !== 'all' || condition !== undefined) return undefined;
  if (window?.start === undefined || window.end === undefined) return undefined;
  return { organizationId, window: { start: window.start, end: window.end }, usable };
}

/**
 * Aggregates over `request_response_rmt`, and over its rollups where all calls are looked at and the aggregates say how;
 * every statement is bound to the scope's organisation and window.
 */
@Injectable()
export class AnalyticsRepository {
  constructor(@Inject(CLICKHOUSE) private readonly clickhouse: ClickHouse) {}

  /** Hours of a window that are added up; none where rollups cannot answer. */
  async usableHours(scope: AnalyticsScope, cut: Cut): Promise<Usable[]> {
    const within = rolledScope(scope);
    return within ? usableHours(this.clickhouse, within, cut) : [];
  }

  /** One row of aggregates; `rolled` are the same over rollups. */
  async totals(scope: AnalyticsScope, aggregates: Aggregates, rolled?: Aggregates): Promise<Row> {
    const { where, params } = conditionOf(scope);
    const within = rolled && rolledScope(scope);
    const source = within && (await totalsSource(this.clickhouse, within, rolled));
    const [row] =
      source && rolled
        ? await this.clickhouse.query<Row>(`SELECT ${selected(rolled)} FROM (${source.sql})`, source.params)
        : await this.clickhouse.query<Row>(
            `SELECT ${selected(aggregates)} FROM request_response_rmt WHERE ${where}`,
            params,
          );
    return row ?? {};
  }

  /**
   * Aggregates for each interval of the window, also the empty ones; `time` is its start in epoch milliseconds. The
   * totals of the window come from the same pass. `rolled` are the same aggregates over rollups.
   */
  async series(
    scope: AnalyticsScope & { window: Window },
    cut: Cut,
    aggregates: Aggregates,
    rolled?: Aggregates,
  ): Promise<{ points: Point[]; totals: Row }> {
    const { bucket, bucketParams, toTime } = cutting(cut);
    const within = rolled && rolledScope(scope);
    const source = within && (await totalsSource(this.clickhouse, within, rolled, cut));
    const { where, params } = conditionOf(scope);
    const from: Source = source ?? { sql: `request_response_rmt WHERE ${where}`, params };
    const edge = (name: string) => bucket(`fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`);
    const rows = await this.clickhouse.query<Row & { bucket: number; total: number }>(
      `SELECT toUnixTimestamp(at) AS bucket, * EXCEPT at FROM (
         SELECT ${source ? 'at' : `${bucket('request_created_at')} AS at`}, grouping(at) AS total, ${selected((source && rolled) ?? aggregates)}
         FROM ${source ? `(${from.sql})` : from.sql} GROUP BY at WITH ROLLUP
         ORDER BY at WITH FILL FROM ${edge('fill_from')} TO ${edge('fill_to')} + INTERVAL 1 SECOND STEP INTERVAL 1 ${cut.interval}
       )`,
      { ...from.params, ...bucketParams, fill_from: scope.window.start, fill_to: scope.window.end - 1 },
    );
    const points: Point[] = [];
    let totals: Row = {};
    for (const { bucket: seconds, total, ...row } of rows)
      if (total === 1) totals = row;
      else points.push({ ...row, time: toTime(seconds) });
    return { points, totals };
  }

  /** Aggregates for each interval and each value of an expression; what has no calls is left out. */
  async seriesBy(
    scope: AnalyticsScope & { window: Window },
    cut: Cut,
    by: { name: string; sql: string },
    aggregates: Aggregates,
  ): Promise<Point[]> {
    const { where, params } = conditionOf(scope);
    const { bucket, bucketParams, toTime } = cutting(cut);
    const rows = await this.clickhouse.query<Row & { bucket: number }>(
      `SELECT toUnixTimestamp(${bucket('request_created_at')}) AS bucket, ${by.sql} AS ${by.name}, ${selected(aggregates)}
       FROM request_response_rmt WHERE ${where} GROUP BY bucket, ${by.name} ORDER BY bucket, ${by.name}`,
      { ...params, ...bucketParams },
    );
    return rows.map(({ bucket: seconds, ...row }) => ({ ...row, time: toTime(seconds) }));
  }

  /**
   * The largest groups by each of several expressions with few values, from one pass; `limit` of each, by number of
   * calls. `merged` names each aggregate's state in the first grouping and how states become the result.
   */
  async breakdowns<Name extends string>(
    scope: AnalyticsScope,
    by: Record<Name, string>,
    merged: MergedAggregates,
    limit: number,
  ): Promise<Record<Name, Row[]>> {
    const { where, params } = conditionOf(scope);
    const names = Object.keys(by) as Name[];
    const states = Object.entries(merged).map(([name, { state }]) => `${state} AS ${name}_state`);
    const results = Object.entries(merged).map(([name, { merge }]) => `${merge(`${name}_state`)} AS ${name}`);
    const chosen = (what: (name: Name) => string) =>
      `multiIf(${names.map((name) => `grouping(${name}) = 0, ${what(name)}`).join(', ')}, '')`;
    const rows = await this.clickhouse.query<Row & { dimension: Name }>(
      `SELECT ${chosen((name) => `'${name}'`)} AS dimension, ${chosen((name) => name)} AS name, sum(calls) AS requests, ${results.join(', ')}
       FROM (
         SELECT ${names.map((name) => `${by[name]} AS ${name}`).join(', ')}, count() AS calls, ${states.join(', ')}
         FROM request_response_rmt WHERE ${where} GROUP BY ${names.join(', ')}
       )
       GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(', ')})
       ORDER BY requests DESC, name LIMIT {limit:UInt32} BY dimension`,
      { ...params, limit },
    );
    const result = Object.fromEntries(names.map((name) => [name, [] as Row[]])) as Record<Name, Row[]>;
    for (const { dimension: name, ...row } of rows) result[name].push(row);
    return result;
  }

  /** The largest groups by each of several dimensions, from rollups; undefined where there are none. `only` these names. */
  async rolledGroups<Name extends RollupDimension>(
    scope: AnalyticsScope,
    dimensions: readonly Name[],
    aggregates: Aggregates,
    { limit, offset = 0, having = 'true' }: Omit<GroupOptions, 'orderBy'>,
    only?: readonly string[],
  ): Promise<Record<Name, Row[]> | undefined> {
    const within = rolledScope(scope);
    const source = within && (await groupsSource(this.clickhouse, within, dimensions, aggregates, only));
    if (!source) return undefined;
    const rows = await this.clickhouse.query<Row & { dimension: Name }>(
      `SELECT dimension, name, ${selected(aggregates)} FROM (${source.sql}) GROUP BY dimension, name HAVING ${having}
       ORDER BY requests DESC, name LIMIT {group_offset:UInt64}, {group_limit:UInt32} BY dimension`,
      { ...source.params, group_limit: limit, group_offset: offset },
    );
    const result = Object.fromEntries(dimensions.map((name) => [name, [] as Row[]])) as Record<Name, Row[]>;
    for (const { dimension, ...row } of rows) result[dimension].push(row);
    return result;
  }

  /** One group per value of an expression, in an order of ours. */
  async groups(
    scope: AnalyticsScope,
    key: GroupKey,
    aggregates: Aggregates,
    { orderBy, limit, offset = 0, having = 'true' }: GroupOptions,
  ): Promise<Row[]> {
    const { where, params } = conditionOf(scope);
    return this.clickhouse.query<Row>(
      `SELECT ${[`${key.sql} AS ${key.name}`, ...selectedList(aggregates)].join(', ')} FROM request_response_rmt WHERE ${where}
       GROUP BY ${key.name} HAVING ${having}
       ORDER BY ${orderBy}, ${key.name} LIMIT {group_limit:UInt32} OFFSET {group_offset:UInt64}`,
      { ...params, ...key.params, group_limit: limit, group_offset: offset },
    );
  }
}

/** What rows are grouped by, and the values that its SQL binds. */
export type GroupKey = { name: string; sql: string; params?: Record<string, unknown> };

export type GroupOptions = { orderBy: string; limit: number; offset?: number; having?: string };

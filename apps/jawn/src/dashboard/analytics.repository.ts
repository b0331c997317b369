import { type FilterNode } from '@heliostat/contracts';
import { type FilterSurface, toClickHouse } from '@heliostat/filters';
import { type ClickHouse } from '@heliostat/stores/clickhouse';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.module.js';
import { type Interval, type Window } from './interval.js';

/** Which calls are looked at: one organisation's, that match a filter, in a window if there is one. */
export type AnalyticsScope = {
  organizationId: string;
  filter: FilterNode;
  window?: Partial<Window>;
  surface?: FilterSurface;
};

/** How time is cut: in a zone, or at a fixed distance from UTC in minutes (`Date.getTimezoneOffset`). */
export type Cut = { interval: Interval } & ({ timeZone: string } | { offsetMinutes: number });

export type Row = Record<string, number | string | null | number[]>;

/** Names and SQL of aggregates; the SQL is ours, never a client's. */
export type Aggregates = Record<string, string>;

const selected = (aggregates: Aggregates): string =>
  Object.entries(aggregates)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(', ');

const conditionOf = ({ organizationId, filter, window, surface = 'dashboard' }: AnalyticsScope) =>
  toClickHouse(filter, { organizationId, surface, window });

/** Aggregates over `request_response_rmt`; every statement is bound to the scope's organisation and window. */
@Injectable()
export class AnalyticsRepository {
  constructor(@Inject(CLICKHOUSE) private readonly clickhouse: ClickHouse) {}

  /** One row of aggregates. */
  async totals(scope: AnalyticsScope, aggregates: Aggregates): Promise<Row> {
    const { where, params } = conditionOf(scope);
    const [row] = await this.clickhouse.query<Row>(
      `SELECT ${selected(aggregates)} FROM request_response_rmt WHERE ${where}`,
      params,
    );
    return row ?? {};
  }

  /**
   * Aggregates for each interval of the window, also the empty ones; `time` is its start in epoch milliseconds.
   * `by` splits each interval by one more expression, and then the empty ones are left out.
   */
  async series(
    scope: AnalyticsScope & { window: Window },
    cut: Cut,
    aggregates: Aggregates,
    by?: { name: string; sql: string },
  ): Promise<(Row & { time: number })[]> {
    const { where, params } = conditionOf(scope);
    const zone = 'timeZone' in cut ? cut.timeZone : 'UTC';
    const shift = 'offsetMinutes' in cut ? cut.offsetMinutes : 0;
    const bucket = (time: string) =>
      `toDateTime(toStartOfInterval(toDateTime(${time} - toIntervalMinute({shift:Int32}), {zone:String}), INTERVAL 1 ${cut.interval}), {zone:String})`;
    const bound = (name: string) => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;
    const rows = await this.clickhouse.query<Row & { bucket: number }>(
      `SELECT toUnixTimestamp(at) AS bucket, * EXCEPT at FROM (
         SELECT ${bucket('request_created_at')} AS at${by ? `, ${by.sql} AS ${by.name}` : ''}, ${selected(aggregates)}
         FROM request_response_rmt WHERE ${where} GROUP BY at${by ? `, ${by.name}` : ''}
         ORDER BY at${by ? `, ${by.name}` : ` WITH FILL FROM ${bucket(bound('fill_from'))} TO ${bucket(bound('fill_to'))} + INTERVAL 1 SECOND STEP INTERVAL 1 ${cut.interval}`}
       )`,
      { ...params, shift, zone, fill_from: scope.window.start, fill_to: scope.window.end - 1 },
    );
    return rows.map(({ bucket: seconds, ...row }) => ({ ...row, time: (seconds + shift * 60) * 1000 }));
  }

  /** The largest groups by each of several expressions, from one pass; `limit` of each, by number of calls. */
  async breakdowns<Name extends string>(
    scope: AnalyticsScope,
    by: Record<Name, string>,
    aggregates: Aggregates,
    limit: number,
  ): Promise<Record<Name, Row[]>> {
    const { where, params } = conditionOf(scope);
    const names = Object.keys(by) as Name[];
    const dimension = `multiIf(${names.map((name) => `grouping(${name}) = 0, '${name}'`).join(', ')}, '')`;
    const value = `multiIf(${names.map((name) => `grouping(${name}) = 0, ${name}`).join(', ')}, '')`;
    const rows = await this.clickhouse.query<Row & { dimension: Name }>(
      `SELECT ${dimension} AS dimension, ${value} AS name, count() AS requests, ${selected(aggregates)}
       FROM (SELECT *, ${names.map((name) => `${by[name]} AS ${name}`).join(', ')} FROM request_response_rmt WHERE ${where})
       GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(', ')})
       ORDER BY requests DESC, name LIMIT {limit:UInt32} BY dimension`,
      { ...params, limit },
    );
    const result = Object.fromEntries(names.map((name) => [name, [] as Row[]])) as Record<Name, Row[]>;
    for (const { dimension: name, ...row } of rows) result[name].push(row);
    return result;
  }

  /** One group per value of an expression, in an order of ours. */
  async groups(
    scope: AnalyticsScope,
    key: { name: string; sql: string },
    aggregates: Aggregates,
    { orderBy, limit, offset = 0, having = 'true' }: GroupOptions,
  ): Promise<Row[]> {
    const { where, params } = conditionOf(scope);
    return this.clickhouse.query<Row>(
      `SELECT ${key.sql} AS ${key.name}, ${selected(aggregates)} FROM request_response_rmt WHERE ${where}
       GROUP BY ${key.name} HAVING ${having}
       ORDER BY ${orderBy}, ${key.name} LIMIT {group_limit:UInt32} OFFSET {group_offset:UInt64}`,
      { ...params, group_limit: limit, group_offset: offset },
    );
  }
}

export type GroupOptions = { orderBy: string; limit: number; offset?: number; having?: string };

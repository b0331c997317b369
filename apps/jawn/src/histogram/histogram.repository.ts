import { type FilterNode } from '@heliostat/contracts';
import { type FilterSurface, toClickHouse } from '@heliostat/filters';
import { type ClickHouse } from '@heliostat/stores/clickhouse';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.module.js';
import { cutOf, type HistogramBounds, histogramRows } from './histogram-ranges.js';
import { type HistogramRow, type PSize } from './histogram.schema.js';

export type HistogramScope<Measure extends string> = {
  organizationId: string;
  filter: FilterNode;
  surface: FilterSurface;
  /** Epoch milliseconds, half open. */
  window?: { start: number; end: number };
  /** What calls are grouped by; SQL of ours, as all below. Groups without a name are left out. */
  key: string;
  having?: { sql: string; params: Record<string, unknown> };
  /** Aggregates of a group. */
  measures: Record<Measure, string>;
};

export type HistogramCut = { pSize?: PSize; useInterquartile?: boolean };

export type Histogram = { rows: HistogramRow[]; average: number };

type Summary = Record<string, number | null>;

/** How values of groups of calls (sessions, users) are spread. */
@Injectable()
export class HistogramRepository {
  constructor(@Inject(CLICKHOUSE) private readonly clickhouse: ClickHouse) {}

  /** One histogram a measure; averages are of all groups, also of those that the cut leaves out. */
  async histograms<Measure extends string>(
    scope: HistogramScope<Measure>,
    cut: HistogramCut,
  ): Promise<Record<Measure, Histogram>> {
    const measures = Object.keys(scope.measures) as Measure[];
    const { sql, params } = groupsOf(scope);
    const [summary] = await this.clickhouse.query<Summary>(
      `SELECT ${measures.map((name) => summaryOf(name, cut)).join(', ')} FROM (${sql})`,
      params,
    );
    const boundsOf = (name: Measure): HistogramBounds => ({
      low: summary?.[`low_${name}`] ?? 0,
      high: summary?.[`high_${name}`] ?? 0,
    });
    const [counted] = await this.clickhouse.query<Record<string, number[]>>(
      `SELECT ${measures.map(countsOf).join(', ')} FROM (${sql})`,
      { ...params, ...Object.assign({}, ...measures.map((name) => boundParams(name, boundsOf(name)))) },
    );
    return Object.fromEntries(
      measures.map((name) => [
        name,
        {
          rows: histogramRows(boundsOf(name), (counted?.[`counts_${name}`] ?? []).map(Number)),
          average: summary?.[`average_${name}`] ?? 0,
        },
      ]),
    ) as Record<Measure, Histogram>;
  }
}

/** One row a group. The measures are prefixed, so that none hides a column that it is made of. */
function groupsOf<Measure extends string>(scope: HistogramScope<Measure>) {
  const { organizationId, filter, surface, window, key, having, measures } = scope;
  const { where, params } = toClickHouse(filter, { organizationId, surface, window });
  const columns = Object.entries<string>(measures).map(([name, sql]) => `toFloat64(${sql}) AS of_${name}`);
  return {
    sql: `SELECT ${columns.join(', ')} FROM request_response_rmt WHERE ${where} AND ${key} != ''
      GROUP BY ${key}${having ? ` HAVING ${having.sql}` : ''}`,
    params: { ...params, ...having?.params },
  };
}

function summaryOf(name: string, { pSize, useInterquartile }: HistogramCut): string {
  const value = `of_${name}`;
  const highest = pSize === undefined ? `max(${value})` : `quantileExact(${levels[pSize]})(${value})`;
  const low = useInterquartile ? `quantileExact(0.25)(${value})` : `min(${value})`;
  const high = useInterquartile ? `least(quantileExact(0.75)(${value}), ${highest})` : highest;
  return `avg(${value}) AS average_${name}, ${low} AS low_${name}, ${high} AS high_${name}`;
}

const levels: Record<PSize, number> = { p50: 0.5, p75: 0.75, p95: 0.95, p99: 0.99, 'p99.9': 0.999 };

/** How many values fall into each range; the highest value belongs to the last. */
function countsOf(name: string): string {
  const param = (what: string, type: string) => `{${what}_${name}:${type}}`;
  const count = param('count', 'UInt8');
  const index = `least(${count} - 1, toInt64(floor((of_${name} - ${param('low', 'Float64')}) / ${param('width', 'Float64')})))`;
  return `sumForEachIf(arrayMap(i -> toUInt64(i = ${index}), range(${count})), of_${name} BETWEEN ${param('low', 'Float64')} AND ${param('high', 'Float64')}) AS counts_${name}`;
}

function boundParams(name: string, bounds: HistogramBounds): Record<string, number> {
  const { count, width } = cutOf(bounds);
  return {
    [`low_${name}`]: bounds.low,
    [`high_${name}`]: bounds.high,
    [`count_${name}`]: count,
    [`width_${name}`]: width,
  };
}

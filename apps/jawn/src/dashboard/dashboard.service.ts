import {
  type DashboardBreakdown,
  type DashboardOverview,
  type DashboardPoint,
  type DashboardQuery,
  type DashboardTotals,
} from '@heliostat/contracts';
import { Injectable } from '@nestjs/common';
import {
  breakdownAggregates,
  numberOf,
  numberOrNull,
  overviewAggregates,
  quantilesOf,
  usdOf,
  userAggregates,
} from './aggregates.js';
import { AnalyticsRepository, type Point, type Row } from './analytics.repository.js';
import { intervalOf, requireTimeZone, windowOf } from './interval.js';

const largestGroups = 20;

/** Few values each, and so few together. */
const dimensions = {
  by_model: 'model',
  by_provider: 'provider',
  by_status: 'toString(status)',
  by_country: `ifNull(country_code, '')`,
};

@Injectable()
export class DashboardService {
  constructor(private readonly repository: AnalyticsRepository) {}

  /** Everything the dashboard shows about a window, and the totals of the one before it. */
  async overview(organizationId: string, query: DashboardQuery): Promise<DashboardOverview> {
    const window = windowOf(query.timeFilter.start, query.timeFilter.end);
    const previous = { start: 2 * window.start - window.end, end: window.start };
    const timeZone = requireTimeZone(query.timeZone);
    const interval = intervalOf(window, query.interval);
    const scope = { organizationId, filter: query.filter };
    const inWindow = { ...scope, window };
    const [{ points, totals }, before, groups, users] = await Promise.all([
      this.repository.series(inWindow, { interval, timeZone }, overviewAggregates),
      this.repository.totals({ ...scope, window: previous }, overviewAggregates),
      this.repository.breakdowns(inWindow, dimensions, breakdownAggregates, largestGroups),
      this.repository.groups(inWindow, { name: 'name', sql: 'user_id' }, userAggregates, {
        orderBy: 'requests DESC',
        having: `name != ''`,
        limit: largestGroups,
      }),
    ]);
    return {
      interval,
      totals: totalsOf(totals),
      previous: totalsOf(before),
      series: points.map(pointOf),
      models: groups.by_model.map(breakdown),
      providers: groups.by_provider.map(breakdown),
      users: users.map(breakdown),
      statuses: groups.by_status.map((row) => ({
        status: numberOf(row['name']),
        requests: numberOf(row['requests']),
      })),
      countries: groups.by_country
        .filter((row) => row['name'] !== '')
        .map((row) => ({ country: String(row['name']), requests: numberOf(row['requests']) })),
    };
  }
}

const measures = (row: Row) => ({
  requests: numberOf(row['requests']),
  errors: numberOf(row['errors']),
  cost: usdOf(row['cost_nano']),
  promptTokens: numberOf(row['prompt']),
  completionTokens: numberOf(row['completion']),
  users: numberOf(row['users']),
  latency: quantilesOf(row['latencies']),
  ttft: quantilesOf(row['ttfts']),
});

const totalsOf = (row: Row): DashboardTotals => ({
  ...measures(row),
  cacheReadTokens: numberOf(row['cache_read']),
  sessions: numberOf(row['sessions']),
});

const pointOf = (row: Point): DashboardPoint => ({
  time: new Date(row.time).toISOString(),
  ...measures(row),
});

const breakdown = (row: Row): DashboardBreakdown => ({
  name: String(row['name']),
  requests: numberOf(row['requests']),
  errors: numberOf(row['errors']),
  cost: usdOf(row['cost_nano']),
  tokens: numberOf(row['tokens']),
  latencyP50: numberOrNull(row['latency']),
});

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
  pointAggregates,
  quantilesOf,
  totalAggregates,
  usdOf,
} from './aggregates.js';
import { AnalyticsRepository, type Row } from './analytics.repository.js';
import { intervalOf, requireTimeZone, windowOf } from './interval.js';

const largestGroups = 20;

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
    const [totals, before, series, groups] = await Promise.all([
      this.repository.totals({ ...scope, window }, totalAggregates),
      this.repository.totals({ ...scope, window: previous }, totalAggregates),
      this.repository.series({ ...scope, window }, { interval, timeZone }, pointAggregates),
      this.repository.breakdowns(
        { ...scope, window },
        {
          by_model: 'model',
          by_provider: 'provider',
          by_user: 'user_id',
          by_status: 'toString(status)',
          by_country: `ifNull(country_code, '')`,
        },
        breakdownAggregates,
        largestGroups,
      ),
    ]);
    const named = (rows: Row[]) => rows.map(breakdown).filter(({ name }) => name !== '');
    return {
      interval,
      totals: totalsOf(totals),
      previous: totalsOf(before),
      series: series.map(pointOf),
      models: groups.by_model.map(breakdown),
      providers: groups.by_provider.map(breakdown),
      users: named(groups.by_user),
      statuses: groups.by_status.map((row) => ({
        status: numberOf(row['name']),
        requests: numberOf(row['requests']),
      })),
      countries: named(groups.by_country).map(({ name, requests }) => ({ country: name, requests })),
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

const pointOf = (row: Row & { time: number }): DashboardPoint => ({
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

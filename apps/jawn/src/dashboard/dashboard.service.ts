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
  rolledGroupAggregates,
  rolledGroupLatency,
  rolledOverviewAggregates,
  usdOf,
  userAggregates,
} from './aggregates.js';
import { AnalyticsRepository, type AnalyticsScope, type Point, type Row } from './analytics.repository.js';
import { intervalOf, requireTimeZone, windowOf } from './interval.js';

const largestGroups = 20;

/** Few values each, and so few together. */
const dimensionsOfRows = {
  by_model: 'model',
  by_provider: 'provider',
  by_status: 'toString(status)',
  by_country: `ifNull(country_code, '')`,
};
const dimensions = ['model', 'provider', 'status', 'country'] as const;

@Injectable()
export class DashboardService {
  constructor(private readonly repository: AnalyticsRepository) {}

  /** Everything the dashboard shows about a window, and the totals of the one before it. */
  async overview(organizationId: string, query: DashboardQuery): Promise<DashboardOverview> {
    const window = windowOf(query.timeFilter.start, query.timeFilter.end);
    const previous = { start: 2 * window.start - window.end, end: window.start };
    const timeZone = requireTimeZone(query.timeZone);
    const interval = intervalOf(window, query.interval);
    const cut = { interval, timeZone };
    const all = { organizationId, filter: query.filter };
    const both = { start: previous.start, end: window.end };
    const scope = { ...all, usable: await this.repository.usableHours({ ...all, window: both }, cut) };
    const inWindow = { ...scope, window };
    const [{ points, totals }, before, groups, users] = await Promise.all([
      this.repository.series(inWindow, cut, overviewAggregates, rolledOverviewAggregates),
      this.repository.totals({ ...scope, window: previous }, overviewAggregates, rolledOverviewAggregates),
      this.breakdowns(inWindow),
      this.users(inWindow),
    ]);
    return {
      interval,
      totals: totalsOf(totals),
      previous: totalsOf(before),
      series: points.map(pointOf),
      models: groups.model.map(breakdown),
      providers: groups.provider.map(breakdown),
      users: users.map(breakdown),
      statuses: groups.status.map((row) => ({
        status: numberOf(row['name']),
        requests: numberOf(row['requests']),
      })),
      countries: groups.country
        .filter((row) => row['name'] !== '')
        .map((row) => ({ country: String(row['name']), requests: numberOf(row['requests']) })),
    };
  }

  private async breakdowns(scope: AnalyticsScope): Promise<Record<(typeof dimensions)[number], Row[]>> {
    const limit = largestGroups;
    const rolled = await this.repository.rolledGroups(
      scope,
      dimensions,
      { ...rolledGroupAggregates, ...rolledGroupLatency },
      { limit },
    );
    if (rolled) return rolled;
    const groups = await this.repository.breakdowns(scope, dimensionsOfRows, breakdownAggregates, limit);
    return {
      model: groups.by_model,
      provider: groups.by_provider,
      status: groups.by_status,
      country: groups.by_country,
    };
  }

  private async users(scope: AnalyticsScope): Promise<Row[]> {
    const options = { having: `name != ''`, limit: largestGroups };
    const rolled = await this.repository.rolledGroups(scope, ['user'], rolledGroupAggregates, options);
    if (rolled) {
      // The latencies of the twenty that are shown cost a tenth of everybody's.
      const names = rolled.user.map((row) => String(row['name']));
      const latencies = await this.repository.rolledGroups(
        scope,
        ['user'],
        rolledGroupLatency,
        options,
        names,
      );
      const latencyOf = new Map(latencies?.user.map((row) => [row['name'], row['latency'] ?? null]));
      return rolled.user.map((row) => ({ ...row, latency: latencyOf.get(row['name'] ?? '') ?? null }));
    }
    const key = { name: 'name', sql: 'user_id' };
    return this.repository.groups(scope, key, userAggregates, { ...options, orderBy: 'requests DESC' });
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
  cacheHits: numberOf(row['cache_hits']),
  costSaved: usdOf(row['saved_nano']),
  timeSaved: numberOf(row['saved_ms']),
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

import { Injectable } from '@nestjs/common';
import { isError, numberOf, numberOrNull, usdOf } from '../dashboard/aggregates.js';
import { type Aggregates, AnalyticsRepository, type Row } from '../dashboard/analytics.repository.js';
import { type Interval, intervalOf, windowOf } from '../dashboard/interval.js';
import {
  type MetricsFilter,
  type MetricsOverTime,
  type MetricsPage,
  type QuantilesQuery,
  type RequestCountQuery,
} from './metrics.schema.js';

const prompt = 'sum(ifNull(prompt_tokens, 0))';
const completion = 'sum(ifNull(completion_tokens, 0))';
const cacheHit = `cache_reference_id != toUUID('00000000-0000-0000-0000-000000000000')`;

const quantiled: Record<QuantilesQuery['metric'], string> = {
  latency: 'latency',
  time_to_first_token: 'time_to_first_token',
  prompt_tokens: 'prompt_tokens',
  completion_tokens: 'completion_tokens',
  total_tokens: 'ifNull(prompt_tokens, 0) + ifNull(completion_tokens, 0)',
  cost: 'cost / 1e9',
};

/** The numbers that `totals` can give, by name; null counts as 0. */
const singles = {
  activeUsers: `uniqCombinedIf(user_id, user_id != '')`,
  averageLatency: 'avg(latency)',
  averageTimeToFirstToken: 'avg(time_to_first_token)',
  totalCost: 'sum(cost) / 1e9',
  totalRequests: 'count()',
  totalThreats: 'countIf(threat = true)',
} as const;
export type SingleMetric = keyof typeof singles;

/** The same over rollups. */
const rolledSingles: Record<SingleMetric, string> = {
  activeUsers: 'uniqCombinedIfMerge(users)',
  averageLatency: 'sum(latency_sum) / sum(latency_count)',
  averageTimeToFirstToken: 'sum(ttft_sum) / sum(ttft_count)',
  totalCost: 'sum(cost) / 1e9',
  totalRequests: 'sum(requests)',
  totalThreats: 'sum(threats)',
};

export type TimedCount = { time: string; count: number };

/** The original's `/v1/metrics`: one number, or one series, a route. Costs in USD, durations in milliseconds. */
@Injectable()
export class MetricsService {
  constructor(private readonly repository: AnalyticsRepository) {}

  async single(organizationId: string, query: MetricsFilter, metric: SingleMetric): Promise<number> {
    const row = await this.repository.totals(
      scopeOf(organizationId, query),
      { value: singles[metric] },
      { value: rolledSingles[metric] },
    );
    return numberOf(row['value']);
  }

  async averageTokens(organizationId: string, query: MetricsFilter) {
    const row = await this.repository.totals(
      scopeOf(organizationId, query),
      { input: 'avg(ifNull(prompt_tokens, 0))', output: 'avg(ifNull(completion_tokens, 0))' },
      { input: 'sum(prompt) / sum(requests)', output: 'sum(completion) / sum(requests)' },
    );
    const [input, output] = [numberOf(row['input']), numberOf(row['output'])];
    return {
      average_prompt_tokens_per_response: input,
      average_completion_tokens_per_response: output,
      average_total_tokens_per_response: input + output,
    };
  }

  async requestCount(organizationId: string, { filter, isCached }: RequestCountQuery): Promise<number> {
    const value = isCached ? `countIf(${cacheHit})` : 'count()';
    return numberOf((await this.repository.totals({ organizationId, filter }, { value }))['value']);
  }

  async counts(
    organizationId: string,
    query: MetricsOverTime,
    of: 'requests' | 'errors' | 'threats' | 'users',
  ): Promise<TimedCount[]> {
    const count = {
      requests: 'count()',
      errors: `countIf(${isError})`,
      threats: singles.totalThreats,
      users: singles.activeUsers,
    }[of];
    const rolled = {
      requests: 'sum(requests)',
      errors: 'sum(errors)',
      threats: rolledSingles.totalThreats,
      users: rolledSingles.activeUsers,
    }[of];
    const rows = await this.series(organizationId, query, { value: count }, { value: rolled });
    return rows.map(({ time, row }) => ({ time, count: numberOf(row['value']) }));
  }

  async statuses(organizationId: string, query: MetricsOverTime) {
    const { scope, cut } = cutOf(organizationId, query);
    const by = { name: 'code', sql: 'status' };
    const rows = await this.repository.seriesBy(scope, cut, by, { value: 'count()' });
    return rows.map((row) => ({
      time: new Date(row.time).toISOString(),
      count: numberOf(row['value']),
      status: numberOf(row['code']),
    }));
  }

  async costs(organizationId: string, query: MetricsOverTime) {
    const rows = await this.series(organizationId, query, { value: 'sum(cost)' }, { value: 'sum(cost)' });
    return rows.map(({ time, row }) => ({ time, cost: usdOf(row['value']) }));
  }

  async tokens(organizationId: string, query: MetricsOverTime) {
    const rows = await this.series(
      organizationId,
      query,
      { prompt, completion },
      { prompt: 'sum(prompt)', completion: 'sum(completion)' },
    );
    return rows.map(({ time, row }) => ({
      time,
      prompt_tokens: numberOf(row['prompt']),
      completion_tokens: numberOf(row['completion']),
    }));
  }

  async latencies(organizationId: string, query: MetricsOverTime) {
    const rows = await this.series(
      organizationId,
      query,
      { value: 'avg(latency)' },
      { value: rolledSingles.averageLatency },
    );
    return rows.map(({ time, row }) => ({ time, duration: numberOf(row['value']) }));
  }

  async firstTokens(organizationId: string, query: MetricsOverTime) {
    const rows = await this.series(
      organizationId,
      query,
      { value: 'avg(time_to_first_token)' },
      { value: rolledSingles.averageTimeToFirstToken },
    );
    return rows.map(({ time, row }) => ({ time, ttft: numberOf(row['value']) }));
  }

  async quantiles(organizationId: string, query: QuantilesQuery) {
    const value = `quantiles(0.75, 0.9, 0.95, 0.99)(${quantiled[query.metric]})`;
    const rows = await this.series(organizationId, query, { value });
    return rows.map(({ time, row }) => {
      const values = Array.isArray(row['value']) ? row['value'] : [];
      const [p75 = 0, p90 = 0, p95 = 0, p99 = 0] = values.map((number) => numberOrNull(number) ?? 0);
      return { time, p75, p90, p95, p99 };
    });
  }

  async models(organizationId: string, query: MetricsPage) {
    const rows = await this.groups(
      organizationId,
      query,
      { name: 'name', sql: 'model' },
      {
        requests: 'count()',
        prompt,
        completion,
        cost_nano: 'sum(cost)',
      },
    );
    return rows.map((row) => ({
      model: String(row['name']),
      total_requests: numberOf(row['requests']),
      total_completion_tokens: numberOf(row['completion']),
      total_prompt_token: numberOf(row['prompt']),
      total_tokens: numberOf(row['prompt']) + numberOf(row['completion']),
      cost: usdOf(row['cost_nano']),
    }));
  }

  async countries(organizationId: string, query: MetricsPage) {
    const key = { name: 'name', sql: `ifNull(country_code, '')` };
    const rows = await this.groups(organizationId, query, key, { requests: 'count()' }, `name != ''`);
    return rows.map((row) => ({ country: String(row['name']), total_requests: numberOf(row['requests']) }));
  }

  private groups(
    organizationId: string,
    query: MetricsPage,
    key: { name: string; sql: string },
    aggregates: Aggregates,
    having?: string,
  ): Promise<Row[]> {
    const { limit, offset } = query;
    const options = { orderBy: 'requests DESC', limit, offset, having };
    return this.repository.groups(scopeOf(organizationId, query), key, aggregates, options);
  }

  private async series(
    organizationId: string,
    query: MetricsOverTime,
    aggregates: Aggregates,
    rolled?: Aggregates,
  ): Promise<{ time: string; row: Row }[]> {
    const { scope, cut } = cutOf(organizationId, query);
    const { points } = await this.repository.series(scope, cut, aggregates, rolled);
    return points.map((row) => ({ time: new Date(row.time).toISOString(), row }));
  }
}

const scopeOf = (organizationId: string, { filter, timeFilter }: MetricsFilter) => ({
  organizationId,
  filter,
  window: windowOf(timeFilter.start, timeFilter.end),
});

function cutOf(organizationId: string, query: MetricsOverTime) {
  const scope = scopeOf(organizationId, query);
  const { dbIncrement, timeZoneDifference: offsetMinutes } = query;
  const wanted: Interval | undefined = dbIncrement === 'min' ? 'minute' : dbIncrement;
  return { scope, cut: { interval: intervalOf(scope.window, wanted), offsetMinutes } };
}

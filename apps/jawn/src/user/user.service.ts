import { fromDateTime64 } from '@heliostat/stores/clickhouse';
import { Injectable } from '@nestjs/common';
import { numberOf, usdOf } from '../dashboard/aggregates.js';
import { AnalyticsRepository, type AnalyticsScope, type Row } from '../dashboard/analytics.repository.js';
import {
  type UserMetrics,
  type UserMetricsPage,
  type UserMetricsQuery,
  type UserQuery,
  type UserUsage,
} from './user.schema.js';

const usersAtMost = 10_000;
const named = 'name';
const prompt = 'sum(ifNull(prompt_tokens, 0))';
const completion = 'sum(ifNull(completion_tokens, 0))';

/** Columns by which metrics are sorted; `id` is the user's id, too. */
const sortColumns: Record<keyof NonNullable<UserMetricsQuery['sort']>, string> = {
  id: named,
  user_id: named,
  active_for: 'days',
  first_active: 'first',
  last_active: 'last',
  total_requests: 'requests',
  average_requests_per_day_active: 'requests / days',
  average_tokens_per_request: '(prompt + completion) / requests',
  total_prompt_tokens: 'prompt',
  total_completion_tokens: 'completion',
  cost: 'cost_nano',
  rate_limited_count: 'rate_limited',
};

/** What the users (`Helicone-User-Id`) of an organisation used; calls without a user count for none. */
@Injectable()
export class UserService {
  constructor(private readonly repository: AnalyticsRepository) {}

  /** Usage of these users, or of all (US-02). */
  async usage(organizationId: string, { userIds, timeFilter }: UserQuery): Promise<UserUsage[]> {
    const rows = await this.repository.groups(
      { organizationId, filter: 'all', window: windowOf(timeFilter), surface: 'users' },
      { name: named, sql: 'user_id', params: { users: userIds ?? [] } },
      { requests: 'count()', prompt, completion, cost_nano: 'sum(cost)' },
      {
        having: `${named} != ''${userIds ? ` AND ${named} IN {users:Array(String)}` : ''}`,
        orderBy: 'requests DESC',
        limit: usersAtMost,
      },
    );
    return rows.map((row) => ({
      user_id: String(row[named]),
      count: numberOf(row['requests']),
      prompt_tokens: numberOf(row['prompt']),
      completion_tokens: numberOf(row['completion']),
      cost: usdOf(row['cost_nano']),
    }));
  }

  /** One page of users with their metrics (US-03), the most requests first unless sorted otherwise. */
  async metrics(organizationId: string, query: UserMetricsQuery): Promise<UserMetricsPage> {
    const scope: AnalyticsScope = {
      organizationId,
      filter: query.filter,
      condition: hasUser,
      window: windowOf(query.timeFilter),
      surface: 'users',
    };
    const [rows, totals, everyone] = await Promise.all([
      this.repository.groups(
        scope,
        { name: named, sql: 'user_id' },
        {
          requests: 'count()',
          days: 'uniqExact(toDate(request_created_at))',
          first: 'min(request_created_at)',
          last: 'max(request_created_at)',
          prompt,
          completion,
          cost_nano: 'sum(cost)',
          rate_limited: 'countIf(status = 429)',
        },
        { orderBy: orderOf(query.sort), limit: query.limit, offset: query.offset },
      ),
      this.repository.totals(scope, { users: 'uniqExact(user_id)' }),
      this.repository.totals({ organizationId, filter: 'all', condition: hasUser }, { users: 'count() > 0' }),
    ]);
    return {
      users: rows.map(metricsOf),
      count: numberOf(totals['users']),
      hasUsers: Boolean(everyone['users']),
    };
  }
}

/** Both ends belong to the original's window, ours is half open. */
function windowOf(timeFilter: UserQuery['timeFilter']) {
  if (!timeFilter) return undefined;
  return { start: timeFilter.startTimeUnixSeconds * 1000, end: timeFilter.endTimeUnixSeconds * 1000 + 1 };
}

const hasUser = `user_id != ''`;

function orderOf(sort: UserMetricsQuery['sort'] = {}): string {
  const terms = Object.entries(sort).map(
    ([key, direction]) =>
      `${sortColumns[key as keyof typeof sortColumns]} ${direction === 'asc' ? 'ASC' : 'DESC'}`,
  );
  return [...terms, 'requests DESC'].join(', ');
}

const iso = (time: Row[string] | undefined): string => new Date(fromDateTime64(String(time))).toISOString();

function metricsOf(row: Row): UserMetrics {
  const requests = numberOf(row['requests']);
  const days = numberOf(row['days']);
  const [input, output] = [numberOf(row['prompt']), numberOf(row['completion'])];
  return {
    id: String(row[named]),
    user_id: String(row[named]),
    active_for: days,
    first_active: iso(row['first']),
    last_active: iso(row['last']),
    total_requests: requests,
    average_requests_per_day_active: requests / days,
    average_tokens_per_request: (input + output) / requests,
    total_completion_tokens: output,
    total_prompt_tokens: input,
    cost: usdOf(row['cost_nano']),
  };
}

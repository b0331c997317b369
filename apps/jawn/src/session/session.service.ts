import { fromDateTime64 } from '@heliostat/stores/clickhouse';
import { Injectable } from '@nestjs/common';
import { numberOf, usdOf } from '../dashboard/aggregates.js';
import { AnalyticsRepository, type Row } from '../dashboard/analytics.repository.js';
import { windowOf } from '../dashboard/interval.js';
import { type Session, type SessionQuery } from './session.schema.js';

const usersAtMost = 100;
const sessionName = `properties['Helicone-Session-Name']`;

/** Calls that belong together by `Helicone-Session-Id`. */
@Injectable()
export class SessionService {
  constructor(private readonly repository: AnalyticsRepository) {}

  /** One page of sessions with their sums over the window (SS-02), the latest first. */
  async query(organizationId: string, query: SessionQuery): Promise<Session[]> {
    const { search, nameEquals, filter, timeFilter, limit, offset } = query;
    const having = [
      `id != ''`,
      ...(search === ''
        ? []
        : [
            `(positionCaseInsensitiveUTF8(id, {search:String}) > 0 OR positionCaseInsensitiveUTF8(title, {search:String}) > 0)`,
          ]),
      ...(nameEquals === undefined ? [] : ['title = {title:String}']),
    ];
    const rows = await this.repository.groups(
      {
        organizationId,
        filter,
        window: windowOf(timeFilter.startTimeUnixMs, timeFilter.endTimeUnixMs),
        surface: 'sessions',
        condition: `session_id != ''`,
      },
      { name: 'id', sql: 'session_id', params: { search, title: nameEquals ?? '' } },
      {
        title: `anyLastIf(${sessionName}, ${sessionName} != '')`,
        first: 'min(request_created_at)',
        last: 'max(request_created_at)',
        requests: 'count()',
        cost_nano: 'sum(cost)',
        prompt: 'sum(ifNull(prompt_tokens, 0))',
        completion: 'sum(ifNull(completion_tokens, 0))',
        mean_latency: 'avg(latency)',
        user_ids: `arraySort(groupUniqArrayIf(${usersAtMost})(user_id, user_id != ''))`,
      },
      { having: having.join(' AND '), orderBy: 'last DESC', limit, offset },
    );
    return rows.map(sessionOf);
  }
}

const iso = (time: Row[string] | undefined): string => new Date(fromDateTime64(String(time))).toISOString();

function sessionOf(row: Row): Session {
  const [prompt, completion] = [numberOf(row['prompt']), numberOf(row['completion'])];
  return {
    created_at: iso(row['first']),
    latest_request_created_at: iso(row['last']),
    session_id: String(row['id']),
    session_name: String(row['title']),
    total_cost: usdOf(row['cost_nano']),
    total_requests: numberOf(row['requests']),
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    avg_latency: numberOf(row['mean_latency']),
    user_ids: (Array.isArray(row['user_ids']) ? row['user_ids'] : []).map(String),
  };
}

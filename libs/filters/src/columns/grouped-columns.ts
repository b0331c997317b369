import {
  costScale,
  absentText,
  having,
  number,
  text,
  timestamp,
  type Columns,
  type Grouping,
} from './column.js';
import { requestId, uuid } from './identifier-columns.js';
import { isCacheHit } from './request-columns.js';

/** How rows are grouped for conditions on aggregates: the key, and which rows have one. */
export const groupings: Record<Grouping, { key: string; of: string; rows: string }> = {
  session: {
    key: 'session_id',
    of: 'session_id',
    rows: `session_id != ''`,
  },
  user: { key: 'user_id', of: 'user_id', rows: `user_id != ''` },
  // The row of the call that filled the cache, by the hits that name it.
  cache: { key: 'cache_reference_id', of: 'request_id', rows: isCacheHit },
};

const prompt = 'sum(ifNull(prompt_tokens, 0))';
const completion = 'sum(ifNull(completion_tokens, 0))';
const activeDays = 'uniqExact(toDate(request_created_at))';
const cost = number('sum(cost)', costScale);

const ofSession = (column: ReturnType<typeof number>) => having('session', column);
export const sessionColumns: Columns = {
  session_session_id: text('session_id'),
  session_session_name: text(`properties['Helicone-Session-Name']`),
  session_total_cost: ofSession(cost),
  session_total_tokens: ofSession(number(`${prompt} + ${completion}`)),
  session_prompt_tokens: ofSession(number(prompt)),
  session_completion_tokens: ofSession(number(completion)),
  session_total_requests: ofSession(number('count()')),
  session_created_at: ofSession(timestamp('min(request_created_at)')),
  session_latest_request_created_at: ofSession(timestamp('max(request_created_at)')),
  session_tag: absentText,
};

const ofUser = (column: ReturnType<typeof number>) => having('user', column);
/** Columns of a user's aggregates without their prefix: `user_metrics` has them so, `users_view` with `user_`. */
export const userMetricsColumns: Columns = {
  user_id: text('user_id'),
  active_for: ofUser(number(activeDays)),
  first_active: ofUser(timestamp('min(request_created_at)')),
  last_active: ofUser(timestamp('max(request_created_at)')),
  total_requests: ofUser(number('count()')),
  average_requests_per_day_active: ofUser(number(`count() / ${activeDays}`)),
  average_tokens_per_request: ofUser(number(`(${prompt} + ${completion}) / count()`)),
  total_completion_tokens: ofUser(number(completion)),
  total_prompt_tokens: ofUser(number(prompt)),
  cost: ofUser(cost),
};
export const usersViewColumns: Columns = Object.fromEntries(
  Object.entries(userMetricsColumns).map(([name, column]) => [`user_${name}`, column]),
);

const ofCache = (column: ReturnType<typeof number>) => having('cache', column);
/** What the response cache saved, by the call that filled it. */
export const cacheMetricsColumns: Columns = {
  organization_id: uuid('organization_id'),
  request_id: requestId,
  date: timestamp("toDateTime64(toDate(request_created_at), 3, 'UTC')"),
  hour: number('toHour(request_created_at)'),
  model: text('model'),
  cache_hit_count: ofCache(number('count()')),
  saved_latency_ms: ofCache(number('sum(ifNull(latency, 0))')),
  saved_completion_tokens: ofCache(number(completion)),
  saved_prompt_tokens: ofCache(number(prompt)),
  saved_completion_audio_tokens: ofCache(number('sum(completion_audio_tokens)')),
  saved_prompt_audio_tokens: ofCache(number('sum(prompt_audio_tokens)')),
  saved_prompt_cache_write_tokens: ofCache(number('sum(prompt_cache_write_tokens)')),
  saved_prompt_cache_read_tokens: ofCache(number('sum(prompt_cache_read_tokens)')),
  first_hit: ofCache(timestamp('min(request_created_at)')),
  last_hit: ofCache(timestamp('max(request_created_at)')),
  request_body: text('request_body', { textIndex: true }),
  response_body: text('response_body', { textIndex: true }),
};

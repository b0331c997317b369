/** Failures: HTTP's, and the log's own ones but for a client that went away (-3). */
export const isErrorSql = '(status >= 400 OR (status < 0 AND status != -3))';

/**
 * What `request_rollups` holds of an hour, and the SQL that makes it of rows: the builder and the readers of hours
 * without a build share it, so that both add up the same. Distinct values are HyperLogLog of 2^17 cells (0.3 %, exact
 * for few), quantiles are DDSketches (within 1 % of the value); both come out the same whether rows were added up in
 * one go or by hours.
 */
export const rollupColumns = {
  requests: 'count()',
  errors: `countIf(${isErrorSql})`,
  threats: 'countIf(threat = true)',
  cache_hits: `countIf(cache_reference_id != toUUID('00000000-0000-0000-0000-000000000000'))`,
  cost: 'sum(cost)',
  cost_saved: 'sum(cost_saved)',
  time_saved: 'sum(time_saved)',
  prompt: 'sum(ifNull(prompt_tokens, 0))',
  completion: 'sum(ifNull(completion_tokens, 0))',
  cache_read: 'sum(prompt_cache_read_tokens)',
  latency_sum: 'sum(ifNull(latency, 0))',
  latency_count: 'count(latency)',
  ttft_sum: 'sum(ifNull(time_to_first_token, 0))',
  ttft_count: 'count(time_to_first_token)',
  users: `uniqCombinedIfState(user_id, user_id != '')`,
  sessions: `uniqCombinedIfState(session_id, session_id != '')`,
  latencies: 'quantilesDDState(0.01, 0.5, 0.75, 0.95, 0.99)(toInt32(latency))',
  ttfts: 'quantilesDDState(0.01, 0.5, 0.75, 0.95, 0.99)(toInt32(time_to_first_token))',
} as const;

/** The same of `request_rollup_groups`: an hour's calls of one model, provider, … */
export const rollupGroupColumns = {
  requests: rollupColumns.requests,
  errors: rollupColumns.errors,
  cost: rollupColumns.cost,
  prompt: rollupColumns.prompt,
  completion: rollupColumns.completion,
  latency: 'quantileDDState(0.01, 0.5)(toInt32(latency))',
} as const;

/** What calls are grouped by, as text; null is empty. */
export const rollupDimensions = {
  model: 'toString(model)',
  provider: 'toString(provider)',
  status: 'toString(status)',
  country: `ifNull(toString(country_code), '')`,
  user: 'user_id',
} as const;
export type RollupDimension = keyof typeof rollupDimensions;

import { type RequestQuery } from '@heliostat/contracts';

export type OrderBy = { sql: string; params: Record<string, unknown> };

const columns: Record<string, string> = {
  created_at: 'request_created_at',
  cache_created_at: `if(cache_reference_id = toUUID('00000000-0000-0000-0000-000000000000'), NULL, request_created_at)`,
  latency: 'latency',
  last_active: 'request_created_at',
  total_tokens: 'ifNull(prompt_tokens, 0) + ifNull(completion_tokens, 0)',
  completion_tokens: 'completion_tokens',
  prompt_tokens: 'prompt_tokens',
  user_id: 'user_id',
  body_model: 'model',
  is_cached: `cache_reference_id != toUUID('00000000-0000-0000-0000-000000000000')`,
  request_prompt: 'request_body',
  response_text: 'response_body',
  cost: 'cost',
  time_to_first_token: 'time_to_first_token',
};

/** Equal rows keep one order, newest first, so that pages do not overlap. */
const newestFirst = 'request_created_at DESC, request_id DESC';

/**
 * The ORDER BY of a request query (RQ-08): the keys in the order they were sent, rows without a value last.
 * `values.<name>` sorts nothing: inputs of prompts are not kept with the call.
 */
export function requestOrder(sort: RequestQuery['sort'] = {}): OrderBy {
  const params: Record<string, unknown> = {};
  const terms: string[] = [];
  for (const [key, direction] of Object.entries(sort)) {
    if (direction === undefined) continue;
    if (key === 'random') terms.push('rand()');
    else if (key === 'properties')
      for (const [name, way] of Object.entries(direction as Record<string, 'asc' | 'desc'>)) {
        const param = `sort_${Object.keys(params).length}`;
        params[param] = name;
        terms.push(`properties[{${param}:String}] ${way === 'asc' ? 'ASC' : 'DESC'}`);
      }
    else {
      const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
      if (column) terms.push(`${column} ${direction === 'asc' ? 'ASC' : 'DESC'} NULLS LAST`);
    }
  }
  return { sql: [...terms, newestFirst].join(', '), params };
}

import type { Usage } from '@heliostat/contracts';
import type { Json } from '../../json/json-value.js';
import { defined } from '../wire/defined.js';

/** Usage in Anthropic's words; counts are disjoint in both. */
export function writeMessagesUsage(usage: Usage | undefined): Json {
  const short = usage?.cacheWrite5m ?? 0;
  const long = usage?.cacheWrite1h ?? 0;
  return defined({
    input_tokens: usage?.input ?? 0,
    cache_creation_input_tokens: short + long,
    cache_read_input_tokens: usage?.cacheRead ?? 0,
    cache_creation:
      short + long > 0 ? { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long } : undefined,
    output_tokens: usage?.output ?? 0,
    server_tool_use: usage?.webSearches ? { web_search_requests: usage.webSearches } : undefined,
  });
}

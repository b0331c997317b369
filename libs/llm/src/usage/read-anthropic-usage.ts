import type { Usage } from '@heliostat/contracts';
import { count, record, type Json } from '../json/json-value.js';
import { buildUsage } from './usage-builder.js';

/**
 * Anthropic's usage: `input_tokens` excludes cache reads and writes. Writes without a breakdown by lifetime are
 * five-minute ones, the default; so is what a breakdown leaves unexplained.
 */
export function readAnthropicUsage(raw: Json): Usage | null {
  const input = count(raw['input_tokens']);
  const output = count(raw['output_tokens']);
  if (input === undefined && output === undefined) return null;
  const breakdown = record(raw['cache_creation']);
  const written1h = count(breakdown['ephemeral_1h_input_tokens']) ?? 0;
  const written5m = count(breakdown['ephemeral_5m_input_tokens']) ?? 0;
  const written = Math.max(count(raw['cache_creation_input_tokens']) ?? 0, written1h + written5m);
  return buildUsage({
    input,
    output,
    cacheRead: count(raw['cache_read_input_tokens']),
    cacheWrite5m: written - written1h,
    cacheWrite1h: written1h,
    reasoning: count(record(raw['output_tokens_details'])['thinking_tokens']),
    webSearches: count(record(raw['server_tool_use'])['web_search_requests']),
  });
}

/** True for usage that only Anthropic's API words this way (OpenAI's Responses share `input_tokens`). */
export function isAnthropicUsage(raw: Json): boolean {
  if (raw['prompt_tokens'] !== undefined || raw['total_tokens'] !== undefined) return false;
  return (
    'cache_read_input_tokens' in raw ||
    'cache_creation_input_tokens' in raw ||
    'cache_creation' in raw ||
    'server_tool_use' in raw
  );
}

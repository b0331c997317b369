import type { Usage } from '@heliostat/contracts';
import { count, record, type Json } from '../json/json-value.js';
import { buildUsage } from './usage-builder.js';

/** USD as providers state it: OpenRouter's `cost` number (its upstream part when a user's own key paid), Perplexity's `cost.total_cost`. */
function statedCost(raw: Json): number | undefined {
  const cost = raw['cost'] ?? raw['total_cost'];
  const value = typeof cost === 'number' ? cost : record(cost)['total_cost'];
  if (typeof value !== 'number' || !(value >= 0) || value > 1e6) return undefined;
  const upstream = record(raw['cost_details'])['upstream_inference_cost'];
  const byok = raw['is_byok'] === true && typeof upstream === 'number' && upstream >= 0 && upstream <= 1e6;
  return byok ? value + upstream : value;
}

/**
 * Usage in OpenAI's words, as nearly everyone else speaks them too: chat (`prompt_tokens`), Responses, images and
 * transcription (`input_tokens`), embeddings (`total_tokens` alone counts as input). The prompt includes cached
 * tokens (and cache writes where named), the completion includes reasoning; where the stated total shows that it
 * does not (xAI), reasoning is added. Accepted predictions are already part of the completion.
 */
export function readOpenAiUsage(raw: Json, provider?: string): Usage | null {
  const prompt = count(raw['prompt_tokens']) ?? count(raw['input_tokens']);
  const completion = count(raw['completion_tokens']) ?? count(raw['output_tokens']);
  const total = count(raw['total_tokens']);
  if (prompt === undefined && completion === undefined && total === undefined) return null;

  const promptDetails = record(
    raw['prompt_tokens_details'] ?? raw['input_tokens_details'] ?? raw['input_token_details'],
  );
  const outputDetails = record(
    raw['completion_tokens_details'] ?? raw['output_tokens_details'] ?? raw['output_token_details'],
  );
  const reasoning = count(outputDetails['reasoning_tokens']) ?? count(raw['reasoning_tokens']) ?? 0;
  const cacheRead =
    count(promptDetails['cached_tokens']) ??
    count(raw['prompt_cache_hit_tokens']) ??
    count(raw['cached_tokens']) ??
    count(raw['num_cached_tokens']) ??
    count(raw['cache_read_input_tokens']) ??
    0;
  const cacheWrite =
    count(promptDetails['cache_write_tokens']) ??
    count(promptDetails['cache_creation_tokens']) ??
    count(raw['cache_creation_input_tokens']) ??
    0;

  const wholePrompt = prompt ?? Math.max(0, (total ?? 0) - (completion ?? 0));
  const miss = count(raw['prompt_cache_miss_tokens']);
  let output = completion ?? (prompt === undefined ? 0 : Math.max(0, (total ?? prompt) - prompt));
  const excluded =
    total === undefined
      ? provider === 'xai'
      : total === wholePrompt + output + reasoning && total !== wholePrompt + output;
  if (reasoning > 0 && excluded) output += reasoning;

  return buildUsage({
    input: miss ?? wholePrompt - cacheRead - cacheWrite,
    output,
    cacheRead: Math.min(cacheRead, wholePrompt),
    cacheWrite5m: cacheWrite,
    reasoning,
    inputAudio: count(promptDetails['audio_tokens']),
    inputImage: count(promptDetails['image_tokens']),
    outputAudio: count(outputDetails['audio_tokens']),
    outputImage: count(outputDetails['image_tokens']),
    webSearches: count(raw['num_sources_used']) ?? count(raw['num_search_queries']),
    providerCost: statedCost(raw),
  });
}

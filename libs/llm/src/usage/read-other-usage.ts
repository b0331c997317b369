import type { Usage } from '@heliostat/contracts';
import { count, isRecord, list, record, type Json } from '../json/json-value.js';
import { buildUsage } from './usage-builder.js';

/** Bedrock's Converse: `inputTokens` excludes cache reads and writes; `cacheDetails` splits writes by lifetime. */
export function readConverseUsage(raw: Json): Usage | null {
  const input = count(raw['inputTokens']) ?? count(raw['inputTokenCount']);
  const output = count(raw['outputTokens']) ?? count(raw['outputTokenCount']);
  if (input === undefined && output === undefined) return null;
  let written1h = 0;
  for (const entry of list(raw['cacheDetails'])) {
    const detail = record(entry);
    if (detail['ttl'] === '1h') written1h += count(detail['inputTokens']) ?? 0;
  }
  const written =
    count(raw['cacheWriteInputTokens']) ??
    count(raw['cacheWriteInputTokenCount']) ??
    count(raw['cacheWriteInputTokensCount']) ??
    0;
  return buildUsage({
    input,
    output,
    cacheRead:
      count(raw['cacheReadInputTokens']) ??
      count(raw['cacheReadInputTokenCount']) ??
      count(raw['cacheReadInputTokensCount']),
    cacheWrite5m: Math.max(0, written - written1h),
    cacheWrite1h: written1h,
  });
}

/** Cohere v2 `usage` and v1 `meta`: what it bills where stated (no search documents' overhead), else what it counted. */
export function readCohereUsage(raw: Json): Usage | null {
  const billed = record(raw['billed_units']);
  const tokens = record(raw['tokens']);
  const input = count(billed['input_tokens']) ?? count(tokens['input_tokens']);
  const output = count(billed['output_tokens']) ?? count(tokens['output_tokens']);
  if (input === undefined && output === undefined) return null;
  return buildUsage({ input, output });
}

/** Llama on Bedrock and the manual logger's alternative spelling. */
export function readGenerationUsage(raw: Json): Usage | null {
  const input = count(raw['prompt_token_count']);
  const output = count(raw['generation_token_count']);
  return input === undefined && output === undefined ? null : buildUsage({ input, output });
}

/** Amazon Titan on Bedrock. */
export function readTitanUsage(raw: Json): Usage | null {
  const input = count(raw['inputTextTokenCount']);
  if (input === undefined) return null;
  let output = 0;
  for (const result of list(raw['results'])) output += count(record(result)['tokenCount']) ?? 0;
  return buildUsage({ input, output });
}

/** Ollama's own API: counts at the top of the reply. */
export function readOllamaUsage(raw: Json): Usage | null {
  const input = count(raw['prompt_eval_count']);
  const output = count(raw['eval_count']);
  return input === undefined && output === undefined ? null : buildUsage({ input, output });
}

export function isCohereUsage(raw: Json): boolean {
  return isRecord(raw['billed_units']) || isRecord(raw['tokens']);
}

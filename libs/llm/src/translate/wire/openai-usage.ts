import type { Usage } from '@heliostat/contracts';
import { count, isRecord, record, type Json } from '../../json/json-value.js';
import { readUsageObject } from '../../usage/read-usage.js';
import { defined } from './defined.js';

/** Reads the usage object of a chat or Responses reply, writes of both lifetimes told apart where it says so. */
export function readOpenAiUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const usage = readUsageObject(value);
  if (!usage) return undefined;
  const details = record(value['prompt_tokens_details'] ?? value['input_tokens_details']);
  const written1h = count(record(details['cache_write_details'])['write_1h_tokens']) ?? 0;
  const written = usage.cacheWrite5m ?? 0;
  if (written1h === 0 || written1h > written) return usage;
  const { cacheWrite5m: _, ...others } = usage;
  const split: Usage = { ...others, cacheWrite1h: written1h };
  if (written > written1h) split.cacheWrite5m = written - written1h;
  return split;
}

function inputDetails(usage: Usage): Json {
  const write5m = usage.cacheWrite5m ?? 0;
  const write1h = usage.cacheWrite1h ?? 0;
  return defined({
    cached_tokens: usage.cacheRead ?? 0,
    audio_tokens: usage.inputAudio,
    image_tokens: usage.inputImage,
    cache_write_tokens: write5m + write1h > 0 ? write5m + write1h : undefined,
    cache_write_details:
      write5m + write1h > 0 ? { write_5m_tokens: write5m, write_1h_tokens: write1h } : undefined,
  });
}

function outputDetails(usage: Usage): Json {
  return defined({
    reasoning_tokens: usage.reasoning ?? 0,
    audio_tokens: usage.outputAudio,
    image_tokens: usage.outputImage,
  });
}

function totals(usage: Usage): { input: number; output: number } {
  const cached = (usage.cacheRead ?? 0) + (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0);
  return { input: usage.input + cached, output: usage.output };
}

/** Usage as a chat reply shows it: the prompt includes what was read from and written to a cache. */
export function writeChatUsage(usage: Usage): Json {
  const { input, output } = totals(usage);
  return defined({
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: inputDetails(usage),
    completion_tokens_details: outputDetails(usage),
    num_search_queries: usage.webSearches,
    cost: usage.providerCost,
  });
}

/** Usage as a Responses reply shows it. */
export function writeResponsesUsage(usage: Usage): Json {
  const { input, output } = totals(usage);
  return defined({
    input_tokens: input,
    input_tokens_details: inputDetails(usage),
    output_tokens: output,
    output_tokens_details: outputDetails(usage),
    total_tokens: input + output,
    num_search_queries: usage.webSearches,
    cost: usage.providerCost,
  });
}

import type { Usage } from '@heliostat/contracts';
import { isRecord, list, record, type Json } from '../json/json-value.js';
import { isAnthropicUsage, readAnthropicUsage } from './read-anthropic-usage.js';
import { readGeminiUsage } from './read-gemini-usage.js';
import { readOpenAiUsage } from './read-openai-usage.js';
import {
  isCohereUsage,
  readCohereUsage,
  readConverseUsage,
  readGenerationUsage,
  readOllamaUsage,
  readTitanUsage,
} from './read-other-usage.js';

/**
 * Reads a usage object by its own words, whoever sent it: a gateway may answer in any provider's shape.
 * @param provider registry id; matters only where two providers mean different things by the same words.
 * @returns null when the value holds no token count.
 */
export function readUsageObject(value: unknown, provider?: string): Usage | null {
  if (!isRecord(value)) return null;
  if (isCohereUsage(value)) return readCohereUsage(value);
  if (isAnthropicUsage(value)) return readAnthropicUsage(value);
  return (
    readOpenAiUsage(value, provider) ??
    readGeminiUsage(value) ??
    readConverseUsage(value) ??
    readGenerationUsage(value)
  );
}

/** Searches a reply ran that are billed by the call, where the usage object does not say. */
function searchesOf(reply: Json): number {
  let searches = 0;
  for (const entry of list(reply['output']))
    if (record(entry)['type'] === 'web_search_call') {
      const action = record(record(entry)['action'])['type'];
      // Opening a found page is not billed.
      if (action === undefined || action === 'search') searches += 1;
    }
  const model = reply['modelVersion'];
  for (const entry of list(reply['candidates'])) {
    const queries = list(record(record(entry)['groundingMetadata'])['webSearchQueries']).length;
    // Gemini 3 bills each query, earlier models each grounded prompt.
    if (queries > 0) searches += typeof model === 'string' && /^gemini-[12]/.test(model) ? 1 : queries;
  }
  return searches;
}

/**
 * Usage of a whole reply (or of the assembled reply of a stream, or of what a manual logger reports, LG-03):
 * looks where each format keeps it.
 */
export function readReplyUsage(reply: unknown, provider?: string): Usage | null {
  if (!isRecord(reply)) return null;
  const usage =
    readUsageObject(reply['usage'], provider) ??
    readUsageObject(reply['usageMetadata'], provider) ??
    readUsageObject(reply['usage_metadata'], provider) ??
    readUsageObject(record(reply['x_groq'])['usage'], provider) ??
    readUsageObject(reply['meta'], provider) ??
    readUsageObject(reply['amazon-bedrock-invocationMetrics'], provider) ??
    readGenerationUsage(reply) ??
    readOllamaUsage(reply) ??
    readTitanUsage(reply);
  if (!usage || usage.webSearches !== undefined) return usage;
  const webSearches = searchesOf(reply);
  return webSearches > 0 ? { ...usage, webSearches } : usage;
}

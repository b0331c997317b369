import type { Usage } from '@heliostat/contracts';
import { count, list, record, type Json } from '../json/json-value.js';
import { buildUsage } from './usage-builder.js';

function modal(details: unknown, modality: string): number {
  let sum = 0;
  for (const entry of list(details)) {
    const detail = record(entry);
    if (detail['modality'] === modality) sum += count(detail['tokenCount']) ?? 0;
  }
  return sum;
}

/**
 * Gemini's `usageMetadata`: the prompt includes cached content but not what tools put in, candidates exclude
 * thoughts (which are billed as output). Per-modality details of the prompt include the cached part.
 */
export function readGeminiUsage(raw: Json): Usage | null {
  const prompt = count(raw['promptTokenCount']);
  const candidates = count(raw['candidatesTokenCount']) ?? count(raw['responseTokenCount']);
  const total = count(raw['totalTokenCount']);
  if (prompt === undefined && candidates === undefined && total === undefined) return null;
  const thoughts = count(raw['thoughtsTokenCount']) ?? 0;
  const cached = count(raw['cachedContentTokenCount']) ?? 0;
  const tools = count(raw['toolUsePromptTokenCount']) ?? 0;
  const known = (prompt ?? 0) + tools + thoughts;
  const answer = candidates ?? Math.max(0, (total ?? known) - known);
  const promptDetails = raw['promptTokensDetails'];
  const cacheDetails = raw['cacheTokensDetails'];
  const outputDetails = raw['candidatesTokensDetails'] ?? raw['responseTokensDetails'];
  return buildUsage({
    input: Math.max(0, (prompt ?? 0) - cached) + tools,
    output: answer + thoughts,
    cacheRead: cached,
    reasoning: thoughts,
    inputAudio: Math.max(0, modal(promptDetails, 'AUDIO') - modal(cacheDetails, 'AUDIO')),
    inputImage: Math.max(0, modal(promptDetails, 'IMAGE') - modal(cacheDetails, 'IMAGE')),
    outputAudio: modal(outputDetails, 'AUDIO'),
    outputImage: modal(outputDetails, 'IMAGE'),
  });
}

import type { FinishReason } from '../conversation/reply.js';

const read: Record<string, FinishReason> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content_filter',
  RECITATION: 'content_filter',
  BLOCKLIST: 'content_filter',
  PROHIBITED_CONTENT: 'content_filter',
  SPII: 'content_filter',
  IMAGE_SAFETY: 'content_filter',
  IMAGE_PROHIBITED_CONTENT: 'content_filter',
  IMAGE_RECITATION: 'content_filter',
  MODEL_ARMOR: 'content_filter',
  MALFORMED_FUNCTION_CALL: 'error',
  UNEXPECTED_TOOL_CALL: 'error',
  MISSING_THOUGHT_SIGNATURE: 'error',
  TOO_MANY_TOOL_CALLS: 'error',
  MALFORMED_RESPONSE: 'error',
};

/** Reads `finishReason`. Gemini says `STOP` behind calls of functions too. */
export function readGeminiFinish(value: unknown, hasCalls: boolean): FinishReason {
  const reason = typeof value === 'string' && Object.hasOwn(read, value) ? read[value] : undefined;
  return reason === 'stop' && hasCalls ? 'tool_calls' : (reason ?? 'other');
}

const written: Record<FinishReason, string> = {
  stop: 'STOP',
  stop_sequence: 'STOP',
  length: 'MAX_TOKENS',
  tool_calls: 'STOP',
  content_filter: 'SAFETY',
  refusal: 'SAFETY',
  pause: 'STOP',
  error: 'OTHER',
  other: 'OTHER',
};

export const writeGeminiFinish = (reason: FinishReason): string => written[reason];

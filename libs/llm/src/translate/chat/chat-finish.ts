import type { FinishReason } from '../conversation/reply.js';

const read: Record<string, FinishReason> = {
  stop: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop_sequence',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  tool_use: 'tool_calls',
  content_filter: 'content_filter',
  refusal: 'refusal',
  error: 'error',
};

/**
 * Reads `finish_reason`. Several servers say `stop` behind calls of tools; a client must be told that calls wait.
 */
export function readFinish(value: unknown, hasCalls: boolean): FinishReason {
  const reason = typeof value === 'string' && Object.hasOwn(read, value) ? read[value] : undefined;
  if (hasCalls && (reason === undefined || reason === 'stop')) return 'tool_calls';
  return reason ?? 'other';
}

const written: Record<FinishReason, string> = {
  stop: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  tool_calls: 'tool_calls',
  content_filter: 'content_filter',
  refusal: 'content_filter',
  pause: 'stop',
  // Not OpenAI's own word, but the one that OpenRouter's clients know.
  error: 'error',
  other: 'stop',
};

/** `finish_reason` of a reply; the legacy word where the client used `functions`. */
export function writeFinish(reason: FinishReason, legacy: boolean): string {
  return legacy && reason === 'tool_calls' ? 'function_call' : written[reason];
}

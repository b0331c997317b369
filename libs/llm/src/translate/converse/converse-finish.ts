import type { FinishReason } from '../conversation/reply.js';

const read: Record<string, FinishReason> = {
  end_turn: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  stop_sequence: 'stop_sequence',
  guardrail_intervened: 'content_filter',
  content_filtered: 'content_filter',
  malformed_model_output: 'error',
  malformed_tool_use: 'error',
};

/** Reads `stopReason`. A call of the reserved JSON tool alone is an answer, not a call. */
export function readConverseFinish(value: unknown, hasCalls: boolean): FinishReason {
  const reason = typeof value === 'string' && Object.hasOwn(read, value) ? read[value] : undefined;
  if (reason === 'tool_calls' && !hasCalls) return 'stop';
  return reason ?? 'other';
}

const written: Record<FinishReason, string> = {
  stop: 'end_turn',
  stop_sequence: 'stop_sequence',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'content_filtered',
  refusal: 'content_filtered',
  pause: 'end_turn',
  error: 'malformed_model_output',
  other: 'end_turn',
};

export const writeConverseFinish = (reason: FinishReason): string => written[reason];

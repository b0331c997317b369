import type { FinishReason } from '../conversation/reply.js';

const read: Record<string, FinishReason> = {
  end_turn: 'stop',
  stop_sequence: 'stop_sequence',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'refusal',
  pause_turn: 'pause',
};

/** Reads `stop_reason`. A call of the reserved JSON tool alone is an answer, not a call. */
export function readStopReason(value: unknown, hasCalls: boolean): FinishReason {
  const reason = typeof value === 'string' && Object.hasOwn(read, value) ? read[value] : undefined;
  if (reason === 'tool_calls' && !hasCalls) return 'stop';
  return reason ?? 'other';
}

const written: Record<FinishReason, string> = {
  stop: 'end_turn',
  stop_sequence: 'stop_sequence',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
  refusal: 'refusal',
  pause: 'pause_turn',
  error: 'end_turn',
  other: 'end_turn',
};

export function writeStopReason(reason: FinishReason, stopSequence: string | undefined): string {
  // Anthropic's clients expect to be told which sequence it was.
  return reason === 'stop_sequence' && stopSequence === undefined ? 'end_turn' : written[reason];
}

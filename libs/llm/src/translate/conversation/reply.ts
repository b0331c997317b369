import type { Usage } from '@heliostat/contracts';
import type { Json } from '../../json/json-value.js';
import type { Part } from './message.js';

/** Why a reply ended. */
export type FinishReason =
  | 'stop'
  /** A stop sequence; which one is in `stopSequence`. */
  | 'stop_sequence'
  | 'length'
  | 'tool_calls'
  | 'content_filter'
  | 'refusal'
  /** The provider paused a long turn (Anthropic `pause_turn`). */
  | 'pause'
  | 'error'
  | 'other';

export type Choice = {
  index: number;
  parts: Part[];
  finish: FinishReason;
  stopSequence?: string;
  /** OpenAI's `logprobs` object of this choice. */
  logprobs?: Json;
};

/** One whole reply. */
export type ConversationReply = {
  id?: string;
  model?: string;
  /** Seconds since 1970. */
  created?: number;
  choices: Choice[];
  usage?: Usage;
  serviceTier?: string;
  systemFingerprint?: string;
};

/** A provider's refusal, in no provider's words. */
export type ConversationError = { message: string; type?: string; code?: string | number; param?: string };

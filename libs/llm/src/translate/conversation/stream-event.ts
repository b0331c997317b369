import type { Usage } from '@heliostat/contracts';
import type { Json } from '../../json/json-value.js';
import type { Citation, Media, Signer } from './message.js';
import type { ConversationError, FinishReason } from './reply.js';

/**
 * What happens while a reply streams. `choice` is the reply's number (0 nearly always), `part` numbers the parts of a
 * choice in the order of their beginning; a part's events are not mixed with those before it has begun. Readers emit
 * `part_start` before, and `part_end` after, a part's deltas.
 */
export type StreamEvent =
  | {
      type: 'start';
      id?: string;
      model?: string;
      created?: number;
      serviceTier?: string;
      systemFingerprint?: string;
    }
  | { type: 'part_start'; choice: number; part: number; kind: 'text' | 'thinking' | 'refusal'; id?: string }
  | {
      type: 'part_start';
      choice: number;
      part: number;
      kind: 'tool_call';
      id: string;
      name: string;
      custom?: boolean;
    }
  | { type: 'text'; choice: number; part: number; text: string; logprobs?: Json }
  | { type: 'thinking'; choice: number; part: number; text: string }
  | { type: 'signature'; choice: number; part: number; signature: string; signer?: Signer }
  | { type: 'redacted_thinking'; choice: number; part: number; data: string }
  | { type: 'refusal'; choice: number; part: number; text: string }
  | { type: 'arguments'; choice: number; part: number; json: string }
  | { type: 'citation'; choice: number; part: number; citation: Citation }
  | { type: 'image'; choice: number; part: number; media: Media }
  | { type: 'audio'; choice: number; part: number; value: Json }
  | { type: 'part_end'; choice: number; part: number }
  | { type: 'finish'; choice: number; reason: FinishReason; stopSequence?: string }
  | { type: 'usage'; usage: Usage }
  | { type: 'error'; error: ConversationError; status?: number }
  /** The provider said its last word. */
  | { type: 'end' };

import type { Json } from '../../json/json-value.js';
import type { CacheMark } from './request.js';

/** Bytes by value (base64) or by address. */
export type Media = { mediaType: string; data: string } | { url: string; mediaType?: string };

export type Citation = {
  /** Where in the text that it stands in, in characters, where known. */
  start?: number;
  end?: number;
  title?: string;
  url?: string;
  citedText?: string;
  /** The provider's own object, for clients that speak its format. */
  source?: { format: string; value: Json };
};

/**
 * Whose models can read a signature: one made by Anthropic's means nothing to Gemini's, and is refused by them.
 * Unknown, when absent.
 */
export type Signer = 'anthropic' | 'gemini' | 'openai';

/** One piece of a message. Order is kept. */
export type Part =
  | { type: 'text'; text: string; cache?: CacheMark; citations?: Citation[] }
  | { type: 'image'; media: Media; detail?: string; cache?: CacheMark }
  | { type: 'audio'; data: string; format: string }
  | {
      type: 'document';
      /** Text documents carry `text`; files bytes or an address; uploaded ones their id. */
      media?: Media;
      text?: string;
      fileId?: string;
      name?: string;
      title?: string;
      context?: string;
      citations?: boolean;
      cache?: CacheMark;
    }
  | { type: 'refusal'; text: string }
  /**
   * What the model thought. `signature` vouches for it in a later turn (Anthropic `signature`, Gemini
   * `thoughtSignature`, Responses `encrypted_content`); `redacted` is thinking that only the provider can read.
   */
  | { type: 'thinking'; text: string; signature?: string; redacted?: string; signer?: Signer; id?: string }
  | {
      type: 'tool_call';
      id: string;
      name: string;
      /** JSON text of the arguments, as the model wrote it. */
      arguments: string;
      /** Gemini's `thoughtSignature` of this part. */
      signature?: string;
      signer?: Signer;
      /** A custom tool of OpenAI's: `arguments` is free text, not JSON. */
      custom?: boolean;
      /** Of a chat message's own mark, where a call is the last thing in it. */
      cache?: CacheMark;
    }
  | {
      type: 'tool_result';
      callId: string;
      /** Name of the function, where the format gives it or an earlier call tells it. */
      name?: string;
      content: Part[];
      isError?: boolean;
      cache?: CacheMark;
    }
  /** Anything that only its own format knows; dropped and named elsewhere. */
  | { type: 'other'; source: string; value: Json };

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

export type Message = { role: Role; name?: string; parts: Part[] };

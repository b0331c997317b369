import type { Json } from '../json/json-value.js';
import type { ConversationError, ConversationReply } from './conversation/reply.js';
import type { Signer } from './conversation/message.js';
import type { ConversationRequest } from './conversation/request.js';
import type { StreamEvent } from './conversation/stream-event.js';

/** OpenAI chat completions, OpenAI responses, Anthropic messages, Gemini generateContent, Bedrock Converse. */
export type Format = 'chat' | 'responses' | 'messages' | 'gemini' | 'converse';

/** What is known about the target that a request is written for. */
export type TargetFacts = {
  /** Registry id of the provider: decides its deviations from the format. */
  provider: string;
  /** The provider's own id of the model. */
  model: string;
  /** Largest reply of the model, in tokens, where known: some formats must state one. */
  maxOutputTokens?: number;
  /** Parameters that the model takes, by OpenAI's names; all, when absent. */
  supported?: readonly string[];
  /** Parameters that the model refuses, by OpenAI's names. */
  unsupported?: readonly string[];
};

export type WrittenRequest = {
  body: Record<string, unknown>;
  /** Parameters of the client's request that the target cannot express, by the client's names, in order. */
  dropped: string[];
  /** Headers that the body needs (`anthropic-beta`), by lower-case name. */
  headers: Record<string, string>;
};

/** What a reply needs to know of its request. */
export type ReplyContext = {
  /** Used where the provider sent none: `chatcmpl-…`, `resp_…`, `msg_…` are made from it. */
  id: string;
  /** Shown where the provider names none. */
  model: string;
  /** Seconds since 1970. */
  created: number;
  /** The request in the client's words: a Responses reply repeats parts of it; a chat stream shows usage if asked. */
  request: Json;
  /** Whose signatures the reply carries, for clients that show it. */
  signer?: Signer;
};

export type StreamReader = {
  /** Events that are complete with this chunk; a chunk may end anywhere, within a character too. */
  push(chunk: Uint8Array): StreamEvent[];
  /** What is left when the connection ended; `end` is emitted exactly once, here or by `push`. */
  end(): StreamEvent[];
};

export type StreamWriter = {
  /** Server-sent events as text, empty when nothing is to be said yet. */
  write(events: readonly StreamEvent[]): string;
};

/** One format, in both directions. Every function is total: odd input gives the best reading, never an exception. */
export type Codec = {
  format: Format;
  readRequest(body: Json): ConversationRequest;
  writeRequest(request: ConversationRequest, target: TargetFacts): WrittenRequest;
  /**
   * Fits a request of this same format to a target: model, gateway keys and the provider's deviations change, all else
   * stays as the client sent it. Without it the model is replaced and the gateway's own keys are taken out.
   */
  adaptRequest?(body: Json, target: TargetFacts): WrittenRequest;
  readReply(body: Json): ConversationReply;
  writeReply(reply: ConversationReply, context: ReplyContext): Json;
  readError(status: number, body: unknown): ConversationError;
  writeError(status: number, error: ConversationError): Json;
  createStreamReader(): StreamReader;
  createStreamWriter(context: ReplyContext): StreamWriter;
};

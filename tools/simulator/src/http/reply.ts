import type { IncomingHttpHeaders } from 'node:http';
import type { Behaviour } from '../behaviour/behaviour.js';
import type { Presented } from '../credentials/credentials.js';
import type { Random } from '../text/random.js';

/** What a provider's handler sees of a request. */
export type Call = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Parsed JSON; the bytes, where the route is `raw`. */
  body: unknown;
  behaviour: Behaviour;
  random: Random;
  /** Epoch seconds stated in replies. */
  created: number;
  /** What calls left behind for later ones: files, batches. */
  kept: Map<string, unknown>;
  /** Whether this prompt prefix was cached by an earlier call; remembers it. */
  seenPrefix(prefix: string): boolean;
};

/** A whole reply, or the frames of a stream, in the order in which they are sent. */
export type Reply = {
  status: number;
  headers: Record<string, string>;
  /** Set when the same request may get another reply next time: it is not kept. */
  stateful?: boolean;
} & ({ body: string | Uint8Array } | { frames: readonly (string | Uint8Array)[] });

export const jsonReply = (status: number, value: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

export const streamReply = (
  frames: readonly (string | Uint8Array)[],
  headers: Record<string, string> = {},
): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  frames,
});

/** A provider's way of saying no; `status` decides the rest of the shape. */
export type ErrorShape = (
  status: number,
  message: string,
  extra?: { code?: string; param?: string },
) => Reply;

/** One door of one provider. */
export type Route = {
  method: string;
  /** Matched against the end of the path: OpenAI-compatible providers put prefixes before it. */
  pattern: RegExp;
  /** The body is not JSON. */
  raw?: boolean;
  /** Tells apart providers that share a path. */
  when?(headers: IncomingHttpHeaders): boolean;
  error: ErrorShape;
  /** The error a simulated status gives (`x-sim-status`). */
  failure(status: number, call: Call): Reply;
  /** An error reply when the key is missing or wrong. */
  authenticate(presented: Presented): Reply | null;
  /** An error's reply as one frame of a stream that has begun; an event with its body as data unless told. */
  streamFault?(reply: Reply): string | Uint8Array;
  /** Answers in the place of `handle`, by what was presented. */
  grant?(presented: Presented): Reply;
  handle(call: Call, match: RegExpExecArray): Reply;
};

import type { Json } from '../json/json-value.js';

/** Puts the events of one stream together into the reply that the provider would have sent without streaming. */
export type Assembler = {
  /** Takes one event's JSON; `name` is the SSE event name if there was one. */
  add(event: Json, name?: string): void;
  /** The reply as far as it went. */
  finish(): AssembledReply;
};

export type AssembledReply = {
  reply: Json;
  /** Whether the provider said that it was done; a cancelled stream did not. */
  complete: boolean;
  /** False where the stated usage is known not to be the final one. */
  usageFinal: boolean;
};

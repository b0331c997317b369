import type { Call } from './call.js';
import type { CallHead } from './call-head.js';

/** A reply that a stage gives itself. Chunks are written one by one, so that a stream is replayed as one. */
export type StageReply = {
  status: number;
  contentType: string;
  /** Of the chunks, where they are encoded. */
  contentEncoding?: string;
  /** Flat list of further names and values. */
  headers?: string[];
  chunks: readonly Uint8Array[];
  /** Words for the log where the reply is a refusal. */
  error?: string;
};

/**
 * One feature on the way of a call. Stages run in the order of the list in `stages.ts`, and only on calls that ask for
 * at least one of them; all others never come here.
 */
export type Stage = {
  /** As `Helicone-Degraded` names it: `cache`, `rate-limit`, `security` … */
  readonly name: string;
  /** Whether this call asks for it. Called on every call that takes the long way: no work, no promise. */
  wanted(head: CallHead): boolean;
  /**
   * Does its work before the provider is called. Answers itself by returning a reply, refuses by throwing a
   * `CodedError`, and otherwise changes the call (`body`, `facts`, reply headers) and returns undefined. A feature
   * whose store is away calls `call.degrade(name)` and returns, unless spending would go unbounded.
   */
  run(call: Call): Promise<StageReply | undefined> | StageReply | undefined;
};

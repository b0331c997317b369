import type { Usage } from '@heliostat/contracts';
import type { Exchange } from '../forward/exchange.js';
import type { CallFacts } from './call-facts.js';
import type { CallHead } from './call-head.js';

/** What became of a call, told once its record is complete. */
export type CallOutcome = {
  /** HTTP status of the reply, or a pseudo status. */
  status: number;
  /** Whether the client got the whole reply. */
  complete: boolean;
  contentType: string | undefined;
  contentEncoding: string | undefined;
  /** The reply as the client got it, in its chunks; undefined where it was too large to be kept. */
  chunks: readonly Uint8Array[] | undefined;
  /** Token usage, read from the provider's reply at the first asking; null where there is none. */
  usage(): Usage | null;
  /** Cost in nano-USD (1e-9), null where no price is known. */
  costNanoUsd(): bigint | null;
};

/** The client's JSON body, parsed once, or what stands in its place. */
export type JsonObject = Record<string, unknown>;

/** One call that takes the long way: its body is read whole before anything is sent. */
export class Call {
  /** Kept in the record. */
  readonly facts: CallFacts;
  /** Flat list of names and values that the reply carries, whoever gives it. */
  readonly replyHeaders: string[] = [];
  readonly degraded: string[] = [];
  private readonly endListeners: ((outcome: CallOutcome) => void)[] = [];
  private readonly closeListeners: (() => void)[] = [];
  private parsed: JsonObject | undefined | null = null;
  private changed = false;

  constructor(
    readonly exchange: Exchange,
    readonly head: CallHead,
    /** As the client sent it. */
    readonly originalBody: Buffer,
  ) {
    this.facts = exchange.facts ??= {};
  }

  get org(): string {
    return this.head.grant.org;
  }

  /** Request id, as the record has it. */
  get id(): string {
    return this.exchange.id;
  }

  /** The body as an object, parsed at the first asking; undefined where it is no JSON object. */
  get json(): JsonObject | undefined {
    if (this.parsed === null) this.parsed = parseObject(this.originalBody);
    return this.parsed;
  }

  /** Puts another body in the place of the client's, for all stages that follow and for the provider. */
  replaceJson(json: JsonObject): void {
    this.parsed = json;
    this.changed = true;
  }

  /** Whether a stage put another body in the client's place. */
  get bodyChanged(): boolean {
    return this.changed;
  }

  /** What goes to the provider: the client's bytes unless a stage changed them. */
  body(): Buffer {
    return this.changed ? Buffer.from(JSON.stringify(this.parsed)) : this.originalBody;
  }

  /** Adds a header to the reply. */
  reply(name: string, value: string): void {
    this.replyHeaders.push(name, value);
  }

  /** Says in `Helicone-Degraded` that a feature was asked for and skipped, because what it needs is away. */
  degrade(feature: string): void {
    if (!this.degraded.includes(feature)) this.degraded.push(feature);
  }

  /** Called once, when the record is complete: to settle, to store, to count. Must not throw. */
  onEnd(listener: (outcome: CallOutcome) => void): void {
    this.endListeners.push(listener);
  }

  /**
   * Called once, when what became of the call is decided and its record is not written yet: the last moment to add a
   * fact. Must not throw.
   */
  onClose(listener: () => void): void {
    this.closeListeners.push(listener);
  }

  /** For the exchange alone. A listener that throws all the same keeps neither the others nor the reply. */
  close(onFault: (error: unknown) => void): void {
    for (const listener of this.closeListeners) guarded(() => listener(), onFault);
  }

  /** For the exchange alone, as `close`. */
  end(outcome: CallOutcome, onFault: (error: unknown) => void): void {
    for (const listener of this.endListeners) guarded(() => listener(outcome), onFault);
  }

  get hasEndListeners(): boolean {
    return this.endListeners.length > 0;
  }
}

function guarded(work: () => void, onFault: (error: unknown) => void): void {
  try {
    work();
  } catch (error) {
    onFault(error);
  }
}

function parseObject(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

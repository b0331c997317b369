import type { CallFacts } from '../pipeline/call-facts.js';
import type { CallHead } from '../pipeline/call-head.js';
import type { CallOutcome, JsonObject } from '../pipeline/call.js';
import type { GuardedCall } from '../pipeline/guarded-call.js';

/** One reply of a realtime session, or one thing that was said in it, as limits and guards see a call. */
export class TurnCall implements GuardedCall {
  readonly facts: CallFacts = {};
  /** Flat list of names and values; heard where a session is opened or refused, and not within it. */
  readonly replyHeaders: string[] = [];
  /** Features that were asked for and skipped, heard there too. */
  readonly degraded: string[] = [];
  readonly exchange: { decided: boolean; providerId: string };
  private listeners: ((outcome: CallOutcome) => void)[] = [];

  constructor(
    readonly head: CallHead,
    readonly id: string,
    providerId: string,
    public json: JsonObject | undefined,
  ) {
    this.exchange = { decided: false, providerId };
  }

  get org(): string {
    return this.head.grant.org;
  }

  reply(name: string, value: string): void {
    this.replyHeaders.push(name, value);
  }

  degrade(feature: string): void {
    if (!this.degraded.includes(feature)) this.degraded.push(feature);
  }

  onEnd(listener: (outcome: CallOutcome) => void): void {
    this.listeners.push(listener);
  }

  /** Tells once what became of it. */
  end(outcome: CallOutcome): void {
    this.exchange.decided = true;
    const { listeners } = this;
    this.listeners = [];
    for (const listener of listeners) listener(outcome);
  }
}

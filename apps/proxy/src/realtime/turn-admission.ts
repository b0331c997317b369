import type { Usage } from '@heliostat/contracts';
import { costOf } from '@heliostat/models';
import type { Reservation } from '../credits/credit-ledger.js';
import type { CallFacts } from '../pipeline/call-facts.js';
import type { CallOutcome } from '../pipeline/call.js';
import type { TurnCall } from './turn-call.js';

/** What became of a reply. */
export type TurnOutcome = { status: number; model: string | undefined; usage: Usage | undefined };

const nothing: TurnOutcome = { status: 0, model: undefined, usage: undefined };

/** One reply that may be made: what it took of limits and credits, until its end says what it used. */
export class TurnAdmission {
  readonly facts: CallFacts;
  reservation: Reservation | undefined = undefined;
  /** `event_id` of the event that asked for it. */
  eventId: string | undefined = undefined;
  /** Where the provider began the reply by itself: until it is known whether it may. */
  ready: Promise<void> | undefined = undefined;
  /** Once its end is known: until it is charged. */
  charged: Promise<void> | undefined = undefined;

  constructor(
    readonly call: TurnCall,
    /** Epoch milliseconds; with the id, what names the reply's row and its charge. */
    readonly createdAt: number,
  ) {
    this.facts = call.facts;
  }

  get id(): string {
    return this.call.id;
  }

  /** Charges and counts what the reply used. */
  end(outcome: TurnOutcome): void {
    if (this.ready === undefined) this.settle(outcome);
    else void this.ready.then(() => this.settle(outcome));
  }

  /** The reply was never made. */
  giveBack(): void {
    this.end(nothing);
  }

  private settle(outcome: TurnOutcome): void {
    const cost = this.costOf(outcome);
    this.call.end(callOutcome(outcome, cost));
    this.charged = this.reservation?.settle(cost ?? 0n);
    this.reservation = undefined;
  }

  private costOf({ usage, model }: TurnOutcome): bigint | null {
    if (usage === undefined) return null;
    const { providerId } = this.call.exchange;
    const cost = costOf({ provider: providerId, model, usage, at: this.createdAt });
    return cost.known ? cost.nanoUsd : null;
  }
}

/** A reply's end as limits hear of a call's. */
export const callOutcome = ({ status, usage }: TurnOutcome, cost: bigint | null): CallOutcome => ({
  status,
  complete: true,
  contentType: undefined,
  contentEncoding: undefined,
  chunks: undefined,
  usage: () => usage ?? null,
  costNanoUsd: () => cost,
});

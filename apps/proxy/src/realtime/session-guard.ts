import type { Usage } from '@heliostat/contracts';
import { costOf } from '@heliostat/models';
import { CodedError, errorMessage, type Logger } from '@heliostat/platform';
import { isRefusal, type CreditLedger } from '../credits/credit-ledger.js';
import type { CallFacts } from '../pipeline/call-facts.js';
import type { CallHead } from '../pipeline/call-head.js';
import type { JsonObject } from '../pipeline/call.js';
import type { GuardStage } from '../pipeline/guarded-call.js';
import type { LimitStage } from '../rate-limits/rate-limit.stage.js';
import { ContextMeter } from './context-meter.js';
import { eventHead, isAudio, readEvent } from './realtime-event.js';
import { addUsage } from './add-usage.js';
import { callOutcome, TurnAdmission, type TurnOutcome } from './turn-admission.js';
import { TurnCall } from './turn-call.js';
import {
  creditFault,
  faultOf,
  guardFault,
  tooManyAsked,
  unpriced,
  type TurnFault,
  type TurnRefusal,
} from './turn-refusal.js';
import { makesTranscription, unpaidTranscription } from './unpaid-transcription.js';

export type SessionGuardDependencies = {
  limit: LimitStage;
  /** Guards of what users say. */
  screens: readonly GuardStage[];
  credits: CreditLedger;
  logger: Logger;
};

export type GuardedSession = {
  head: CallHead;
  providerId: string;
  model: string | undefined;
  /** The installation's key pays. */
  paid: boolean;
  /** And is paid from a balance. */
  limited: boolean;
  /** Ids of the session's rows. */
  nextId(): string;
  /** The provider began a reply by itself that may not be made. */
  onOverrun(refusal: TurnRefusal): void;
};

/** Why a session may not begin. */
export type SessionRefusal = {
  error: CodedError;
  /** Of its row. */
  id: string;
  facts: CallFacts;
  /** Flat list of names and values. */
  headers: string[];
};

export type HeardSpeech = { id: string; createdAt: number; model: string | undefined; usage: Usage };

/** Replies that a client may ask for before the first of them begins. */
const maxAsked = 16;
const responseCreate = Buffer.from('"response.create"');
const errorType = Buffer.from('"error"');

/**
 * Holds a realtime session to what its key may do: each reply is a call, which takes of the limits (RL-01) and sets
 * credits aside (CR-01) before it is made; what users say is screened where a header asks for it (SE-01, MO-01). A
 * session that nothing holds for pays a look at the beginning of each event that is no audio.
 */
export class SessionGuard {
  readonly meter = new ContextMeter();
  private readonly screens: readonly GuardStage[];
  /** The reply that the opening of the session was taken for. */
  private first: TurnCall | undefined = undefined;
  /** Asked for and let through, not begun; the oldest first. */
  private asked: TurnAdmission[] = [];
  /** Something was screened since the last reply, and passed. */
  private screened = false;
  /** The last reply that money was set aside for. */
  private lastPaid: TurnAdmission | undefined = undefined;
  private closed = false;
  /** What turns used of which nobody here decides. */
  private total: TurnOutcome | undefined = undefined;
  /** What the opening of the session tells: what is left of limits, and which of them could not be asked. */
  opening: Pick<TurnCall, 'replyHeaders' | 'degraded'> = { replyHeaders: [], degraded: [] };

  constructor(
    private readonly dependencies: SessionGuardDependencies,
    private readonly session: GuardedSession,
  ) {
    this.screens = dependencies.screens.filter((screen) => screen.wanted(session.head));
  }

  /**
   * Takes the first reply of the limits, so that no session begins that could have none. Resolves to what a call over
   * HTTP would be refused with, and to the headers that would go with it.
   */
  async open(): Promise<SessionRefusal | undefined> {
    if (!this.dependencies.limit.wanted(this.session.head)) return undefined;
    const call = this.newCall(undefined);
    try {
      await this.dependencies.limit.run(call);
    } catch (error) {
      if (error instanceof CodedError)
        return { error, id: call.id, facts: call.facts, headers: call.replyHeaders };
      throw error;
    }
    this.opening = call;
    if (this.closed) new TurnAdmission(call, 0).giveBack();
    else this.first = call;
    return undefined;
  }

  /** Looks at a client's event before it goes on. Never rejects. */
  check(event: Buffer): TurnRefusal | undefined | Promise<TurnRefusal | undefined> {
    const head = eventHead(event);
    const audio = isAudio(event);
    this.meter.hear(event.length, audio);
    if (audio) return undefined;
    const { limited } = this.session;
    if (this.screens.length === 0 && !limited && !(head.includes(responseCreate) && this.metered))
      return undefined;
    const json = readEvent(event);
    // What cannot be read is the provider's to refuse.
    if (json === undefined) return undefined;
    if (limited && makesTranscription(json))
      return refusal(this.newCall(undefined), faultOf(unpaidTranscription), json);
    if (json['type'] === 'response.create') return this.admit(json);
    if (json['type'] !== 'conversation.item.create' || this.screens.length === 0) return undefined;
    return this.screenItem(json);
  }

  /** The reply that begins now; undefined where nothing is to be said or counted of it. */
  begin(): TurnAdmission | undefined {
    const asked = this.asked.shift();
    const { screened } = this;
    this.screened = false;
    if (asked === undefined && !screened && !this.metered) return undefined;
    const admission = asked ?? this.overrun();
    if (screened) admission.facts.threat ??= false;
    return admission;
  }

  /** An event of the provider's while a reply is waited for: its refusal to make it. */
  hear(event: Buffer): void {
    if (this.asked.length === 0 || !eventHead(event).includes(errorType)) return;
    const { type, error } = readEvent(event) ?? {};
    if (type !== 'error' || typeof error !== 'object' || error === null) return;
    const { event_id: eventId, code } = error as JsonObject;
    let at = typeof eventId === 'string' ? this.asked.findIndex((turn) => turn.eventId === eventId) : -1;
    if (at < 0 && code === 'conversation_already_has_active_response') at = this.asked.length - 1;
    if (at >= 0) this.asked.splice(at, 1)[0]!.giveBack();
  }

  /** What a user said was written down, which the provider does by itself: it counts and is paid for afterwards. */
  transcribed({ id, createdAt, model, usage }: HeardSpeech): void {
    const { limited, providerId, head } = this.session;
    const { limit } = this.dependencies;
    const counted = limit.wanted(head);
    if (!counted && !limited) return;
    const { known, nanoUsd } = costOf({ provider: providerId, model, usage, at: createdAt });
    const call = new TurnCall(head, id, providerId, undefined);
    if (counted) void limit.count(call, callOutcome({ status: 200, model, usage }, known ? nanoUsd : null));
    if (limited && known && nanoUsd > 0n) this.charge(call, createdAt, nanoUsd);
  }

  /** A turn of a session that counts as one call: what it used is counted at the session's end. */
  used(model: string | undefined, usage: Usage | undefined): void {
    if (usage !== undefined) this.total = { status: 200, model, usage: addUsage(this.total?.usage, usage) };
  }

  /** Gives back what was taken for replies that will not be made. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const turn of this.asked.splice(0)) turn.giveBack();
    const { first } = this;
    this.first = undefined;
    if (first === undefined) return;
    const session = new TurnAdmission(first, Date.now());
    if (this.total === undefined) session.giveBack();
    else session.end(this.total);
  }

  /** Whether replies are counted or paid for. */
  private get metered(): boolean {
    return this.session.paid || this.first !== undefined || this.dependencies.limit.wanted(this.session.head);
  }

  private newCall(json: JsonObject | undefined): TurnCall {
    const { head, providerId, nextId } = this.session;
    return new TurnCall(head, nextId(), providerId, json);
  }

  /** Takes what a call cost that was never asked for; with nothing left the session ends. */
  private charge(call: TurnCall, createdAt: number, nanoUsd: bigint): void {
    const { org, id } = call;
    const charge = async () => {
      const result = await this.dependencies.credits.reserve({ org, id, createdAt }, nanoUsd);
      if (result === 'unlimited') return undefined;
      if (isRefusal(result)) return creditFault(result);
      await result.settle(nanoUsd);
      return undefined;
    };
    void this.asFault(charge).then((fault) => {
      if (fault !== undefined && !this.closed) this.session.onOverrun(refusal(call, fault, {}));
    });
  }

  private async screenItem(event: JsonObject): Promise<TurnRefusal | undefined> {
    const call = this.newCall({ input: [event['item']] });
    const fault = await this.screen(call);
    if (fault !== undefined) return refusal(call, fault, event);
    if (call.facts.threat === false) this.screened = true;
    return undefined;
  }

  private async admit(event: JsonObject): Promise<TurnRefusal | undefined> {
    const response = objectOf(event['response']);
    const input = response['input'];
    const taken = this.first;
    this.first = undefined;
    const said = Array.isArray(input) ? { input } : undefined;
    const call = taken ?? this.newCall(said);
    call.json = said;
    const turn = new TurnAdmission(call, Date.now());
    turn.eventId = eventIdOf(event);
    const fault =
      this.asked.length >= maxAsked
        ? tooManyAsked
        : ((taken === undefined ? await this.takeLimit(call) : undefined) ??
          (await this.screen(call)) ??
          (await this.pay(turn, maxOutputOf(response))));
    if (fault !== undefined) {
      turn.giveBack();
      return refusal(call, fault, event);
    }
    if (this.closed) turn.giveBack();
    else this.asked.push(turn);
    return undefined;
  }

  /** A reply that the provider began by itself, as it does when somebody stops speaking. */
  private overrun(): TurnAdmission {
    const taken = this.first;
    this.first = undefined;
    const call = taken ?? this.newCall(undefined);
    const turn = new TurnAdmission(call, Date.now());
    const check = async () => {
      const fault =
        (taken === undefined ? await this.takeLimit(call) : undefined) ?? (await this.pay(turn, undefined));
      if (fault !== undefined && !this.closed) this.session.onOverrun(refusal(call, fault, {}));
    };
    if (this.metered || taken !== undefined) turn.ready = check();
    return turn;
  }

  private async takeLimit(call: TurnCall): Promise<TurnFault | undefined> {
    const { limit } = this.dependencies;
    if (!limit.wanted(call.head)) return undefined;
    return this.asFault(async () => void (await limit.run(call)));
  }

  private async screen(call: TurnCall): Promise<TurnFault | undefined> {
    if (call.json === undefined) return undefined;
    for (const stage of this.screens) {
      const fault = await this.asFault(async () => {
        const reply = await stage.run(call);
        return reply && guardFault(reply);
      });
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  private async pay(turn: TurnAdmission, maxOutput: number | undefined): Promise<TurnFault | undefined> {
    const { paid, model, providerId, head } = this.session;
    if (!paid) return undefined;
    const most = this.meter.mostCost(providerId, model, maxOutput);
    const call = { org: head.grant.org, id: turn.id, createdAt: turn.createdAt };
    return this.asFault(async () => {
      // Near the end of a balance what the last reply set aside would stand in the way of this one.
      await this.lastPaid?.charged;
      const result = await this.dependencies.credits.reserve(call, most ?? 1n);
      if (result === 'unlimited') return undefined;
      if (isRefusal(result)) return creditFault(result);
      turn.reservation = result;
      this.lastPaid = turn;
      return most === null ? unpriced(model) : undefined;
    });
  }

  private async asFault(run: () => Promise<TurnFault | undefined>): Promise<TurnFault | undefined> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof CodedError))
        this.dependencies.logger.error(
          { error: errorMessage(error) },
          'a realtime event could not be checked',
        );
      return faultOf(error);
    }
  }
}

const refusal = (call: TurnCall, fault: TurnFault, event: JsonObject): TurnRefusal => ({
  ...fault,
  id: call.id,
  createdAt: Date.now(),
  facts: call.facts,
  eventId: eventIdOf(event),
});

const eventIdOf = (event: JsonObject): string | undefined =>
  typeof event['event_id'] === 'string' ? event['event_id'] : undefined;

const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {};

function maxOutputOf(response: JsonObject): number | undefined {
  for (const name of ['max_output_tokens', 'max_response_output_tokens']) {
    const value = response[name];
    if (typeof value === 'number' && value > 0) return value;
  }
  return undefined;
}

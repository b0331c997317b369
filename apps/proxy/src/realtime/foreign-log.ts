import { performance } from 'node:perf_hooks';
import { pseudoStatus } from '@heliostat/contracts';
import type { Spool } from '../spool/spool.js';
import { KeptEvents } from './kept-events.js';
import { LiveTurn, liveModel, saysNothing } from './live-turn.js';
import { readEvent } from './realtime-event.js';
import type { SessionGuard } from './session-guard.js';
import { requestBody, type SessionLog, type TurnLog } from './turn-log.js';
import { TurnRecord, type Turn, type TurnContext } from './turn-record.js';

const complete = 'The session ended before the reply was complete.';

/**
 * Sessions of other APIs than OpenAI's. Those of Gemini Live become one record a turn, with its usage; of what nobody
 * here reads, one record a session has the text of both sides. Frames that are no text are in neither.
 */
export class ForeignLog implements SessionLog {
  private readonly said: KeptEvents;
  private readonly heard: KeptEvents;
  private readonly openedAt = Date.now();
  private readonly openedClock = performance.now();
  private turn: LiveTurn | undefined = undefined;

  constructor(
    private readonly spool: Pick<Spool, 'enqueue'>,
    private readonly context: TurnContext,
    private model: string | undefined,
    private readonly live: boolean,
    private readonly maxBytes: number,
    private readonly guard: Pick<SessionGuard, 'used'>,
    private readonly nextId: () => string,
    /** Tells of refusals, which are the same whatever is spoken. */
    private readonly refusals: Pick<TurnLog, 'refused' | 'rejected'>,
    private readonly onLost: () => void,
  ) {
    this.said = new KeptEvents(context.org, maxBytes);
    this.heard = new KeptEvents(context.org, maxBytes);
  }

  refused(...told: Parameters<TurnLog['refused']>): void {
    this.refusals.refused(...told);
  }

  rejected(...told: Parameters<TurnLog['rejected']>): void {
    this.refusals.rejected(...told);
  }

  fromClient(event: Buffer): void {
    if (this.live) {
      if (saysNothing(event)) return;
      this.model = liveModel(event) ?? this.model;
    }
    this.said.add(event);
  }

  /** True where it ends a turn, as `TurnLog` has it. */
  fromProvider(event: Buffer, release: () => void): boolean {
    if (!this.live) {
      this.heard.add(event);
      return false;
    }
    const message = readEvent(event);
    if (message === undefined) return false;
    this.turn ??= LiveTurn.begins(message) ? new LiveTurn(this.context.org, this.maxBytes) : undefined;
    if (this.turn?.add(message) !== true) return false;
    this.write(this.turn, this.turn.interrupted ? pseudoStatus.clientCancelled : 200, undefined, release);
    return true;
  }

  end(byClient: boolean): void {
    const { turn, live } = this;
    const status = byClient ? pseudoStatus.clientCancelled : pseudoStatus.other;
    if (turn !== undefined) this.write(turn, status, complete, () => {});
    else if (!live) this.writeSession();
    this.said.clear();
    this.heard.clear();
  }

  private write(turn: LiveTurn, status: number, error: string | undefined, release: () => void): void {
    const { model } = this;
    const usage = turn.usage;
    this.guard.used(model, usage);
    const { createdAt, latencyMs, ttftMs } = turn;
    const request = requestBody(model, this.said.json);
    const response = turn.body(model);
    const truncated = this.said.truncated || turn.truncated;
    const told = { createdAt, latencyMs, ttftMs, status, model, usage, error, request, response, truncated };
    this.record({ ...told, bodyProvider: 'google-ai-studio' }, release);
    this.said.clear();
    turn.close();
    this.turn = undefined;
  }

  private writeSession(): void {
    const { model, said, heard } = this;
    this.record(
      {
        createdAt: this.openedAt,
        latencyMs: performance.now() - this.openedClock,
        ttftMs: null,
        status: 200,
        model,
        usage: undefined,
        error: undefined,
        request: requestBody(model, said.json),
        response: Buffer.from(`{"events":${heard.json}}`),
        truncated: said.truncated || heard.truncated,
      },
      () => {},
    );
  }

  private record(turn: Omit<Turn, 'id' | 'facts'>, release: () => void): void {
    const settle = (kept: boolean) => {
      release();
      if (!kept) this.onLost();
    };
    const whole = { ...turn, id: this.nextId(), facts: undefined };
    this.spool.enqueue(new TurnRecord(this.context, whole, settle));
  }
}

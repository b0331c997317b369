import { performance } from 'node:perf_hooks';
import { pseudoStatus } from '@heliostat/contracts';
import { readUsageObject } from '@heliostat/llm';
import { uuidV7 } from '../identity/uuid-v7.js';
import type { CallFacts } from '../pipeline/call-facts.js';
import type { Spool } from '../spool/spool.js';
import { KeptEvents, oneEvent } from './kept-events.js';
import { eventHead, isAudio } from './realtime-event.js';
import type { SessionGuard } from './session-guard.js';
import { readTranscription, transcriptionModel } from './transcription.js';
import type { TurnAdmission } from './turn-admission.js';
import { errorEvent, type TurnRefusal } from './turn-refusal.js';
import { TurnRecord, type Turn, type TurnContext } from './turn-record.js';

const created = Buffer.from('"response.created"');
const done = Buffer.from('"response.done"');
const delta = Buffer.from('.delta"');
const audio = Buffer.from('audio');

type Response = {
  status?: unknown;
  usage?: unknown;
  model?: unknown;
  status_details?: { error?: { message?: unknown } };
};

/** What a session tells of itself, and may be told. */
export type SessionLog = Pick<TurnLog, 'fromClient' | 'fromProvider' | 'end' | 'refused' | 'rejected'>;

/**
 * Turns the events of a realtime session into one record a reply: what the client said since the last one (audio left
 * out), and the reply as `response.done` tells it, with its usage.
 */
export class TurnLog {
  /** What the client said since the last reply. */
  private readonly said: KeptEvents;
  private startedAt = 0;
  private startedClock = 0;
  private firstDelta = 0;
  /** What writes down what users say. */
  private listener: string | undefined = undefined;
  /** What the reply under way took of limits and credits. */
  private admission: TurnAdmission | undefined = undefined;

  constructor(
    private readonly spool: Pick<Spool, 'enqueue'>,
    private readonly context: TurnContext,
    /** From the URL; what a reply says beats it. */
    private readonly model: string | undefined,
    private readonly maxBytes: number,
    private readonly guard: SessionGuard,
    private readonly nextId: () => string,
    /** A reply was not taken into the log. */
    private readonly onLost: () => void,
  ) {
    this.said = new KeptEvents(context.org, maxBytes);
  }

  /** An event of the client's. */
  fromClient(event: Buffer): void {
    if (!isAudio(event)) this.said.add(event);
  }

  /**
   * An event of the provider's. True where it ends a reply, or is what a user said, written down: `release` is called
   * once that is in the log, and the event must not reach the client before.
   */
  fromProvider(event: Buffer, release: () => void): boolean {
    const start = eventHead(event);
    this.guard.hear(event);
    if (this.startedAt === 0) {
      if (start.includes(created)) this.start();
    } else if ((this.firstDelta === 0 || this.admission !== undefined) && start.includes(delta)) {
      if (this.firstDelta === 0) this.firstDelta = performance.now();
      this.guard.meter.write(event.length, start.includes(audio));
    }
    this.listener = transcriptionModel(event) ?? this.listener;
    if (!start.includes(done)) return this.transcribed(event, release);
    const response = readDone(event);
    if (response === undefined) return false;
    if (this.startedAt === 0) this.start();
    this.write(statusOf(response), response, errorOf(response), release);
    return true;
  }

  /** OpenAI bills what a user said apart from replies, by the model that wrote it down: a row of its own. */
  private transcribed(event: Buffer, release: () => void): boolean {
    const model = this.listener;
    const usage = readTranscription(event, model);
    if (usage === undefined) return false;
    const createdAt = Date.now();
    // The id that a client chose is its first reply's.
    const id = uuidV7(createdAt);
    const request = requestBody(model, '[]');
    // A copy: the event is a part of what the socket read.
    const response = Buffer.from(event);
    const error = undefined;
    this.record(
      {
        ...this.untimed(createdAt),
        id,
        status: 200,
        model,
        usage,
        error,
        facts: undefined,
        request,
        response,
      },
      release,
    );
    this.guard.transcribed({ id, createdAt, model, usage });
    return true;
  }

  /** The session ended; a reply that was under way is logged as it is. */
  end(byClient: boolean, error?: string): void {
    if (this.startedAt === 0 && error === undefined) return this.said.clear();
    if (this.startedAt === 0) this.start();
    const status = byClient ? pseudoStatus.clientCancelled : pseudoStatus.other;
    this.write(status, undefined, error ?? 'The session ended before the reply was complete.', () => {});
  }

  /** The session was refused, by the provider or by us. */
  refused(status: number, body: Buffer, error: string, by?: { id: string; facts: CallFacts }): void {
    const { model } = this;
    const request = requestBody(model, '[]');
    const { id = this.nextId(), facts } = by ?? {};
    this.record({ ...this.untimed(Date.now()), id, status, model, error, facts, request, response: body });
  }

  /** What a client said or asked for was not passed on; what was said before belongs to the reply that may still come. */
  rejected(refusal: TurnRefusal, event: Buffer): void {
    const { id, createdAt, status, message: error, facts } = refusal;
    const { model } = this;
    const request = requestBody(model, oneEvent(event, this.maxBytes));
    this.record({
      ...this.untimed(createdAt),
      id,
      status,
      model,
      error,
      facts,
      request,
      response: errorEvent(refusal),
    });
  }

  private untimed(
    createdAt: number,
  ): Pick<Turn, 'createdAt' | 'latencyMs' | 'ttftMs' | 'usage' | 'truncated'> {
    return { createdAt, latencyMs: 0, ttftMs: null, usage: undefined, truncated: false };
  }

  private start(): void {
    this.admission = this.guard.begin();
    this.startedAt = this.admission?.createdAt ?? Date.now();
    this.startedClock = performance.now();
  }

  private write(
    status: number,
    reply: Response | undefined,
    error: string | undefined,
    release: () => void,
  ): void {
    const { admission, guard } = this;
    const model = typeof reply?.model === 'string' ? reply.model : this.model;
    const stated = readUsageObject(reply?.usage, 'openai') ?? undefined;
    // A reply that was cut tells no usage, and the provider made it all the same.
    const usage =
      stated ?? (reply === undefined && admission !== undefined ? guard.meter.estimate() : undefined);
    guard.meter.settle(stated);
    this.record(
      {
        id: admission?.id ?? this.nextId(),
        createdAt: this.startedAt,
        latencyMs: performance.now() - this.startedClock,
        ttftMs: this.firstDelta === 0 ? null : this.firstDelta - this.startedClock,
        status,
        model,
        usage,
        error,
        facts: admission?.facts,
        request: requestBody(model, this.said.json),
        response: Buffer.from(reply === undefined ? '' : toText(reply)),
        truncated: this.said.truncated,
      },
      release,
    );
    this.admission = undefined;
    this.said.clear();
    this.startedAt = 0;
    this.firstDelta = 0;
    admission?.end({ status, model, usage });
  }

  private record(turn: Turn, release: () => void = () => {}): void {
    const settle = (kept: boolean) => {
      release();
      if (!kept) this.onLost();
    };
    this.spool.enqueue(new TurnRecord(this.context, turn, settle));
  }
}

/** A session's row: its model, and a list of events in JSON. */
export const requestBody = (model: string | undefined, events: string): Buffer =>
  Buffer.from(`{"model":${JSON.stringify(model ?? null)},"events":${events}}`);

/** What is nested beyond the stack can be read, and not be written again. */
function toText(reply: Response): string {
  try {
    return JSON.stringify(reply);
  } catch {
    return '{"error":"The reply is nested too deeply to be kept."}';
  }
}

function readDone(event: Buffer): Response | undefined {
  try {
    const value = JSON.parse(event.toString()) as { type?: unknown; response?: unknown };
    if (value.type !== 'response.done') return undefined;
    return typeof value.response === 'object' && value.response !== null ? (value.response as Response) : {};
  } catch {
    return undefined;
  }
}

function statusOf({ status }: Response): number {
  if (status === 'cancelled') return pseudoStatus.clientCancelled;
  return status === 'failed' ? 500 : 200;
}

function errorOf({ status_details: details }: Response): string | undefined {
  const message = details?.error?.message;
  return typeof message === 'string' ? message : undefined;
}

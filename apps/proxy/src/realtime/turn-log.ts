import { performance } from 'node:perf_hooks';
import { pseudoStatus } from '@heliostat/contracts';
import { readUsageObject } from '@heliostat/llm';
import type { Spool } from '../spool/spool.js';
import { uuidV7 } from '../identity/uuid-v7.js';
import { TurnRecord, type Turn, type TurnContext } from './turn-record.js';

const created = Buffer.from('"response.created"');
const done = Buffer.from('"response.done"');
const delta = Buffer.from('.delta"');
const audioAppend = Buffer.from('"input_audio_buffer.append"');
/** An event says what it is near its beginning. */
const typeBytes = 512;

type Response = {
  status?: unknown;
  usage?: unknown;
  model?: unknown;
  status_details?: { error?: { message?: unknown } };
};

/**
 * Turns the events of a realtime session into one record a reply: what the client said since the last one (audio left
 * out), and the reply as `response.done` tells it, with its usage.
 */
export class TurnLog {
  private said: Buffer[] = [];
  private saidBytes = 0;
  private truncated = false;
  private startedAt = 0;
  private startedClock = 0;
  private firstDelta = 0;

  constructor(
    private readonly spool: Pick<Spool, 'enqueue'>,
    private readonly context: TurnContext,
    /** From the URL; what a reply says beats it. */
    private readonly model: string | undefined,
    private readonly maxBytes: number,
    private firstId: string | undefined,
  ) {}

  /** An event of the client's. */
  fromClient(event: Buffer): void {
    if (head(event).includes(audioAppend)) return;
    if (this.saidBytes + event.length > this.maxBytes) return void (this.truncated = true);
    this.said.push(event);
    this.saidBytes += event.length;
  }

  /**
   * An event of the provider's. True where it ends a reply: `release` is called once that is in the log, and the event
   * must not reach the client before.
   */
  fromProvider(event: Buffer, release: () => void): boolean {
    const start = head(event);
    if (this.startedAt === 0) {
      if (start.includes(created)) this.start();
    } else if (this.firstDelta === 0 && start.includes(delta)) this.firstDelta = performance.now();
    if (!start.includes(done)) return false;
    const response = readDone(event);
    if (response === undefined) return false;
    if (this.startedAt === 0) this.start();
    this.write(statusOf(response), response, errorOf(response), release);
    return true;
  }

  /** The session ended; a reply that was under way is logged as it is. */
  end(byClient: boolean, error?: string): void {
    if (this.startedAt === 0 && error === undefined) return;
    if (this.startedAt === 0) this.start();
    const status = byClient ? pseudoStatus.clientCancelled : pseudoStatus.other;
    this.write(status, undefined, error ?? 'The session ended before the reply was complete.', () => {});
  }

  /** The provider refused the session. */
  refused(status: number, body: Buffer, error: string): void {
    this.start();
    this.write(status, body, error, () => {});
  }

  private start(): void {
    this.startedAt = Date.now();
    this.startedClock = performance.now();
  }

  private write(
    status: number,
    response: Response | Buffer | undefined,
    error: string | undefined,
    release: () => void,
  ): void {
    const reply = Buffer.isBuffer(response) ? undefined : response;
    const model = typeof reply?.model === 'string' ? reply.model : this.model;
    const turn: Turn = {
      id: this.firstId ?? uuidV7(),
      createdAt: this.startedAt,
      latencyMs: performance.now() - this.startedClock,
      ttftMs: this.firstDelta === 0 ? null : this.firstDelta - this.startedClock,
      status,
      model,
      usage: readUsageObject(reply?.usage, 'openai') ?? undefined,
      error,
      request: this.requestBody(model),
      response: Buffer.isBuffer(response)
        ? response
        : Buffer.from(reply === undefined ? '' : JSON.stringify(reply)),
      truncated: this.truncated,
    };
    this.firstId = undefined;
    this.said = [];
    this.saidBytes = 0;
    this.truncated = false;
    this.startedAt = 0;
    this.firstDelta = 0;
    this.spool.enqueue(new TurnRecord(this.context, turn, release));
  }

  private requestBody(model: string | undefined): Buffer {
    const events = this.said.map((event) => event.toString()).join(',');
    return Buffer.from(`{"model":${JSON.stringify(model ?? null)},"events":[${events}]}`);
  }
}

const head = (event: Buffer): Buffer => event.subarray(0, typeBytes);

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

import { performance } from 'node:perf_hooks';
import type { Usage } from '@heliostat/contracts';
import { readUsageObject } from '@heliostat/llm';
import type { JsonObject } from '../pipeline/call.js';
import type { FairShare } from '../fairness/fair-bytes.js';
import { keptBytes } from './kept-events.js';
import { eventHead, readEvent } from './realtime-event.js';

const setup = Buffer.from('"setup"');
const realtimeInput = [Buffer.from('"realtimeInput"'), Buffer.from('"realtime_input"')];

/** The model that a client's first message asks for: the last part of `models/…` or `projects/…/models/…`. */
export function liveModel(event: Buffer): string | undefined {
  if (!eventHead(event).includes(setup)) return undefined;
  const { model } = objectOf(readEvent(event)?.['setup']);
  return typeof model === 'string' ? model.slice(model.lastIndexOf('/') + 1) : undefined;
}

/** Whether a client's message brings audio or pictures alone, as most of them do. */
export function saysNothing(event: Buffer): boolean {
  const head = eventHead(event);
  if (!realtimeInput.some((name) => head.includes(name))) return false;
  const message = readEvent(event) ?? {};
  const input = message['realtimeInput'] ?? message['realtime_input'];
  return typeof input === 'object' && input !== null && typeof objectOf(input)['text'] !== 'string';
}

/** A turn of a Gemini Live session (`BidiGenerateContent`), put together from its messages. */
export class LiveTurn {
  readonly createdAt = Date.now();
  interrupted = false;
  truncated = false;
  usage: Usage | undefined = undefined;
  private readonly startedClock = performance.now();
  private firstWord = 0;
  private stated: unknown = undefined;
  private text = '';
  private spoken = '';
  private calls: JsonObject[] = [];
  private bytes = 0;
  private readonly share: FairShare;

  constructor(
    org: string,
    private readonly maxBytes: number,
  ) {
    this.share = keptBytes.open(org);
  }

  /** Gives back what it was allowed to keep. */
  close(): void {
    this.share.close();
  }

  /** Whether a message belongs to a turn: others tell of the session. */
  static begins(message: JsonObject): boolean {
    return message['serverContent'] !== undefined || message['toolCall'] !== undefined;
  }

  get latencyMs(): number {
    return performance.now() - this.startedClock;
  }

  get ttftMs(): number | null {
    return this.firstWord === 0 ? null : this.firstWord - this.startedClock;
  }

  /** True where the message ends the turn. */
  add(message: JsonObject): boolean {
    const content = objectOf(message['serverContent']);
    const parts = listOf(objectOf(content['modelTurn'])['parts']);
    if (this.firstWord === 0 && parts.length > 0) this.firstWord = performance.now();
    for (const part of parts) this.text += this.kept(objectOf(part)['text']);
    this.spoken += this.kept(objectOf(content['outputTranscription'])['text']);
    for (const call of listOf(objectOf(message['toolCall'])['functionCalls'])) this.addCall(objectOf(call));
    const usage = message['usageMetadata'];
    const read = readUsageObject(usage, 'google-ai-studio');
    if (read !== null) {
      this.usage = read;
      this.stated = written(usage) === undefined ? undefined : usage;
    }
    if (content['interrupted'] === true) this.interrupted = true;
    return content['turnComplete'] === true;
  }

  /** As a reply of Gemini's `generateContent`. */
  body(model: string | undefined): Buffer {
    const text = this.text + this.spoken;
    const parts = [
      ...(text === '' ? [] : [{ text }]),
      ...this.calls.map((functionCall) => ({ functionCall })),
    ];
    const reply = {
      candidates: [{ index: 0, content: { role: 'model', parts } }],
      usageMetadata: this.stated,
      modelVersion: model,
    };
    return Buffer.from(written(reply) ?? '{"candidates":[]}');
  }

  private kept(text: unknown): string {
    if (typeof text !== 'string') return '';
    this.bytes += text.length;
    if (this.bytes <= this.maxBytes && this.share.take(text.length)) return text;
    this.truncated = true;
    return '';
  }

  private addCall(call: JsonObject): void {
    const text = written(call);
    if (text === undefined) this.truncated = true;
    else if (this.kept(text) !== '') this.calls.push(call);
  }
}

/** What is nested beyond the stack can be read, and not be written again: undefined. */
function written(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

import { codecOf, hiddenFault, type Format } from '@heliostat/llm';
import type { ReplyFault } from './attempt.js';
import {
  firstData,
  maxOpeningBytes,
  openingOfJson,
  openingOfStream,
  openingOfUnknown,
  type Opening,
} from './reply-opening.js';

/** What a suspect may hold back before it is taken for a reply. */
const maxSuspectBytes = 1024 * 1024;
/** Each look reads all that came so far; who sends a line at a time, and so many that say nothing, is believed. */
const maxLooks = 64;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** By the content type: a stream, JSON, or nothing that one could go by. */
export type OpeningKind = 'stream' | 'json' | 'unknown';

/** The beginning of a 2xx reply in the client's own format, until it is known whether it is one. */
export class OwnOpening {
  private suspect = false;
  private looks = 0;

  constructor(
    private readonly kind: OpeningKind,
    private readonly format: Format,
  ) {}

  /**
   * What all that came so far says: that it may pass, that it is one piece of JSON where a stream was asked for, or the
   * error that it is. Undefined where it says nothing yet; never with `ended`.
   */
  look(chunks: readonly Buffer[], bytes: number, ended: boolean): 'reply' | 'whole' | ReplyFault | undefined {
    if (!ended && this.waits(chunks, bytes)) return undefined;
    if (!ended && ++this.looks > maxLooks) return 'reply';
    const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    if (!this.suspect) {
      const opening = this.openingOf(all);
      if (opening === undefined) return ended ? 'reply' : undefined;
      if (opening !== 'suspect') return opening;
      this.suspect = true;
    }
    return this.judge(all, ended);
  }

  /** A line's end decides streams, and the reply's own end JSON: what comes between need not be looked at. */
  private waits(chunks: readonly Buffer[], bytes: number): boolean {
    if (this.suspect && this.kind !== 'stream') return bytes < maxSuspectBytes;
    if (this.kind !== 'stream' || chunks.length === 1) return false;
    if (!this.suspect && bytes >= maxOpeningBytes) return false;
    const latest = chunks.at(-1)!;
    return bytes < maxSuspectBytes && !latest.includes(lineFeed) && !latest.includes(carriageReturn);
  }

  private openingOf(all: Buffer): Opening {
    switch (this.kind) {
      case 'stream':
        return openingOfStream(all);
      case 'json':
        return openingOfJson(all);
      case 'unknown':
        return openingOfUnknown(all);
    }
  }

  private judge(all: Buffer, ended: boolean): 'reply' | ReplyFault | undefined {
    const text =
      (this.kind === 'json' ? undefined : firstData(all, ended)) ?? (ended ? all.toString() : undefined);
    if (text === undefined) return all.length >= maxSuspectBytes ? 'reply' : undefined;
    let body: unknown;
    try {
      body = failedResponse(JSON.parse(text.replace(/^\ufeff/, '')));
    } catch {
      return 'reply';
    }
    const fault = hiddenFault(body);
    if (fault === undefined) return 'reply';
    const { message, type } = codecOf(this.format).readError(fault.status, body);
    return { ...fault, message, ...(type === undefined ? {} : { type }) };
  }
}

/** Of the Responses API's event that a response failed, the response, which has the error; else what is given. */
function failedResponse(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const { type, response } = body as { type?: unknown; response?: unknown };
  return type === 'response.failed' ? response : body;
}

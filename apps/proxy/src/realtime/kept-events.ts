import { FairBytes, type FairShare } from '../fairness/fair-bytes.js';
import { readEvent } from './realtime-event.js';

/** What an event that is kept costs beside its bytes. */
const eventBytes = 64;
/** What all sessions together may keep of what was said in them, by either side. */
export const keptBytes = new FairBytes(256 * 1024 * 1024);

/** Events of a session that are kept for its next row. */
export class KeptEvents {
  truncated = false;
  private list: string[] = [];
  private bytes = 0;
  private share: FairShare | undefined = undefined;

  constructor(
    private readonly org: string,
    private readonly maxBytes: number,
  ) {}

  add(event: Buffer): void {
    const bytes = event.length + eventBytes;
    this.share ??= keptBytes.open(this.org);
    if (this.bytes + bytes > this.maxBytes || !this.share.take(bytes)) return void (this.truncated = true);
    // A text of its own: the frame is a part of what the socket read, audio and all.
    this.list.push(asJson(event));
    this.bytes += bytes;
  }

  /** As a list in JSON. */
  get json(): string {
    return listOf(this.list);
  }

  clear(): void {
    this.share?.close();
    this.share = undefined;
    this.list = [];
    this.bytes = 0;
    this.truncated = false;
  }
}

/** What is no JSON would make none of the whole body, and could put more into it than an event. */
const asJson = (event: Buffer): string =>
  readEvent(event) === undefined ? JSON.stringify(event.toString()) : event.toString();

const listOf = (events: readonly string[]): string => `[${events.join(',')}]`;

/** A row's request of one event alone, or of none where it is too large. */
export const oneEvent = (event: Buffer, maxBytes: number): string =>
  listOf(event.length > maxBytes ? [] : [asJson(event)]);

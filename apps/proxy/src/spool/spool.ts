import { closeSync, ftruncateSync, mkdirSync, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage, type Logger } from '@heliostat/platform';
import { uuidV7 } from '../identity/uuid-v7.js';
import type { FrameSource } from './frame.js';
import { FrameWriter } from './frame-writer.js';

/** A record to be made durable; `committed(false)` says that the spool is full or its disk failed. */
export type SpoolRecord = FrameSource & {
  readonly org: string;
  committed(ok: boolean): void;
};

export type SpoolOptions = {
  directory: string;
  maxBytes: number;
  logger: Logger;
  /** Called with the name of each file that is complete and ready to be sealed. */
  onClosed: (name: string) => void;
  writer?: FrameWriter;
  /** Milliseconds since 1970; for tests. */
  now?: () => number;
};

const rotateBytes = 4 * 1024 * 1024;
const rotateMs = 250;
const maxRotateMs = 5_000;
/** Above so many organisations a file would become many small segments: seal less often. */
const fewOrganisations = 20;
/** So many files unsealed mean that the store is away or slow: larger files then, not more of them. */
const backlogFiles = 8;
/** How long a failed disk is left alone. */
const retryDiskMs = 1_000;

/**
 * The bounded, crash-safe buffer of log records on disk. Records that are enqueued in one turn of the event loop are
 * written together at its end, and their replies released after that. What a process wrote survives its kill -9.
 */
export class Spool {
  private batch: SpoolRecord[] = [];
  private scheduled = false;
  private fd = -1;
  private name = '';
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined = undefined;
  private readonly orgs = new Set<string>();
  /** Closed files that are not sealed yet, and their sizes. */
  private readonly unsealed = new Map<string, number>();
  private unsealedBytes = 0;
  private diskFailedAt = 0;
  private closed = false;
  /** Records that could not be kept, since the start. */
  lost = 0;
  written = 0;

  private readonly writer: FrameWriter;
  private readonly now: () => number;

  constructor(private readonly options: SpoolOptions) {
    this.writer = options.writer ?? new FrameWriter();
    this.now = options.now ?? Date.now;
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  }

  /** Bytes on disk. */
  get size(): number {
    return this.unsealedBytes + this.bytes;
  }

  /** Name of the file that is being written, empty when there is none. */
  get current(): string {
    return this.fd < 0 ? '' : this.name;
  }

  /** Names of the files that wait to be sealed, oldest first. */
  get waiting(): string[] {
    return [...this.unsealed.keys()];
  }

  /** True when the next record would not be kept. */
  get full(): boolean {
    return this.size >= this.options.maxBytes || this.diskFailing;
  }

  private get diskFailing(): boolean {
    return this.diskFailedAt !== 0 && this.now() - this.diskFailedAt < retryDiskMs;
  }

  /** Counts a file that an earlier process left. */
  adopt(name: string, bytes: number): void {
    this.unsealed.set(name, bytes);
    this.unsealedBytes += bytes;
  }

  /** Forgets a file that is sealed and gone. */
  sealed(name: string): void {
    const bytes = this.unsealed.get(name);
    if (bytes === undefined) return;
    this.unsealed.delete(name);
    this.unsealedBytes -= bytes;
  }

  /** Writes the record at the end of this turn of the event loop, then calls its `committed`. */
  enqueue(record: SpoolRecord): void {
    this.batch.push(record);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(this.commit);
  }

  /** Writes what is enqueued. */
  readonly commit = (): void => {
    this.scheduled = false;
    const batch = this.batch;
    if (batch.length === 0) return;
    this.batch = [];
    const unwritable = new Set<FrameSource>();
    const kept = this.append(batch, unwritable);
    for (const record of batch) this.tell(record, kept && !unwritable.has(record));
  };

  /** One reply that cannot be released must not keep the others, or end the process. */
  private tell(record: SpoolRecord, kept: boolean): void {
    if (kept) this.written++;
    else this.lost++;
    try {
      record.committed(kept);
    } catch (error) {
      this.options.logger.error({ error: errorMessage(error) }, 'a reply could not be released');
    }
  }

  /** Writes all records but those of which no frame can be made: they go to `unwritable`. False when none is kept. */
  private append(batch: readonly SpoolRecord[], unwritable: Set<FrameSource>): boolean {
    if (this.full) return false;
    let fault: unknown;
    try {
      if (this.fd < 0) this.open();
      const written = this.writer.write(this.fd, batch, (source, error) => {
        unwritable.add(source);
        fault ??= error;
      });
      this.bytes += written;
      this.diskFailedAt = 0;
    } catch (error) {
      this.diskFailed(error);
      return false;
    }
    if (unwritable.size > 0)
      this.options.logger.error(
        { error: errorMessage(fault), records: unwritable.size },
        'records could not be written as JSON: their calls are not logged',
      );
    for (const record of batch) if (!unwritable.has(record)) this.orgs.add(record.org);
    if (this.bytes >= rotateBytes) this.rotate();
    else if (this.timer === undefined) this.timer = setTimeout(this.onAge, rotateMs);
    return true;
  }

  private open(): void {
    const name = `${uuidV7(this.now())}.spool`;
    this.fd = openSync(join(this.options.directory, name), 'ax', 0o600);
    this.name = name;
    this.bytes = 0;
  }

  /** A write may have stopped half way: the file is cut back to whole frames, or given up when even that fails. */
  private diskFailed(error: unknown): void {
    if (this.diskFailedAt === 0)
      this.options.logger.error(
        { error: errorMessage(error), directory: this.options.directory },
        'the spool cannot be written: calls are not logged until its disk has room again',
      );
    this.diskFailedAt = this.now();
    if (this.fd < 0) return;
    try {
      ftruncateSync(this.fd, this.bytes);
    } catch {
      // The reader stops at an unfinished last frame, so nothing may follow it in this file.
      this.rotate();
    }
  }

  private readonly onAge = (): void => {
    this.timer = undefined;
    if (this.fd < 0) return;
    const wanted = this.maxAge();
    if (wanted > rotateMs && this.now() - this.openedAt() < wanted)
      this.timer = setTimeout(this.onAge, rotateMs);
    else this.rotate();
  };

  private openedAt(): number {
    return parseInt(this.name.slice(0, 8) + this.name.slice(9, 13), 16);
  }

  private maxAge(): number {
    if (this.unsealed.size > backlogFiles) return maxRotateMs;
    return Math.min(maxRotateMs, rotateMs * Math.max(1, this.orgs.size / fewOrganisations));
  }

  /** Closes the current file and hands it over to be sealed. */
  rotate(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.fd < 0) return;
    closeSync(this.fd);
    this.fd = -1;
    this.orgs.clear();
    const { name, bytes } = this;
    this.bytes = 0;
    if (bytes === 0) {
      unlinkSync(join(this.options.directory, name));
      return;
    }
    this.unsealed.set(name, bytes);
    this.unsealedBytes += bytes;
    this.options.onClosed(name);
  }

  /** Writes what is enqueued and closes the current file. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.commit();
    this.rotate();
  }
}

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LogRecord, SegmentReference } from '@heliostat/contracts';
import { errorMessage, type Logger } from '@heliostat/platform';
import type { ObjectStore } from '@heliostat/stores/objects';
import type { SegmentQueue } from '@heliostat/stores/queue';
import { encodeSegment, segmentKey } from '@heliostat/stores/segments';
import pRetry from 'p-retry';
import { uuidV7Time } from '../identity/uuid-v7.js';
import { decodeSpool } from '../spool/frame.js';
import { FileBuffers } from './file-buffers.js';
import { sortFrames, type BadFrame, type ReadCall } from './seal-records.js';

export type SealerOptions = {
  /** Where the spool files lie; bad frames go to `quarantine` beside it. */
  directory: string;
  objects: Pick<ObjectStore, 'put'>;
  queue: Pick<SegmentQueue, 'add'>;
  readCall: ReadCall;
  /** Personal data is blotted out of every record (LOG_REDACT_PII), not only where a header asked for it. */
  redactAll?: boolean;
  logger: Logger;
  onSealed: (name: string, segments: number) => void;
  /** Called for each failed attempt, in words, and with undefined when attempts succeed again. */
  onState: (error: string | undefined) => void;
  retry?: { minTimeout: number; maxTimeout: number };
};

/** Files in work at once: enough to hide the store's latency, few enough to bound memory. */
const lanes = 2;
const defaultRetry = { minTimeout: 200, maxTimeout: 10_000 };

/**
 * Turns closed spool files into segments: one an organisation and file, put into the object store, announced to the
 * queue, and only then the file is deleted. Each step may be repeated: keys follow from the file's name. While a store
 * is away attempts go on, ever less often, and the files wait on disk.
 */
export class Sealer {
  private readonly files: string[] = [];
  private readonly buffers = new FileBuffers();
  private readonly stopping = new AbortController();
  private readonly working = new Set<Promise<void>>();
  private failing = false;

  constructor(private readonly options: SealerOptions) {}

  add(name: string): void {
    this.files.push(name);
    this.start();
  }

  /** Resolves when all files are sealed, or after `graceMs`; what is left then stays on disk. */
  async stop(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.stopping.abort(), graceMs);
    while (this.working.size > 0) await Promise.all(this.working);
    clearTimeout(timer);
  }

  private start(): void {
    if (this.working.size >= lanes || this.stopping.signal.aborted) return;
    const name = this.files.shift();
    if (name === undefined) return;
    const work = this.work(name).finally(() => {
      this.working.delete(work);
      this.start();
    });
    this.working.add(work);
  }

  private async work(name: string): Promise<void> {
    try {
      const segments = await this.seal(name);
      this.options.onSealed(name, segments);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      // Not a store that is away, those are retried: a fault of ours must not stop the files behind this one.
      this.options.logger.error(
        { file: name, error: errorMessage(error) },
        'a spool file could not be sealed',
      );
      this.options.onState(errorMessage(error));
      setTimeout(() => this.add(name), this.retrySettings.maxTimeout).unref();
    }
  }

  private get retrySettings() {
    return this.options.retry ?? defaultRetry;
  }

  /** Seals one file; the number of segments it became. */
  private async seal(name: string): Promise<number> {
    const path = join(this.options.directory, name);
    const segments = await this.buffers.use(path, (file) => this.store(name, file));
    await rm(path, { force: true });
    return segments;
  }

  private async store(name: string, file: Buffer): Promise<number> {
    const { frames, torn } = decodeSpool(file);
    if (torn > 0)
      this.options.logger.warn(
        { file: name, bytes: torn },
        'a spool file ends in an unfinished record, left out',
      );
    const sorted = sortFrames(frames, this.options.readCall, this.options.redactAll);
    for (const frame of sorted.bad) await this.quarantine(name, file, frame);
    const references: SegmentReference[] = [];
    for (const [org, records] of sorted.byOrg) {
      const encoded = encode(records);
      for (const { record, fault } of encoded.bad) {
        const { offset, bytes } = sorted.frames.get(record)!;
        await this.quarantine(name, file, { offset, bytes, fault });
      }
      if (encoded.count > 0) references.push(await this.put(name, org, encoded));
    }
    if (references.length > 0) await this.persist(() => this.options.queue.add(references));
    return references.length;
  }

  private async put(name: string, org: string, { body, count }: Encoded): Promise<SegmentReference> {
    const fileId = name.replace(/\.spool$/, '');
    const key = segmentKey(org, uuidV7Time(fileId), fileId);
    await this.persist(() => this.options.objects.put(key, body));
    return { v: 1, key, org, records: count, bytes: body.length, generation: 0 };
  }

  /** Repeats until it works, with exponential back-off and jitter. */
  private async persist(work: () => Promise<void>): Promise<void> {
    await pRetry(work, {
      ...this.retrySettings,
      retries: Number.POSITIVE_INFINITY,
      factor: 2,
      randomize: true,
      signal: this.stopping.signal,
      onFailedAttempt: ({ error }) => {
        this.failing = true;
        this.options.onState(errorMessage(error));
      },
    });
    if (!this.failing) return;
    this.failing = false;
    this.options.onState(undefined);
  }

  private async quarantine(name: string, file: Buffer, { offset, bytes, fault }: BadFrame): Promise<void> {
    const directory = join(dirname(this.options.directory), 'quarantine');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, `${name}-${offset}.frame`);
    await writeFile(path, file.subarray(offset, offset + bytes), { mode: 0o600 });
    this.options.logger.error(
      { file: name, offset, bytes, fault, path },
      'a record in the spool is damaged: set aside',
    );
  }
}

type Encoded = { body: Buffer; count: number; bad: { record: LogRecord; fault: string }[] };

/** The records as a segment. One that cannot be encoded, such as JSON nested too deep, must not keep the others. */
function encode(records: LogRecord[]): Encoded {
  try {
    return { body: encodeSegment(records).body, count: records.length, bad: [] };
  } catch {
    const bad: Encoded['bad'] = [];
    const good = records.filter((record) => {
      try {
        encodeSegment([record]);
        return true;
      } catch (error) {
        bad.push({ record, fault: errorMessage(error) });
        return false;
      }
    });
    return { body: encodeSegment(good).body, count: good.length, bad };
  }
}

import { Queue } from 'bullmq';
import { queueNames, type SegmentReference } from '@heliostat/contracts';
import { CodedError, errorMessage, withTimeout } from '@heliostat/platform';
import { ensureQueue } from './migrate-queue.js';
import { createQueueConnection, type QueueConfig, type QueueConnection } from './queue-connection.js';
import { segmentJob, segmentJobOptions } from './segment-job.js';
import type { SegmentQueue } from './segment-queue.js';

type IngestQueue = Queue<SegmentReference>;

/** A larger bulk holds its one transaction, and so the others, for too long. */
const bulk = 500;

/**
 * The producer of ingest jobs. Resolves also while the queue's store is away: `add` then rejects with
 * `queue/unreachable` within `timeoutMs`, and works again when the store is back. Creates BullMQ's tables on Postgres
 * where there are none.
 */
export async function createSegmentQueue(
  config: QueueConfig,
  { timeoutMs = 10_000 } = {},
): Promise<SegmentQueue> {
  const connection = createQueueConnection(config, { maxConnections: 3 });
  const sut = new BullSegmentQueue(config, connection, timeoutMs);
  await sut.check().catch(() => {});
  return sut;
}

class BullSegmentQueue implements SegmentQueue {
  private opening?: Promise<IngestQueue>;
  private closed = false;

  constructor(
    private readonly config: QueueConfig,
    private readonly connection: QueueConnection,
    private readonly timeoutMs: number,
  ) {}

  async add(references: SegmentReference[]): Promise<void> {
    await this.run(async (queue) => {
      for (let at = 0; at < references.length; at += bulk)
        await queue.addBulk(references.slice(at, at + bulk).map(segmentJob));
    });
  }

  async check(): Promise<void> {
    await this.run((queue) => queue.getVersion());
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const queue = await this.within(this.opening ?? Promise.resolve(undefined)).catch(() => undefined);
    await queue?.close().catch(() => {});
    await this.connection.close();
  }

  private async run(work: (queue: IngestQueue) => Promise<unknown>): Promise<void> {
    if (this.closed) throw new CodedError('queue/closed', 'The queue is closed.', 503);
    try {
      await this.within(this.open().then(work));
    } catch (error) {
      throw error instanceof CodedError
        ? error
        : new CodedError('queue/unreachable', `The queue cannot be used: ${errorMessage(error)}`, 503, {
            cause: error,
          });
    }
  }

  /** BullMQ remembers a failed start for good, so that a queue that never got ready is thrown away. */
  private open(): Promise<IngestQueue> {
    const opening = (this.opening ??= this.openNew());
    opening.catch(() => {
      if (this.opening === opening) this.opening = undefined;
    });
    return opening;
  }

  private async openNew(): Promise<IngestQueue> {
    await ensureQueue(this.config);
    const queue: IngestQueue = new Queue(
      queueNames.ingest,
      { connection: this.connection.connection, defaultJobOptions: segmentJobOptions },
      this.connection.backendFactory,
    ) as unknown as IngestQueue;
    // Failures reach the callers of add and check; the event is a crash when nobody listens.
    queue.on('error', () => {});
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      await queue.close().catch(() => {});
      throw error;
    }
  }

  private within<T>(work: Promise<T>): Promise<T> {
    return withTimeout(
      this.timeoutMs,
      work,
      () => new CodedError('queue/unreachable', `No answer within ${this.timeoutMs} ms.`, 503),
    );
  }
}

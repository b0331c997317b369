import { Queue, Worker } from 'bullmq';
import { queueNames, type SegmentReference } from '@heliostat/contracts';
import { createSegmentQueue } from './create-segment-queue.js';
import { createQueueConnection, type QueueConfig, type QueueConnection } from './queue-connection.js';
import { segmentJobId } from './segment-job.js';
import { createQueueCounter } from './queue-counts.js';
import type { SegmentQueue } from './segment-queue.js';

const org = '3f2b8f0e-7c39-4b7e-9d2a-0a4b7f0c1d2e';
/** As many jobs as the pool has connections. */
const perPage = 6;

export const reference = (file: string, generation = 0): SegmentReference => ({
  v: 1,
  key: `segments/2026-01-31/23/${org}/${file}.seg`,
  org,
  records: 3,
  bytes: 1_000,
  generation,
});

/** What the queue must do on every store; `config` is called when the store is up. */
export function describeSegmentQueue(config: () => QueueConfig): void {
  // A group of its own, so that its connections are closed before the caller ends the server.
  describe('as a queue', () => contract(config));
}

function contract(config: () => QueueConfig): void {
  let sut: SegmentQueue;
  let reader: QueueConnection;
  let inspect: Queue;

  beforeAll(async () => {
    // No answer is late here: a thousand jobs on a busy machine take a while.
    sut = await createSegmentQueue(config(), { timeoutMs: 120_000 });
    reader = createQueueConnection(config());
    inspect = new Queue(queueNames.ingest, { connection: reader.connection }, reader.backendFactory) as Queue;
    inspect.on('error', () => {});
    await inspect.waitUntilReady();
  });
  afterAll(async () => {
    await sut.close();
    await inspect.close();
    await reader.close();
  });
  beforeEach(() => inspect.obliterate({ force: true }));

  /** Page by page: on Postgres each job is a query, and one that waits for a connection may wait too long. */
  const waiting = async () => {
    const found: SegmentReference[] = [];
    for (let from = 0; ; from += perPage) {
      const page = await inspect.getJobs(['waiting'], from, from + perPage - 1);
      found.push(...page.map((job) => job.data as SegmentReference));
      if (page.length < perPage) return found;
    }
  };

  it('is ready', async () => {
    await expect(sut.check()).resolves.toBeUndefined();
  });

  it('keeps every reference as it was given', async () => {
    const references = Array.from({ length: 1_100 }, (_, i) => reference(`f${i}`));
    await sut.add(references);
    const byKey = (a: SegmentReference, b: SegmentReference) => (a.key < b.key ? -1 : 1);
    expect((await waiting()).sort(byKey)).toEqual([...references].sort(byKey));
  });

  it('makes one job of the same key and generation', async () => {
    await Promise.all([sut.add([reference('a'), reference('a')]), sut.add([reference('a'), reference('b')])]);
    expect(await waiting()).toHaveLength(2);
  });

  it('makes another job of a higher generation', async () => {
    await sut.add([reference('a', 0)]);
    await sut.add([reference('a', 1)]);
    expect((await waiting()).map(({ generation }) => generation).sort()).toEqual([0, 1]);
  });

  it('is counted with all other queues', async () => {
    const counter = createQueueCounter(config());
    await sut.add([reference('a'), reference('b')]);
    const counts = await counter.counts(60_000);
    expect(counts.map(({ name }) => name)).toEqual(Object.values(queueNames));
    expect(counts[0]).toEqual({ name: 'ingest', waiting: 2, active: 0, delayed: 0, failed: 0 });
    await counter.close();
  });

  it('adds nothing for no references', async () => {
    await sut.add([]);
    expect(await waiting()).toEqual([]);
  });

  it('hands each job to one worker and collapses what is added after its end', async () => {
    const seen: string[] = [];
    const worker = new Worker(
      queueNames.ingest,
      async (job) => void seen.push((job.data as SegmentReference).key),
      { connection: reader.connection, concurrency: 4 },
      reader.backendFactory,
    );
    worker.on('error', () => {});
    const completed = new Promise<void>((resolve) => {
      let count = 0;
      worker.on('completed', () => ++count === 3 && resolve());
    });
    await sut.add([reference('a'), reference('b'), reference('c')]);
    await completed;
    await sut.add([reference('a')]);
    const again = await inspect.getJob(segmentJobId(reference('a')));
    expect(await again?.getState()).toBe('completed');
    await worker.close();
    expect(seen.sort()).toEqual(['a', 'b', 'c'].map((file) => reference(file).key));
  });
}

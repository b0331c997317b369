import { Queue } from 'bullmq';
import { queueNames } from '@heliostat/contracts';
import { CodedError, errorMessage, withTimeout } from '@heliostat/platform';
import { createQueueConnection, type QueueConfig, type QueueConnection } from './queue-connection.js';

export type QueueCounts = { name: string; waiting: number; active: number; delayed: number; failed: number };

/** Counts the jobs of every queue; reads only. */
export type QueueCounter = {
  kind: QueueConnection['kind'];
  /** One entry a queue, in the order of `queueNames`. Throws `queue/unreachable` within `timeoutMs`. */
  counts(timeoutMs?: number): Promise<QueueCounts[]>;
  close(): Promise<void>;
};

export const jobStates = ['waiting', 'active', 'delayed', 'failed'] as const;

/** Reaches nothing before the first count. Throws `queue/not-configured`. */
export function createQueueCounter(config: QueueConfig): QueueCounter {
  const connection = createQueueConnection(config, { maxConnections: 2 });
  let opening: Promise<Queue[]> | undefined;

  const open = (): Promise<Queue[]> => {
    const mine = (opening ??= openQueues(connection));
    // BullMQ remembers a failed start for good: the next count opens anew.
    mine.catch(() => {
      if (opening === mine) opening = undefined;
    });
    return mine;
  };

  return {
    kind: connection.kind,
    async counts(timeoutMs = 3_000) {
      try {
        return await withTimeout(
          timeoutMs,
          open().then((queues) => Promise.all(queues.map(countJobs))),
        );
      } catch (error) {
        throw new CodedError('queue/unreachable', `The queues cannot be read: ${errorMessage(error)}`, 503, {
          cause: error,
        });
      }
    },
    async close() {
      const queues = await opening?.catch(() => []);
      await Promise.all((queues ?? []).map((queue) => queue.close().catch(() => {})));
      await connection.close();
    },
  };
}

async function openQueues({ connection, backendFactory }: QueueConnection): Promise<Queue[]> {
  const queues = Object.values(queueNames).map((name) => {
    const queue = new Queue(name, { connection }, backendFactory) as unknown as Queue;
    // Failures reach whoever counts; the event is a crash when nobody listens.
    queue.on('error', () => {});
    return queue;
  });
  try {
    await Promise.all(queues.map((queue) => queue.waitUntilReady()));
    return queues;
  } catch (error) {
    await Promise.all(queues.map((queue) => queue.close().catch(() => {})));
    throw error;
  }
}

/** How many jobs of a queue are in which state; those with a priority wait, too. */
export async function countJobs(queue: Pick<Queue, 'name' | 'getJobCounts'>): Promise<QueueCounts> {
  const counts = await queue.getJobCounts(...jobStates, 'prioritized');
  const of = (...names: string[]) => names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  return {
    name: queue.name,
    waiting: of('waiting', 'prioritized'),
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
  };
}

import { errorMessage } from '@heliostat/platform';
import type { Queue, Worker } from 'bullmq';

type Log = { warn(fields: object, words: string): void };

/** BullMQ tells of each lost lock by an error of its own, beside the one event of all of them. */
const lostLock = /^could not renew lock/;

/** All queues are in one store: where it is away, each worker says so several times a second. */
const quietMs = 10_000;

/**
 * Writes what BullMQ tells of its queues' and workers' faults as lines of the log. Without a listener it prints the bare
 * errors, stacks included, which no reader of the log can parse. The same words of whichever queue make one line in ten
 * seconds.
 */
export function logQueueFaults(sources: readonly (Queue | Worker)[], log: Log, now = Date.now): void {
  const said = new Map<string, number>();
  const isNews = (words: string) => {
    for (const [one, at] of said) if (now() - at >= quietMs) said.delete(one);
    if (said.has(words)) return false;
    said.set(words, now());
    return true;
  };
  for (const source of sources) {
    // One signature of `on` for both: TypeScript finds none in the union of theirs.
    const { name: queue } = source;
    const events = source as Pick<NodeJS.EventEmitter, 'on'>;
    events.on('lockRenewalFailed', (jobs: string[]) =>
      log.warn(
        { queue, jobs: jobs.length },
        'jobs lost their locks, unless they ended meanwhile: they may run again',
      ),
    );
    events.on('error', (error: unknown) => {
      const words = errorMessage(error);
      if (!lostLock.test(words) && isNews(words))
        log.warn({ queue, error: words }, 'the queue has a fault, and is tried again');
    });
  }
}

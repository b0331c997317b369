import { countJobs, jobStates } from '@heliostat/stores/queue';
import type { Queue } from 'bullmq';
import { Gauge, type Registry } from 'prom-client';

type Counted = Pick<Queue, 'name' | 'getJobCounts' | 'getJobs'>;

/**
 * How much waits, for dashboards and for scaling the workers: `heliostat_queue_jobs` by queue and state, and for how
 * long the oldest job has waited. Every replica shows the same, so a rule takes the maximum, not the sum. A queue
 * that does not answer is left out rather than shown as empty.
 */
export function addQueueMetrics(registry: Registry, queues: readonly Counted[], now = Date.now): void {
  new Gauge({
    name: 'heliostat_queue_jobs',
    help: 'Jobs in a queue by state; the same on every worker',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      await Promise.allSettled(
        queues.map(async (queue) => {
          const counts = await countJobs(queue);
          for (const state of jobStates) this.set({ queue: queue.name, state }, counts[state]);
        }),
      );
    },
  });
  new Gauge({
    name: 'heliostat_queue_oldest_seconds',
    help: 'For how long the oldest waiting job has waited; 0 when none waits',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      this.reset();
      await Promise.allSettled(
        queues.map(async (queue) => {
          const [oldest] = await queue.getJobs(['waiting'], 0, 0, true);
          this.set({ queue: queue.name }, oldest ? Math.max(0, (now() - oldest.timestamp) / 1000) : 0);
        }),
      );
    },
  });
}

import type { Queue } from 'bullmq';
import { Registry } from 'prom-client';
import { addQueueMetrics } from './queue.metrics.js';

const queueFactory = (name: string, counts: Record<string, number>, oldest?: number) =>
  ({
    name,
    getJobCounts: async () => counts,
    getJobs: async () => (oldest === undefined ? [] : [{ timestamp: oldest }]),
  }) as unknown as Queue;

describe(addQueueMetrics.name, () => {
  it('shows how many jobs are in which state and how long the oldest has waited', async () => {
    const sut = new Registry();
    addQueueMetrics(sut, [queueFactory('ingest', { waiting: 7, failed: 1 }, 1_000)], () => 31_000);
    const text = await sut.metrics();
    expect(text).toContain('heliostat_queue_jobs{queue="ingest",state="waiting"} 7');
    expect(text).toContain('heliostat_queue_jobs{queue="ingest",state="failed"} 1');
    expect(text).toContain('heliostat_queue_jobs{queue="ingest",state="active"} 0');
    expect(text).toContain('heliostat_queue_oldest_seconds{queue="ingest"} 30');
  });

  it('leaves out a queue that does not answer, and shows the others', async () => {
    const sut = new Registry();
    const away = { ...queueFactory('away', {}), getJobCounts: () => Promise.reject(new Error('away')) };
    addQueueMetrics(sut, [away as unknown as Queue, queueFactory('ingest', { waiting: 0 })]);
    const text = await sut.metrics();
    expect(text).not.toContain('heliostat_queue_jobs{queue="away"');
    expect(text).toContain('heliostat_queue_jobs{queue="ingest",state="waiting"} 0');
  });
});

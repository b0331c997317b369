import type { Queue, RepeatOptions } from 'bullmq';

export type Schedule = { id: string; repeat: Pick<RepeatOptions, 'every' | 'pattern' | 'tz'>; data?: object };

/** Puts repeating jobs into a queue, each named by its schedule's id; once for all replicas, however many call it. */
export async function scheduleJobs(
  queue: Pick<Queue, 'upsertJobScheduler'>,
  schedules: Schedule[],
): Promise<void> {
  for (const { id, repeat, data } of schedules)
    await queue.upsertJobScheduler(id, repeat, {
      name: id,
      data,
      opts: { removeOnComplete: 10, removeOnFail: 100 },
    });
}

import { Processor, WorkerHost } from '@nestjs/bullmq';
import { posthogJobSchema, queueNames } from '@heliostat/contracts';
import { CodedError } from '@heliostat/platform';
import type { Job } from 'bullmq';
import { PosthogExportService } from './posthog-export.service.js';

/**
 * Takes segments whose records PostHog is to hear of off the queue, several at once. What could not be sent is noted in
 * the job, so that the next attempt sends that alone; after the last one it is given up. The PostHog belongs to whoever
 * called, so that its absence is no failure of this installation's.
 */
@Processor(queueNames.posthog, { concurrency: 8, maxStalledCount: 100 })
export class PosthogProcessor extends WorkerHost {
  constructor(private readonly exports: PosthogExportService) {
    super();
  }

  async process(job: Pick<Job, 'data' | 'opts' | 'attemptsMade' | 'updateData'>): Promise<void> {
    const data = posthogJobSchema.parse(job.data);
    const pending = await this.exports.export(data);
    if (pending.length === 0) return;
    if (job.attemptsMade + 1 >= (job.opts.attempts ?? 1)) return this.exports.giveUp(data, pending.length);
    await job.updateData({ ...data, pending });
    throw new CodedError(
      'posthog/unavailable',
      `${pending.length} events could not be sent to PostHog.`,
      503,
    );
  }
}

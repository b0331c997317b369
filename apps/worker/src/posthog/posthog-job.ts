import type { PosthogJob, SegmentReference } from '@heliostat/contracts';
import { segmentJobId } from '@heliostat/stores/queue';
import type { JobsOptions } from 'bullmq';

/**
 * Twelve attempts, the pause doubling from 10 s and cut by up to a half at random, span three to six hours. A job that is
 * done stays for an hour, so that a segment that is ingested twice meanwhile makes no second one.
 */
const options = {
  attempts: 12,
  backoff: { type: 'exponential', delay: 10_000, jitter: 0.5 },
  removeOnComplete: { age: 3_600, count: 10_000 },
  removeOnFail: { age: 7 * 86_400, count: 10_000 },
} satisfies JobsOptions;

/** The job of a segment, as BullMQ's `add` takes it; one for a segment, however often it is added. */
export const posthogJob = (
  reference: SegmentReference,
): { name: string; data: PosthogJob; opts: JobsOptions } => ({
  name: 'segment',
  data: reference,
  opts: { ...options, jobId: segmentJobId(reference) },
});

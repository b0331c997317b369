import type { SegmentReference } from '@heliostat/contracts';
import type { BulkJobOptions, JobsOptions } from 'bullmq';

/**
 * How ingest jobs are kept. Twelve attempts, the pause doubling from 1 s, span 34 minutes; what fails after that is
 * the reconciler's. Completed jobs stay for a while so that a reference added again collapses into them.
 */
export const segmentJobOptions = {
  attempts: 12,
  backoff: { type: 'exponential', delay: 1_000 },
  removeOnComplete: { age: 3_600, count: 10_000 },
  removeOnFail: { age: 7 * 86_400, count: 10_000 },
} satisfies JobsOptions;

/** One job for a segment's key and generation, however often it is added. BullMQ allows no `:` in ids. */
export const segmentJobId = ({ key, generation }: Pick<SegmentReference, 'key' | 'generation'>): string =>
  `${key.replaceAll(':', '_')}@${generation}`;

/** The job of a reference, as BullMQ's `addBulk` takes it. */
export const segmentJob = (
  reference: SegmentReference,
): { name: string; data: SegmentReference; opts: BulkJobOptions } => ({
  name: 'segment',
  data: reference,
  opts: { ...segmentJobOptions, jobId: segmentJobId(reference) },
});

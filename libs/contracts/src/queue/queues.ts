import { z } from 'zod';

/** Names of all queues: one place, so that producers and consumers cannot disagree. */
export const queueNames = {
  ingest: 'ingest',
  retention: 'retention',
  reconcile: 'reconcile',
  rollup: 'rollup',
  credits: 'credits',
  posthog: 'posthog',
} as const;

/** A reference to one sealed segment in the object store: the payload of an ingest job. */
export const segmentReferenceSchema = z.object({
  v: z.literal(1),
  /** Object key: `segments/<yyyy-mm-dd>/<hh>/<org>/<spool file>.seg`, UTC. */
  key: z.string().startsWith('segments/'),
  org: z.uuid(),
  /** Absent when a reconciler or a reprocess made the reference from the listing alone. */
  records: z.number().int().positive().optional(),
  bytes: z.number().int().positive(),
  /** 0 on first ingest; each reprocess counts up, and rows of a higher generation replace lower ones. */
  generation: z.number().int().nonnegative(),
});

export type SegmentReference = z.infer<typeof segmentReferenceSchema>;

/** The payload of a `posthog` job: a segment with records that PostHog is to hear of. */
export const posthogJobSchema = segmentReferenceSchema.extend({
  /** Offsets of the records that are still to be sent; absent before the first attempt. */
  pending: z.array(z.number().int().nonnegative()).optional(),
});

export type PosthogJob = z.infer<typeof posthogJobSchema>;

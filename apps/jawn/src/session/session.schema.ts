import { filterNodeSchema } from '@heliostat/contracts';
import { z } from 'zod';
import { histogramRowSchema, pSizeSchema } from '../histogram/histogram.schema.js';

/** Epoch milliseconds, half open. `search` looks into ids and names of sessions. */
export const sessionQuerySchema = z
  .object({
    search: z.string().max(256),
    timeFilter: z.object({ startTimeUnixMs: z.number(), endTimeUnixMs: z.number() }),
    nameEquals: z.string().optional(),
    timezoneDifference: z.number(),
    filter: filterNodeSchema,
    offset: z.number().int().nonnegative().max(1_000_000).default(0),
    limit: z.number().int().positive().max(1000).default(50),
  })
  .strict();
export type SessionQuery = z.infer<typeof sessionQuerySchema>;

/** Cost in USD, latency in milliseconds. */
export const sessionSchema = z.object({
  created_at: z.string(),
  latest_request_created_at: z.string(),
  session_id: z.string(),
  session_name: z.string(),
  total_cost: z.number(),
  total_requests: z.number(),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number(),
  avg_latency: z.number(),
  user_ids: z.array(z.string()),
});
export type Session = z.infer<typeof sessionSchema>;

/** `timezoneDifference` is of no matter here: nothing is cut by days. */
export const sessionMetricsQuerySchema = z
  .object({
    nameContains: z.string().max(256),
    timezoneDifference: z.number(),
    pSize: pSizeSchema.optional(),
    useInterquartile: z.boolean().optional(),
    timeFilter: z.object({ startTimeUnixMs: z.number(), endTimeUnixMs: z.number() }).optional(),
    filter: filterNodeSchema.default('all'),
  })
  .strict();
export type SessionMetricsQuery = z.infer<typeof sessionMetricsQuerySchema>;

const average = z.array(z.object({ average: z.number() }));
/** Calls a session, seconds, and USD. */
export const sessionMetricsSchema = z.object({
  session_count: z.array(histogramRowSchema),
  session_duration: z.array(histogramRowSchema),
  session_cost: z.array(histogramRowSchema),
  average: z.object({ session_cost: average, session_duration: average, session_count: average }),
});
export type SessionMetrics = z.infer<typeof sessionMetricsSchema>;

export const sessionIdSchema = z.string().min(1).max(8192);
export const sessionFeedbackSchema = z.object({ rating: z.boolean() });

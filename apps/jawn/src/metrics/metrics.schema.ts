import { filterNodeSchema } from '@heliostat/contracts';
import { z } from 'zod';

const time = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);
const timeFilter = z.object({ start: time, end: time });
const page = {
  offset: z.number().int().nonnegative().max(100_000).default(0),
  limit: z.number().int().positive().max(1000).default(100),
};
const dbIncrement = z.enum(['min', 'hour', 'day', 'week', 'month', 'year']);

/** `timeFilter` is half open, ISO times. */
export const metricsFilterSchema = z.object({ filter: filterNodeSchema.default('all'), timeFilter });
export type MetricsFilter = z.infer<typeof metricsFilterSchema>;

/** `timeZoneDifference`: minutes from local time to UTC, as `Date.getTimezoneOffset` has it. */
export const metricsOverTimeSchema = metricsFilterSchema.extend({
  dbIncrement: dbIncrement.optional(),
  timeZoneDifference: z.number().int().min(-1440).max(1440).default(0),
});
export type MetricsOverTime = z.infer<typeof metricsOverTimeSchema>;

const quantileMetrics = [
  'latency',
  'time_to_first_token',
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'cost',
] as const;
export const quantilesSchema = metricsOverTimeSchema.extend({
  metric: z.enum(quantileMetrics, { error: `expected one of ${quantileMetrics.join(', ')}` }),
});
export type QuantilesQuery = z.infer<typeof quantilesSchema>;

export const metricsPageSchema = metricsFilterSchema.extend(page);
export type MetricsPage = z.infer<typeof metricsPageSchema>;

export const requestCountSchema = z.object({
  filter: filterNodeSchema.default('all'),
  isCached: z.boolean().optional(),
});
export type RequestCountQuery = z.infer<typeof requestCountSchema>;

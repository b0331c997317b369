import { filterNodeSchema, sortDirectionSchema } from '@heliostat/contracts';
import { z } from 'zod';
import { histogramRowSchema, pSizeSchema } from '../histogram/histogram.schema.js';

/** Epoch seconds; both ends belong to it, as the original has it. */
const timeFilter = z
  .object({ startTimeUnixSeconds: z.number(), endTimeUnixSeconds: z.number() })
  .refine((filter) => filter.endTimeUnixSeconds >= filter.startTimeUnixSeconds, {
    error: 'expected an end at or after the start',
  });

export const userQuerySchema = z
  .object({ userIds: z.array(z.string()).max(1000).optional(), timeFilter: timeFilter.optional() })
  .strict();
export type UserQuery = z.infer<typeof userQuerySchema>;

export const userSortKeys = [
  'id',
  'user_id',
  'active_for',
  'first_active',
  'last_active',
  'total_requests',
  'average_requests_per_day_active',
  'average_tokens_per_request',
  'total_prompt_tokens',
  'total_completion_tokens',
  'cost',
  'rate_limited_count',
] as const;

export const userMetricsQuerySchema = z
  .object({
    filter: filterNodeSchema,
    offset: z.number().int().nonnegative().max(1_000_000),
    limit: z.number().int().positive().max(1000),
    timeFilter: timeFilter.optional(),
    timeZoneDifferenceMinutes: z.number().optional(),
    sort: z.partialRecord(z.enum(userSortKeys), sortDirectionSchema).optional(),
  })
  .strict();
export type UserMetricsQuery = z.infer<typeof userMetricsQuerySchema>;

/** Cost in USD. */
export const userUsageSchema = z.object({
  user_id: z.string(),
  count: z.number(),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  cost: z.number(),
});

export const userMetricsSchema = z.object({
  id: z.string(),
  user_id: z.string(),
  active_for: z.number(),
  first_active: z.string(),
  last_active: z.string(),
  total_requests: z.number(),
  average_requests_per_day_active: z.number(),
  average_tokens_per_request: z.number(),
  total_completion_tokens: z.number(),
  total_prompt_tokens: z.number(),
  cost: z.number(),
});
export const userMetricsPageSchema = z.object({
  users: z.array(userMetricsSchema),
  count: z.number(),
  hasUsers: z.boolean(),
});
export type UserUsage = z.infer<typeof userUsageSchema>;
export type UserMetrics = z.infer<typeof userMetricsSchema>;
export type UserMetricsPage = z.infer<typeof userMetricsPageSchema>;

export const userOverviewQuerySchema = z
  .object({ useInterquartile: z.boolean(), pSize: pSizeSchema, filter: filterNodeSchema })
  .strict();
export type UserOverviewQuery = z.infer<typeof userOverviewQuerySchema>;

/** Calls and USD of a user. */
export const userOverviewSchema = z.object({
  request_count: z.array(histogramRowSchema),
  user_cost: z.array(histogramRowSchema),
});
export type UserOverview = z.infer<typeof userOverviewSchema>;

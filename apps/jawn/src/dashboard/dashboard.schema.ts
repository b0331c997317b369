import { type DashboardOverview } from '@heliostat/contracts';
import { z } from 'zod';

const measure = z.number().nullable();
const quantiles = z.object({ p50: measure, p75: measure, p95: measure, p99: measure });
const measures = {
  requests: z.number(),
  errors: z.number(),
  cost: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  users: z.number(),
  latency: quantiles,
  ttft: quantiles,
};
const totals = z.object({
  ...measures,
  cacheReadTokens: z.number(),
  cacheHits: z.number(),
  costSaved: z.number(),
  timeSaved: z.number(),
  sessions: z.number(),
});
const breakdown = z.object({
  name: z.string(),
  requests: z.number(),
  errors: z.number(),
  cost: z.number(),
  tokens: z.number(),
  latencyP50: measure,
});

/** Costs in USD, times in milliseconds. */
export const dashboardOverviewSchema = z.object({
  interval: z.enum(['minute', 'hour', 'day', 'week', 'month']),
  totals,
  previous: totals,
  series: z.array(z.object({ time: z.string(), ...measures })),
  models: z.array(breakdown),
  providers: z.array(breakdown),
  users: z.array(breakdown),
  statuses: z.array(z.object({ status: z.number(), requests: z.number() })),
  countries: z.array(z.object({ country: z.string(), requests: z.number() })),
}) satisfies z.ZodType<DashboardOverview>;

import { z } from 'zod';
import { filterNodeSchema } from './filter.schema.js';

/** `POST /v1/dashboard/overview`: all of the dashboard in one reply. ISO times; the window is half open. */
export const dashboardQuerySchema = z
  .object({
    timeFilter: z.object({ start: z.iso.datetime({ offset: true }), end: z.iso.datetime({ offset: true }) }),
    filter: filterNodeSchema.default('all'),
    /** IANA name; days and hours are cut in this zone. */
    timeZone: z.string().default('UTC'),
    /** Omitted: chosen so that a window has at most 120 points. */
    interval: z.enum(['minute', 'hour', 'day', 'week', 'month']).optional(),
  })
  .strict();
export type DashboardQuery = z.infer<typeof dashboardQuerySchema>;

export type Quantiles = { p50: number | null; p75: number | null; p95: number | null; p99: number | null };

export type DashboardTotals = {
  requests: number;
  errors: number;
  /** USD. */
  cost: number;
  promptTokens: number;
  completionTokens: number;
  cacheReadTokens: number;
  /** Replies from the response cache, what they would have cost, in USD, and how much sooner they came, in ms. */
  cacheHits: number;
  costSaved: number;
  timeSaved: number;
  users: number;
  sessions: number;
  /** Milliseconds. */
  latency: Quantiles;
  ttft: Quantiles;
};

export type DashboardPoint = {
  /** Start of the interval, ISO. Every interval of the window is present, also the empty ones. */
  time: string;
  requests: number;
  errors: number;
  cost: number;
  promptTokens: number;
  completionTokens: number;
  users: number;
  latency: Quantiles;
  ttft: Quantiles;
};

export type DashboardBreakdown = {
  name: string;
  requests: number;
  errors: number;
  cost: number;
  tokens: number;
  latencyP50: number | null;
};

export type DashboardOverview = {
  interval: 'minute' | 'hour' | 'day' | 'week' | 'month';
  totals: DashboardTotals;
  /** The window of the same length just before. */
  previous: DashboardTotals;
  series: DashboardPoint[];
  models: DashboardBreakdown[];
  providers: DashboardBreakdown[];
  users: DashboardBreakdown[];
  statuses: { status: number; requests: number }[];
  countries: { country: string; requests: number }[];
};

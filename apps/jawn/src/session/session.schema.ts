import { filterNodeSchema } from '@heliostat/contracts';
import { z } from 'zod';

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

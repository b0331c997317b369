import { z } from 'zod';

/** May stand in a `Helicone-RateLimit-Policy` header: nothing that has a meaning there. */
const policyName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^,;=\p{Cc}]+$/u, 'expected a name without commas, semicolons and equals signs')
  .regex(/[^\d.]/, 'expected a name that is not a number, which a header would take for a quota');

export const rateLimitUnits = ['request', 'cents', 'tokens'] as const;

const fields = {
  name: policyName,
  quota: z.number().positive().max(1e15),
  window_seconds: z
    .number()
    .int()
    .min(60, 'expected 60 to 31536000')
    .max(31_536_000, 'expected 60 to 31536000'),
  unit: z.enum(rateLimitUnits),
  /** `user` or a property's name; absent or empty counts all calls together. */
  segment: z.preprocess(
    (value) => (value === '' || value === 'global' ? null : value),
    z
      .string()
      .trim()
      .min(1)
      .max(128)
      .regex(/^[^\p{Cc}]+$/u, 'expected the name of a property, or user')
      .nullable(),
  ),
  /** Ours: the one API key whose calls are limited. */
  api_key_id: z.uuid().nullable(),
};

export const createRateLimitSchema = z.object({
  ...fields,
  unit: fields.unit.default('request'),
  segment: fields.segment.default(null),
  api_key_id: fields.api_key_id.default(null),
});
export const updateRateLimitSchema = z.object(fields).partial();

/** A stored rate limit (RL-08). */
export type RateLimitRule = {
  id: string;
  name: string;
  quota: number;
  window_seconds: number;
  unit: (typeof rateLimitUnits)[number];
  segment: string | null;
  api_key_id: string | null;
  created_at: string;
  updated_at: string;
};

import { attemptSchema, type HeliconeRequest } from '@heliostat/contracts';
import { z } from 'zod';

const text = z.string().nullable();
const number = z.number().nullable();

/** `HeliconeRequest` of the contract, for the OpenAPI document. Costs in USD, durations in milliseconds. */
export const heliconeRequestSchema = z.object({
  response_id: text,
  response_created_at: text,
  response_body: z.unknown(),
  response_status: z.number(),
  response_model: text,
  request_id: z.string(),
  request_created_at: z.string(),
  request_body: z.unknown(),
  request_path: z.string(),
  request_user_id: text,
  request_properties: z.record(z.string(), z.string()).nullable(),
  request_model: text,
  model_override: text,
  helicone_user: text,
  provider: z.string(),
  delay_ms: number,
  time_to_first_token: number,
  total_tokens: number,
  prompt_tokens: number,
  prompt_cache_write_tokens: number,
  prompt_cache_read_tokens: number,
  completion_tokens: number,
  reasoning_tokens: number,
  prompt_audio_tokens: number,
  completion_audio_tokens: number,
  cost: number,
  prompt_id: text,
  prompt_version: text,
  feedback_created_at: text,
  feedback_id: text,
  feedback_rating: z.boolean().nullable(),
  signed_body_url: text,
  llmSchema: z.looseObject({}).nullable(),
  country_code: text,
  asset_ids: z.array(z.string()).nullable(),
  asset_urls: z.record(z.string(), z.string()).nullable(),
  scores: z.record(z.string(), z.number()).nullable(),
  costUSD: number,
  properties: z.record(z.string(), z.string()),
  assets: z.array(z.string()),
  target_url: z.string(),
  model: z.string(),
  cache_reference_id: text,
  cache_enabled: z.boolean(),
  updated_at: z.string(),
  request_referrer: text,
  ai_gateway_body_mapping: text,
  storage_location: z.string(),
  threat: z.boolean().nullable(),
  is_passthrough_billing: z.boolean(),
  cost_saved: number,
  time_saved: number,
  prompt_environment: text,
  prompt_inputs: z.record(z.string(), z.unknown()).nullable(),
  attempts: z.array(attemptSchema).nullable(),
  usage_estimated: z.boolean(),
}) satisfies z.ZodType<Omit<HeliconeRequest, 'llmSchema'>>;

const idsAtMost = 1000;
export const requestIdsSchema = z.object({ requestIds: z.array(z.string().min(1).max(256)).max(idsAtMost) });

/** Query strings are text: anything but `true` and `1` is no. */
export const includeBodySchema = z.object({
  includeBody: z
    .enum(['true', 'false', '1', '0'])
    .default('false')
    .transform((value) => value === 'true' || value === '1'),
});

export const requestIdSchema = z.string().min(1).max(256);

export const assetIdSchema = z.string().min(1).max(256);
export const assetSchema = z.object({ assetUrl: z.string() });

const propertyName = z.string().min(1).max(256);
const propertyValue = z.string().max(8192);

/** Both documented forms: `{ key, value }`, or a flat map of names and values. */
export const putPropertySchema = z
  .record(propertyName, propertyValue)
  .refine((body) => Object.keys(body).length > 0, { error: 'expected key and value, or names and values' })
  .transform((body) => {
    const { key, value, ...others } = body;
    const isPair = key !== undefined && value !== undefined && Object.keys(others).length === 0;
    return isPair ? { [key]: value } : body;
  });

export const feedbackSchema = z.object({ rating: z.boolean() });

/** Scores are numbers; booleans count as 1 and 0. */
export const scoresSchema = z.object({
  scores: z
    .record(z.string().min(1).max(256), z.union([z.number(), z.boolean()]))
    .transform((scores) =>
      Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, Number(value)])),
    ),
});

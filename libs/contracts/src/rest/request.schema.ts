import { z } from 'zod';
import type { CallAttempt } from '../log/log-record.schema.js';
import { filterNodeSchema } from './filter.schema.js';

export const sortDirectionSchema = z.enum(['asc', 'desc']);

/** Sort keys of `/v1/request/query` (page rest/request/post-v1requestquery). */
export const requestSortSchema = z
  .object({
    random: z.literal(true),
    created_at: sortDirectionSchema,
    cache_created_at: sortDirectionSchema,
    latency: sortDirectionSchema,
    last_active: sortDirectionSchema,
    total_tokens: sortDirectionSchema,
    completion_tokens: sortDirectionSchema,
    prompt_tokens: sortDirectionSchema,
    user_id: sortDirectionSchema,
    body_model: sortDirectionSchema,
    is_cached: sortDirectionSchema,
    request_prompt: sortDirectionSchema,
    response_text: sortDirectionSchema,
    properties: z.record(z.string(), sortDirectionSchema),
    values: z.record(z.string(), sortDirectionSchema),
    cost: sortDirectionSchema,
    time_to_first_token: sortDirectionSchema,
  })
  .partial()
  .strict();

export const requestQuerySchema = z
  .object({
    filter: filterNodeSchema,
    offset: z.number().int().nonnegative().default(0),
    limit: z.number().int().positive().max(1000).default(10),
    sort: requestSortSchema.optional(),
    isCached: z.boolean().optional(),
    includeInputs: z.boolean().optional(),
    isPartOfExperiment: z.boolean().optional(),
    isScored: z.boolean().optional(),
  })
  .strict();
export type RequestQuery = z.infer<typeof requestQuerySchema>;

/** One message of the normalised view of a chat call (schema `Message`). */
export const llmMessageSchema = z.object({
  _type: z.enum([
    'functionCall',
    'function',
    'image',
    'file',
    'message',
    'autoInput',
    'contentArray',
    'audio',
  ]),
  id: z.string().optional(),
  role: z.string().optional(),
  name: z.string().optional(),
  content: z.string().optional(),
  reasoning: z.string().optional(),
  tool_calls: z
    .array(
      z.object({ id: z.string().optional(), name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
    )
    .optional(),
  tool_call_id: z.string().optional(),
  image_url: z.string().optional(),
  mime_type: z.string().optional(),
  get contentArray() {
    return z.array(llmMessageSchema).optional();
  },
});
export type LlmMessage = z.infer<typeof llmMessageSchema>;

export type LlmSchema = {
  request: {
    llm_type?: 'chat' | 'completion';
    provider?: string;
    model?: string | null;
    messages?: LlmMessage[] | null;
    prompt?: string | null;
    max_tokens?: number | null;
    temperature?: number | null;
    top_p?: number | null;
    stream?: boolean | null;
    tools?: { name: string; description?: string; parameters?: Record<string, unknown> }[];
    tool_choice?: unknown;
    input?: string | string[];
    [key: string]: unknown;
  };
  response: null | {
    model?: string | null;
    messages?: LlmMessage[] | null;
    error?: { heliconeMessage: unknown };
    [key: string]: unknown;
  };
};

/** One logged call as the REST API shows it: the 48 fields of the contract's `HeliconeRequest`. Cost in USD. */
export type HeliconeRequest = {
  response_id: string | null;
  response_created_at: string | null;
  response_body?: unknown;
  response_status: number;
  response_model: string | null;
  request_id: string;
  request_created_at: string;
  request_body: unknown;
  request_path: string;
  request_user_id: string | null;
  request_properties: Record<string, string> | null;
  request_model: string | null;
  model_override: string | null;
  helicone_user: string | null;
  provider: string;
  delay_ms: number | null;
  time_to_first_token: number | null;
  total_tokens: number | null;
  prompt_tokens: number | null;
  prompt_cache_write_tokens: number | null;
  prompt_cache_read_tokens: number | null;
  completion_tokens: number | null;
  reasoning_tokens: number | null;
  prompt_audio_tokens: number | null;
  completion_audio_tokens: number | null;
  cost: number | null;
  prompt_id: string | null;
  prompt_version: string | null;
  feedback_created_at?: string | null;
  feedback_id?: string | null;
  feedback_rating?: boolean | null;
  /** jawn URL with an expiring signature; answers `{ request, response }`. */
  signed_body_url?: string | null;
  llmSchema: LlmSchema | null;
  country_code: string | null;
  asset_ids: string[] | null;
  asset_urls: Record<string, string> | null;
  scores: Record<string, number> | null;
  costUSD?: number | null;
  properties: Record<string, string>;
  assets: string[];
  target_url: string;
  model: string;
  cache_reference_id: string | null;
  cache_enabled: boolean;
  updated_at?: string;
  request_referrer?: string | null;
  ai_gateway_body_mapping: string | null;
  storage_location?: string;
  /** Ours: a guard refused the prompt (true), or looked and passed it (false). */
  threat?: boolean | null;
  /** Ours: paid from the organisation's credits. */
  is_passthrough_billing?: boolean;
  /** Ours, USD: what a reply from the cache would have cost; null for all other calls. */
  cost_saved?: number | null;
  /** Ours, ms: how much sooner a reply from the cache came than the one that it repeats; null for all other calls. */
  time_saved?: number | null;
  prompt_environment?: string | null;
  /** Ours: what a prompt's variables were filled with. */
  prompt_inputs?: Record<string, unknown> | null;
  /** Ours: every call to a provider that was made for this one, in order. */
  attempts?: CallAttempt[] | null;
  /** Ours: tokens were counted locally because the provider sent no usage. */
  usage_estimated?: boolean;
};

/**
 * One row of `request_response_rmt`, as JSONEachRow takes it. Identity: (organization_id, request_created_at,
 * request_id); the highest `updated_at` wins. Times are epoch milliseconds as DateTime64(3) text
 * (`2026-01-31 12:00:00.123`, UTC). Column names and meanings follow facts/clickhouse-tables; ours are marked.
 */
export type RequestRow = {
  organization_id: string;
  request_created_at: string;
  /** UUID; ids that are not UUIDs are mapped to a stable version 5 UUID. */
  request_id: string;
  /** Ours: the id as the client gave it. */
  request_id_given: string;
  /** Version of the row: ingest generation first, then time (see `rowVersion`). */
  updated_at: string;
  response_id: string | null;
  response_created_at: string | null;
  /** Milliseconds. */
  latency: number | null;
  time_to_first_token: number | null;
  status: number;
  provider: string;
  /** Model of the reply, else of the request. */
  model: string;
  /** Ours: what the request asked for, and the override. */
  request_model: string;
  model_override: string;
  user_id: string;
  proxy_key_id: string | null;
  /** Path below the door. */
  request_path: string;
  target_url: string | null;
  request_referrer: string;
  country_code: string | null;
  properties: Record<string, string>;
  scores: Record<string, number>;
  /** Ours: when feedback was last given; the rating itself is the score `helicone-score-feedback`. */
  feedback_created_at?: string | null;
  prompt_id: string;
  prompt_version: string;
  /** Tokens as OpenAI counts them: prompt includes cache reads and writes, completion includes reasoning. */
  prompt_tokens: number | null;
  completion_tokens: number | null;
  prompt_cache_read_tokens: number;
  prompt_cache_write_tokens: number;
  reasoning_tokens: number;
  prompt_audio_tokens: number;
  completion_audio_tokens: number;
  /** Ours: counted locally because the provider sent no usage. */
  usage_estimated: boolean;
  /** USD × 1e9. */
  cost: string;
  /** Ours: whether a price was found; false shows "cost not supported". */
  cost_known: boolean;
  cache_enabled: boolean;
  cache_reference_id: string;
  threat: boolean | null;
  is_passthrough_billing: boolean;
  ai_gateway_body_mapping: string;
  assets: string[];
  /** First 16 KB of each body, decoded text; a stream's reply is its assembled text. */
  request_body: string;
  response_body: string;
  size_bytes: number;
  storage_location: 's3' | 'omitted';
  /** Ours: where the raw bodies lie in the object store. */
  segment_key: string;
  segment_offset: number;
  segment_length: number;
  /** Ours, USD × 1e9: what a reply from the cache would have cost. */
  cost_saved: string;
  /** Ours, milliseconds: how much sooner a reply from the cache came than the one that it repeats; 0 where nobody knows. */
  time_saved: number;
  prompt_environment: string;
  /** Ours: what a prompt's variables were filled with, as JSON; empty where there were none. */
  prompt_inputs: string;
  /** Ours: the calls that were made to providers, as JSON (`attemptSchema`); empty where nobody noted them. */
  attempts: string;
  /** Ours: what went wrong, in words. */
  error: string;
  is_stream: boolean;
};

import { type CallAttempt, type HeliconeRequest, type LlmSchema } from '@heliostat/contracts';
import { previewLength, toLlmSchema } from '@heliostat/llm';
import { fromDateTime64, rowUpdatedAt } from '@heliostat/stores/clickhouse';
import { isBinary } from '../body/body.service.js';
import { type StoredRow } from './request.repository.js';

const nilUuid = '00000000-0000-0000-0000-000000000000';
const nanoUsd = 1e9;
const feedbackScore = 'helicone-score-feedback';

const iso = (time: string): string => new Date(fromDateTime64(time)).toISOString();
const orNull = (text: string): string | null => (text === '' ? null : text);

/** A body's preview: its JSON, or its text where it is none or was cut; null where nothing was kept. */
function previewed(preview: string): unknown {
  if (preview === '') return null;
  try {
    return JSON.parse(preview);
  } catch {
    return preview;
  }
}

/** What the worker stored as JSON; null where it stored nothing. */
const stored = <T>(json: string): T | null => (json === '' ? null : (JSON.parse(json) as T));

/** Where a preview of this many characters may have been cut, even between the halves of one. */
const maybeCut = previewLength - 1;

/**
 * The normalised view of whole bodies; null where a preview was cut, or no request was kept. A reply may be plain
 * words where it was reported so.
 */
export function llmSchemaOf(
  row: StoredRow,
  request: unknown,
  response: unknown,
  whole = false,
): LlmSchema | null {
  if (typeof request !== 'object' || request === null || isBinary(request)) return null;
  if (typeof response === 'string' && response.length >= maybeCut && !whole) return null;
  return toLlmSchema({
    provider: row.provider,
    requestJson: request,
    responseJson: response === null || isBinary(response) ? undefined : response,
    path: row.request_path,
    status: row.status,
    error: row.error === '' ? undefined : row.error,
    model: orNull(row.model),
    at: iso(row.request_created_at),
  });
}

/** A row as the REST API shows it; bodies are their previews. `signedBodyUrl` is null where no bodies are kept. */
export function toHeliconeRequest(
  row: StoredRow,
  signedBodyUrl: string | null,
  now = Date.now(),
): HeliconeRequest {
  const cost = row.cost_known ? row.cost / nanoUsd : null;
  const rating = row.scores[feedbackScore];
  const total =
    row.prompt_tokens === null && row.completion_tokens === null
      ? null
      : (row.prompt_tokens ?? 0) + (row.completion_tokens ?? 0);
  const request = previewed(row.request_body);
  const response = previewed(row.response_body);
  const cacheReference = row.cache_reference_id === nilUuid ? null : row.cache_reference_id;
  return {
    response_id: row.response_id,
    response_created_at: row.response_created_at === null ? null : iso(row.response_created_at),
    response_body: response,
    response_status: row.status,
    response_model: orNull(row.model),
    request_id: row.request_id_given || row.request_id,
    request_created_at: iso(row.request_created_at),
    request_body: request,
    request_path: row.request_path,
    request_user_id: orNull(row.user_id),
    request_properties: row.properties,
    request_model: orNull(row.request_model),
    model_override: orNull(row.model_override),
    helicone_user: null,
    provider: row.provider,
    delay_ms: row.latency,
    time_to_first_token: row.time_to_first_token,
    total_tokens: total,
    prompt_tokens: row.prompt_tokens,
    prompt_cache_write_tokens: row.prompt_cache_write_tokens,
    prompt_cache_read_tokens: row.prompt_cache_read_tokens,
    completion_tokens: row.completion_tokens,
    reasoning_tokens: row.reasoning_tokens,
    prompt_audio_tokens: row.prompt_audio_tokens,
    completion_audio_tokens: row.completion_audio_tokens,
    cost,
    prompt_id: orNull(row.prompt_id),
    prompt_version: orNull(row.prompt_version),
    feedback_created_at: row.feedback_created_at ? iso(row.feedback_created_at) : null,
    feedback_id: rating === undefined ? null : row.request_id,
    feedback_rating: rating === undefined ? null : rating === 1,
    signed_body_url: signedBodyUrl,
    llmSchema: llmSchemaOf(row, request, response),
    country_code: row.country_code,
    asset_ids: row.assets,
    asset_urls: null,
    scores: row.scores,
    costUSD: cost,
    properties: row.properties,
    assets: row.assets,
    target_url: row.target_url ?? '',
    model: row.model,
    cache_reference_id: cacheReference,
    cache_enabled: row.cache_enabled,
    updated_at: new Date(updatedAt(row, now)).toISOString(),
    request_referrer: orNull(row.request_referrer),
    ai_gateway_body_mapping: orNull(row.ai_gateway_body_mapping),
    storage_location: row.storage_location,
    threat: row.threat,
    is_passthrough_billing: row.is_passthrough_billing,
    cost_saved: cacheReference === null ? null : row.cost_saved / nanoUsd,
    time_saved: cacheReference === null ? null : row.time_saved,
    prompt_environment: orNull(row.prompt_environment),
    prompt_inputs: stored<Record<string, unknown>>(row.prompt_inputs),
    attempts: stored<CallAttempt[]>(row.attempts),
    usage_estimated: row.usage_estimated,
  };
}

/** A row that nobody edited was written when its call ended; its version alone may be an earlier time. */
function updatedAt({ updated_at: version, response_created_at: ended }: StoredRow, now: number): number {
  return Math.max(rowUpdatedAt(version, now), ended === null ? 0 : fromDateTime64(ended));
}

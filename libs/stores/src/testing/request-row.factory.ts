import { randomUUID } from 'node:crypto';
import { rowVersion, toDateTime64, type RequestRow } from '../clickhouse/index.js';

/** The organisation of rows that name no other. */
export const testOrganizationId = '11111111-1111-4111-8111-111111111111';

/** A complete row of a successful call made now; a test names only what it is about. */
export function requestRowFactory(overrides: Partial<RequestRow> = {}): RequestRow {
  const now = Date.now();
  const id = overrides.request_id ?? randomUUID();
  return {
    organization_id: testOrganizationId,
    request_created_at: toDateTime64(now),
    request_id: id,
    request_id_given: id,
    updated_at: rowVersion(0, now),
    response_id: randomUUID(),
    response_created_at: toDateTime64(now + 800),
    latency: 800,
    time_to_first_token: 120,
    status: 200,
    provider: 'openai',
    model: 'gpt-5-mini',
    request_model: 'gpt-5-mini',
    model_override: '',
    user_id: '',
    proxy_key_id: null,
    request_path: '/v1/chat/completions',
    target_url: 'https://api.openai.com/v1/chat/completions',
    request_referrer: '',
    country_code: null,
    properties: {},
    scores: {},
    prompt_id: '',
    prompt_version: '',
    prompt_tokens: 20,
    completion_tokens: 10,
    prompt_cache_read_tokens: 0,
    prompt_cache_write_tokens: 0,
    reasoning_tokens: 0,
    prompt_audio_tokens: 0,
    completion_audio_tokens: 0,
    usage_estimated: false,
    cost: '25000',
    cost_known: true,
    cache_enabled: false,
    cache_reference_id: '00000000-0000-0000-0000-000000000000',
    threat: null,
    is_passthrough_billing: false,
    ai_gateway_body_mapping: 'NO_MAPPING',
    assets: [],
    request_body: '{"model":"gpt-5-mini","messages":[{"role":"user","content":"Hello"}]}',
    response_body: '{"choices":[{"message":{"role":"assistant","content":"Hi there"}}]}',
    size_bytes: 300,
    storage_location: 's3',
    segment_key: 'segments/2026-01-01/00/test.seg',
    segment_offset: 0,
    segment_length: 100,
    cost_saved: '0',
    time_saved: 0,
    prompt_environment: '',
    prompt_inputs: '',
    attempts: '',
    error: '',
    is_stream: false,
    ...overrides,
  };
}

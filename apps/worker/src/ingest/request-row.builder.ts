import type { LogRecord, LogRecordMeta, Usage } from '@heliostat/contracts';
import {
  findPictures,
  findProviderBySlug,
  preview,
  providers,
  readCall,
  type CallReading,
  type Provider,
} from '@heliostat/llm';
import { costOf, type Cost } from '@heliostat/models';
import { requestUuid, toDateTime64, type RequestRow } from '@heliostat/stores/clickhouse';
import type { SegmentFrame } from '@heliostat/stores/segments';

export type RowSource = { key: string; frame: SegmentFrame };

const nilUuid = '00000000-0000-0000-0000-000000000000';

/**
 * Turns one record into its row: usage and model are read from the bodies, cost is computed (USD × 1e9). Pure, so
 * that ingesting a segment twice gives the same rows; `version` (see `rowVersion`)
 * decides which of two rows with one identity wins.
 */
export function buildRequestRow(record: LogRecord, source: RowSource, version: string): RequestRow {
  const { meta } = record;
  const provider = providerOf(meta.provider, meta.providerName);
  const reading = readCall({
    provider: meta.bodyProvider ?? provider?.id ?? meta.provider,
    method: meta.method,
    path: meta.path,
    targetUrl: meta.targetUrl,
    request: record.request,
    response: record.response,
    reqType: meta.reqType,
    resType: meta.resType,
    reqEncoding: meta.reqEncoding,
    resEncoding: meta.resEncoding,
    status: meta.status,
    modelOverride: meta.modelOverride,
    truncated: meta.resTruncated,
    source: meta.source,
  });
  const usage = meta.usage ?? reading.usage;
  const model = meta.model ?? reading.responseModel ?? reading.requestModel ?? meta.modelOverride ?? '';
  const price = usage ? costOfCall(meta, provider?.id ?? meta.provider, model, usage) : noCost;
  const isHit = meta.cacheReferenceId !== undefined;
  const cost = isHit || meta.mocked ? { nanoUsd: 0n, known: true } : price;

  return {
    organization_id: meta.org,
    request_created_at: toDateTime64(meta.createdAt),
    request_id: requestUuid(meta.org, meta.id),
    request_id_given: meta.id,
    updated_at: version,
    response_id: null,
    response_created_at: toDateTime64(meta.createdAt + meta.latencyMs),
    latency: Math.round(meta.latencyMs),
    time_to_first_token: meta.ttftMs === null ? null : Math.round(meta.ttftMs),
    status: meta.status,
    // A call of the unified API that was refused before anybody was asked has none.
    provider: provider?.enumName ?? (meta.provider === '' ? '' : 'CUSTOM'),
    model: model || meta.modelOverride || '',
    request_model: reading.requestModel ?? '',
    model_override: meta.modelOverride ?? '',
    user_id: meta.userId ?? '',
    proxy_key_id: meta.keyId,
    request_path: meta.path,
    target_url: meta.targetUrl,
    request_referrer: meta.referrer ?? '',
    country_code: meta.countryCode ?? null,
    properties: propertiesOf(meta),
    scores: {},
    prompt_id: meta.promptId ?? '',
    prompt_version: meta.promptVersion ?? '',
    ...tokenColumns(usage),
    cost: cost.nanoUsd.toString(),
    cost_known: cost.known,
    cost_saved: isHit ? price.nanoUsd.toString() : '0',
    time_saved: isHit ? Math.max(0, Math.round((meta.cacheLatencyMs ?? 0) - meta.latencyMs)) : 0,
    cache_enabled: meta.cacheEnabled ?? false,
    cache_reference_id:
      meta.cacheReferenceId === undefined ? nilUuid : requestUuid(meta.org, meta.cacheReferenceId),
    threat: meta.threat ?? null,
    is_passthrough_billing: meta.passthroughBilling ?? false,
    ai_gateway_body_mapping: meta.bodyMapping ?? '',
    prompt_environment: meta.promptEnvironment ?? '',
    prompt_inputs: jsonOf(meta.promptInputs),
    attempts: jsonOf(meta.attempts),
    assets: assetsOf(meta, reading),
    request_body: meta.omitRequest ? '' : preview(reading.requestText),
    response_body: meta.omitResponse ? '' : preview(reading.responseText),
    size_bytes: meta.reqBytes + meta.resBytes,
    storage_location: meta.omitRequest && meta.omitResponse ? 'omitted' : 's3',
    segment_key: source.key,
    segment_offset: source.frame.offset,
    segment_length: source.frame.length,
    error: errorText(meta.error, reading),
    is_stream: reading.isStream,
  };
}

/** An id for each picture that is kept; the API finds the picture in the bodies by its place among them (IG-04). */
function assetsOf(meta: LogRecordMeta, reading: CallReading): string[] {
  // Most calls have none, and a body need not be walked for that.
  const look = (body: unknown, words: string, omitted: boolean | undefined) =>
    omitted !== true && /image|b64_json/i.test(words) ? body : undefined;
  return findPictures(
    look(reading.requestJson, reading.requestText, meta.omitRequest),
    look(reading.responseJson, reading.responseText, meta.omitResponse),
  ).map((_address, place) => requestUuid(meta.org, `${meta.id}/assets/${place}`));
}

const noCost: Cost = { nanoUsd: 0n, known: false };

/**
 * What the call cost. A reply that names its model as no price list does (a translated one) is priced by what the
 * provider that answered was asked for.
 */
function costOfCall(meta: LogRecordMeta, provider: string, model: string, usage: Usage): Cost {
  const at = meta.createdAt;
  // What the installation pays costs what its provider was asked for, whatever the client calls it.
  const override = meta.passthroughBilling === true ? undefined : meta.modelOverride;
  const cost = costOf({ provider, model: override ?? model, usage, at });
  const asked = meta.attempts?.at(-1)?.model;
  if (cost.known || override !== undefined || asked === undefined) return cost;
  return costOf({ provider, model: asked, usage, at });
}

/** The original's dashboards find refused calls, and those that PostHog hears of, by such properties; ours mocked ones. */
function propertiesOf({ properties, rateLimited, posthog, mocked }: LogRecordMeta): Record<string, string> {
  return {
    ...properties,
    ...(rateLimited ? { 'Helicone-Rate-Limit-Status': 'bucket_rate_limited' } : {}),
    ...(posthog ? { 'Helicone-Sent-To-Posthog': 'true' } : {}),
    ...(mocked ? { 'Helicone-Mock-Response': 'true' } : {}),
  };
}

const jsonOf = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

const byName = new Map(providers.map((provider) => [provider.name.toLowerCase(), provider]));

/** The provider that `Helicone-Target-Provider` names, if we know it, else the one of the door or target. */
function providerOf(id: string, name = ''): Provider | undefined {
  const wanted = name.trim().toLowerCase();
  return findProviderBySlug(wanted) ?? byName.get(wanted) ?? findProviderBySlug(id);
}

/** Token columns count as OpenAI does: the prompt includes cache reads and writes, the completion includes reasoning. */
function tokenColumns(usage: Usage | null | undefined) {
  const read = usage?.cacheRead ?? 0;
  const written = (usage?.cacheWrite5m ?? 0) + (usage?.cacheWrite1h ?? 0);
  return {
    prompt_tokens: usage ? usage.input + read + written : null,
    completion_tokens: usage ? usage.output : null,
    prompt_cache_read_tokens: read,
    prompt_cache_write_tokens: written,
    reasoning_tokens: usage?.reasoning ?? 0,
    prompt_audio_tokens: usage?.inputAudio ?? 0,
    completion_audio_tokens: usage?.outputAudio ?? 0,
    usage_estimated: usage?.estimated ?? false,
  };
}

function errorText(gatewayError: string | undefined, reading: CallReading): string {
  const malformed = reading.malformed?.request
    ? 'The request body is not valid JSON; it was forwarded as it was.'
    : undefined;
  return [malformed, gatewayError ?? reading.error].filter((text) => text !== undefined).join(' ');
}

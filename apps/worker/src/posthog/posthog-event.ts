import type { RequestRow } from '@heliostat/stores/clickhouse';

/** Properties that have a field of their own, or that we set ourselves. */
const named = new Set([
  'Helicone-Session-Id',
  'Helicone-Session-Path',
  'Helicone-Session-Name',
  'Helicone-Prompt-Id',
  'Helicone-Sent-To-Posthog',
]);
/** PostHog's own limit. */
const maxDistinctId = 200;
const nanoPerUsd = 1e9;

/**
 * The capture call's JSON for a row: the event `helicone_request` with what the row knows, in milliseconds, tokens and
 * USD (null where there is no price). Bodies are the row's previews of 16 KB, empty where they may not be kept. `uuid`
 * is the row's id, by which PostHog drops what it is told twice. Without a user the event makes no person.
 * https://posthog.com/docs/api/capture
 */
export function posthogEvent(row: RequestRow, apiKey: string, createdAt: number): string {
  const { properties } = row;
  return JSON.stringify({
    api_key: apiKey,
    event: 'helicone_request',
    distinct_id: (row.user_id || row.request_id_given).slice(0, maxDistinctId),
    timestamp: new Date(createdAt).toISOString(),
    uuid: row.request_id,
    properties: {
      request_id: row.request_id_given,
      model: row.model,
      request_model: row.request_model,
      provider: row.provider,
      status: row.status,
      error: row.error || undefined,
      path: row.request_path,
      prompt_tokens: row.prompt_tokens,
      completion_tokens: row.completion_tokens,
      total_tokens: totalTokens(row),
      cache_read_tokens: row.prompt_cache_read_tokens,
      cache_write_tokens: row.prompt_cache_write_tokens,
      reasoning_tokens: row.reasoning_tokens,
      cost_usd: row.cost_known ? Number(row.cost) / nanoPerUsd : null,
      latency_ms: row.latency,
      time_to_first_token_ms: row.time_to_first_token,
      stream: row.is_stream,
      user_id: row.user_id || undefined,
      country_code: row.country_code ?? undefined,
      session_id: properties['Helicone-Session-Id'],
      session_path: properties['Helicone-Session-Path'],
      session_name: properties['Helicone-Session-Name'],
      prompt_id: row.prompt_id || undefined,
      prompt_version: row.prompt_version || undefined,
      request_body: row.request_body,
      response_body: row.response_body,
      ...customProperties(properties),
      $lib: 'heliostat',
      // Where the call came from is not where we are.
      $geoip_disable: true,
      ...(row.user_id ? {} : { $process_person_profile: false }),
    },
  });
}

function totalTokens({ prompt_tokens: prompt, completion_tokens: completion }: RequestRow): number | null {
  return prompt === null && completion === null ? null : (prompt ?? 0) + (completion ?? 0);
}

/** Under the name of the header that set it, so that none takes the place of a field above. */
function customProperties(properties: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => !named.has(name))
      .map(([name, value]) => [`Helicone-Property-${name}`, value]),
  );
}

import type { HeliconeRequest } from '@heliostat/contracts';

const doors: Record<string, string> = { openai: 'oai' };

const slugOf = (provider: string) => provider.trim().toLowerCase().replaceAll('_', '-').replaceAll(' ', '-');

/** Single quotes for a shell; the only character that needs care is the quote itself. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Double quotes, for values with a `$NAME` that the shell shall fill in. */
const shellFill = (text: string) => `"${text.replace(/(["\\`])/g, '\\$1')}"`;

function pathOf(row: HeliconeRequest): string {
  const path = row.request_path || row.target_url;
  if (!URL.canParse(path)) return path.startsWith('/') ? path : `/${path}`;
  const url = new URL(path);
  return `${url.pathname}${url.search}`;
}

/** Headers of ours that a property or user of the row came in by; a property's name is its header's. */
function featureHeaders(row: HeliconeRequest): string[] {
  const special: Record<string, string> = {
    'Helicone-Session-Id': 'Helicone-Session-Id',
    'Helicone-Session-Path': 'Helicone-Session-Path',
    'Helicone-Session-Name': 'Helicone-Session-Name',
  };
  const properties = Object.entries(row.properties).map(
    ([key, value]) => `${special[key] ?? `Helicone-Property-${key}`}: ${value}`,
  );
  return [...(row.request_user_id ? [`Helicone-User-Id: ${row.request_user_id}`] : []), ...properties];
}

/**
 * The same call again as a shell command through the proxy. Keys are names of environment variables: the log never
 * holds them.
 */
export function buildCurl(row: HeliconeRequest, proxyUrl: string): string {
  const base = proxyUrl.replace(/\/+$/, '');
  const slug = slugOf(row.provider);
  const known = slug !== '' && slug !== 'custom' && slug !== 'unknown';
  const keyName = known ? `${slug.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_API_KEY` : 'PROVIDER_API_KEY';
  const headers: string[] = [];
  // Through the unified API there is one key, and the bodies are the client's.
  const unified = row.ai_gateway_body_mapping !== null;
  if (unified) headers.push(shellFill('Authorization: Bearer $HELIOSTAT_API_KEY'));
  else if (slug === 'anthropic')
    headers.push(shellFill(`x-api-key: $${keyName}`), shellQuote('anthropic-version: 2023-06-01'));
  else headers.push(shellFill(`Authorization: Bearer $${keyName}`));
  if (!unified) headers.push(shellFill('Helicone-Auth: Bearer $HELIOSTAT_API_KEY'));
  if (!unified && !known && URL.canParse(row.target_url))
    headers.push(shellQuote(`Helicone-Target-Url: ${new URL(row.target_url).origin}`));
  headers.push(...featureHeaders(row).map(shellQuote));

  const body =
    row.request_body === null || row.request_body === undefined || row.request_body === ''
      ? undefined
      : typeof row.request_body === 'string'
        ? row.request_body
        : JSON.stringify(row.request_body, null, 2);
  if (body !== undefined) headers.push(shellQuote('Content-Type: application/json'));

  const door = unified ? '' : `/${known ? (doors[slug] ?? slug) : 'gateway'}`;
  return [
    `curl ${shellQuote(`${base}${door}${pathOf(row)}`)}`,
    ...headers.map((header) => `-H ${header}`),
    ...(body === undefined ? [] : [`-d ${shellQuote(body)}`]),
  ].join(' \\\n  ');
}

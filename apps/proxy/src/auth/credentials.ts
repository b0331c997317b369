import { HeaderKind, headerKind } from '../headers/header-kind.js';
import type { RequestHeaders } from '../headers/request-headers.js';

const isOurs = (key: string) => key.startsWith('sk-helicone-') || key.startsWith('pk-helicone-');
const bearer = /^bearer\s+/i;
const bare = (value: string) => value.replace(bearer, '').trim();

/**
 * The Heliostat key of a request: from `Helicone-Auth`, else from the path, else from the headers that providers
 * read. In the last case it is taken out of them, so that it does not reach the provider: out of the comma form
 * `Bearer <provider key>, Bearer <Heliostat key>`, or with the whole header where it stood alone.
 */
export function takeKey(headers: RequestHeaders, pathKey: string | undefined): string | undefined {
  const explicit = headers.heliconeAuth === undefined ? pathKey : fromBearer(headers.heliconeAuth);
  let inline: string | undefined;
  // From the end, so that taking a header out moves none that is still to be looked at; the first one wins.
  for (let at = headers.upstream.length - 1; at > 0; at -= 2) {
    const ours = takeInline(headers, at);
    if (ours !== undefined) inline = ours;
  }
  return explicit ?? inline;
}

/** `Bearer x` is by far the most frequent spelling. */
const fromBearer = (value: string) => (value.startsWith('Bearer ') ? value.slice(7).trim() : bare(value));

function takeInline(headers: RequestHeaders, at: number): string | undefined {
  const value = headers.upstream[at]!;
  if (value.indexOf('k-helicone-') < 0 || headerKind(headers.upstream[at - 1]!) !== HeaderKind.credential)
    return undefined;
  const parts = value.split(',').map((part) => part.trim());
  const ours = parts.map(bare).find(isOurs);
  if (ours === undefined) return undefined;
  const rest = parts.filter((part) => !isOurs(bare(part)));
  if (rest.length > 0) headers.upstream[at] = rest.join(', ');
  else headers.upstream.splice(at - 1, 2);
  return ours;
}

/**
 * The key of a call to the unified gateway, where every credential is ours: as `takeKey`, else whatever stands in
 * `Authorization` or `x-api-key`. No credential goes further.
 */
export function takeUnifiedKey(headers: RequestHeaders, pathKey: string | undefined): string | undefined {
  let key = takeKey(headers, pathKey);
  for (let at = headers.upstream.length - 1; at > 0; at -= 2) {
    if (headerKind(headers.upstream[at - 1]!) !== HeaderKind.credential) continue;
    key ??= bare(headers.upstream[at]!) || undefined;
    headers.upstream.splice(at - 1, 2);
  }
  return key;
}

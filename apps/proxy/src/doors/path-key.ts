/** A path without the Heliostat key that stood in it, and that key. */
export type KeyedPath = { path: string; key: string | undefined };

const isKey = (segment: string) => segment.startsWith('sk-helicone-') || segment.startsWith('pk-helicone-');

/**
 * Takes a key out of the first or the second segment of a door's path: `/{key}/v1/models` and `/v1/{key}/models`
 * both become `/v1/models`.
 */
export function takePathKey(path: string): KeyedPath {
  if (path.indexOf('k-helicone-') < 0) return { path, key: undefined };
  let start = 1;
  for (let position = 0; position < 2 && start > 0; position++) {
    const end = segmentEnd(path, start);
    const segment = path.slice(start, end);
    if (isKey(segment)) {
      const rest = path.slice(0, start - 1) + path.slice(end);
      return { path: rest.startsWith('/') ? rest : `/${rest}`, key: segment };
    }
    start = path[end] === '/' ? end + 1 : -1;
  }
  return { path, key: undefined };
}

function segmentEnd(path: string, from: number): number {
  for (let at = from; at < path.length; at++) {
    const char = path.charCodeAt(at);
    if (char === 47 || char === 63) return at;
  }
  return path.length;
}

const keyLike = /([?&](?:key|api[-_]?key|access[-_]?token|token|auth|sig|signature|x-amz-[a-z-]+)=)[^&#]*/gi;
const heliostatKey = /[sp]k-helicone-[A-Za-z0-9-]+/g;

/** A path or URL fit for logs: Heliostat keys and the values of key-like query parameters are replaced. */
export function redactPath(path: string): string {
  let clean = path;
  if (clean.indexOf('k-helicone-') >= 0) clean = clean.replace(heliostatKey, 'REDACTED');
  if (clean.indexOf('?') >= 0) clean = clean.replace(keyLike, '$1REDACTED');
  return clean;
}

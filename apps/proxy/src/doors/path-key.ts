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

const parameter = /([?&;])([^=&;#]*)=[^&;#]*/g;
const secretName =
  /^(?:key|token|auth|sig|signature|password|secret|x-amz-[a-z-]+|(?:.*[-_])?(?:api[-_]?key|key|token|secret))$/i;
/** Heliostat keys, and what OpenAI, Anthropic and many others call `sk-…`; `%73` is `s`, `%70` is `p`. */
const keyLike = /(?<![A-Za-z0-9])(?:s|p|%7[03])k-[A-Za-z0-9_-]{12,}/g;

/** A path or URL fit for logs: keys, and the values of query parameters that are named like a secret, are replaced. */
export function redactPath(path: string): string {
  let clean = path;
  if (clean.indexOf('k-') >= 0) clean = clean.replace(keyLike, 'REDACTED');
  if (clean.indexOf('?') >= 0)
    clean = clean.replace(parameter, (whole, separator: string, name: string) =>
      secretName.test(decoded(name)) ? `${separator}${name}=REDACTED` : whole,
    );
  return clean;
}

function decoded(name: string): string {
  if (name.indexOf('%') < 0) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

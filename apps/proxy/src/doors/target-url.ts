import { CodedError } from '@heliostat/platform';
import type { Target } from './door.js';

/**
 * A target from a setting or a header. Only http and https, no credentials; the fragment is dropped. `name` is what
 * the error calls it. Not guarded: that is for who knows where the text came from. Throws `proxy/bad-target` (400).
 */
export function parseTarget(text: string, name: string): Target {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw badTarget(`${name} is not a URL; it should look like https://api.example.com`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw badTarget(`${name} must start with https:// or http://`);
  if (url.username || url.password)
    throw badTarget(`${name} must not hold a user name or password; send credentials in headers`);
  let basePath = url.pathname;
  while (basePath.endsWith('/')) basePath = basePath.slice(0, -1);
  return { origin: url.origin, basePath, search: url.search, guarded: false };
}

const badTarget = (message: string) => new CodedError('proxy/bad-target', message, 400);

/**
 * The path and query to send. A version that both the target and the path carry (`https://host/v1` and
 * `/v1/models`) is sent once; the target's own query goes first.
 */
export function joinPath(target: Target, path: string): string {
  if (target.basePath === '' && target.search === '') return path;
  let joined = target.basePath + path;
  const version = target.basePath.slice(target.basePath.lastIndexOf('/'));
  if (
    isVersion(version) &&
    path.startsWith(version) &&
    (path.length === version.length || path[version.length] === '/' || path[version.length] === '?')
  )
    joined = target.basePath + path.slice(version.length);
  if (target.search === '') return joined;
  const query = joined.indexOf('?');
  return query < 0
    ? joined + target.search
    : `${joined.slice(0, query)}${target.search}&${joined.slice(query + 1)}`;
}

/** `/v1`, `/v1beta`, `/v3` … */
function isVersion(segment: string): boolean {
  const digit = segment.charCodeAt(2);
  return segment.charCodeAt(1) === 118 && digit >= 48 && digit <= 57;
}

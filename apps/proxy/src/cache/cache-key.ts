import { createHash } from 'node:crypto';
import { HeaderKind, headerKind } from '../headers/header-kind.js';
import type { Call } from '../pipeline/call.js';
import { bodyWithoutKeys } from './body-without-keys.js';
import type { CacheOptions } from './cache-options.js';

/** Google's access tokens last an hour; calls that differ only in them are the same. */
const shortLived = /^(bearer\s+)?ya29\./i;

/**
 * Stands for a request (page Caching): hex SHA-256 over organisation, API key, seed, URL, body without ignored keys,
 * the client's credentials and the cache's headers. How long a reply is kept makes no difference, nor does any other
 * header. Slots are told apart by the state. Other parts may stand in the place of the body.
 */
export function cacheKey(call: Call, options: CacheOptions, inBodysPlace?: readonly string[]): string {
  const { head } = call;
  const hash = createHash('sha256');
  // Each part with its length, so that no two lists of parts look alike.
  const add = (part: string) => void hash.update(`${Buffer.byteLength(part)}:`).update(part);
  add('1');
  add(head.grant.org);
  add(head.grant.keyId);
  add(options.seed ?? '');
  add(head.method);
  add(head.door.slug);
  // The target follows from these, of the unified gateway from the path, which is the format, and the body's model.
  add(head.path);
  add(head.headers.targetUrl ?? '');
  add(head.headers.apiBase ?? '');
  // What a body is, and what the reply is to be: OPENAI says no more than the path.
  const { bodyMapping } = head.headers;
  add(bodyMapping === undefined || bodyMapping === 'OPENAI' ? '' : bodyMapping);
  add(head.features.fallbacks ?? '');
  // A reply is kept in the pieces that it was given in.
  if (head.features.streamForceFormat) add('whole events');
  add(String(options.buckets));
  add([...options.ignoredKeys].join(','));
  const { upstream } = head.headers;
  for (let i = 0; i < upstream.length; i += 2) {
    const value = upstream[i + 1]!;
    if (headerKind(upstream[i]!) !== HeaderKind.credential || shortLived.test(value)) continue;
    add(upstream[i]!.toLowerCase());
    add(value);
  }
  add('body');
  if (inBodysPlace === undefined) addBody(call, options.ignoredKeys, hash.update.bind(hash), add);
  else inBodysPlace.forEach(add);
  return hash.digest('hex');
}

function addBody(
  call: Call,
  ignored: ReadonlySet<string>,
  update: (bytes: Buffer) => unknown,
  add: (part: string) => void,
): void {
  const body = call.body();
  if (ignored.size === 0 || call.json === undefined) update(body);
  else for (const member of bodyWithoutKeys(body, ignored)) add(member);
}

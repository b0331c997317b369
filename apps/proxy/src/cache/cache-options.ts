import { CodedError } from '@heliostat/platform';
import { readSwitch } from '../headers/read-switch.js';
import type { CallHead } from '../pipeline/call-head.js';

export const maxBuckets = 20;
const daySeconds = 86_400;
const defaultSeconds = 7 * daySeconds;
const maxSeconds = 365 * daySeconds;

/** What a call asks of the cache. */
export type CacheOptions = {
  read: boolean;
  save: boolean;
  /** Whether a reply that is still good gives way to this call's. */
  replace: boolean;
  ttlMs: number;
  buckets: number;
  seed: string | undefined;
  /** Top-level keys of the body that make no difference. */
  ignoredKeys: ReadonlySet<string>;
};

const none: ReadonlySet<string> = new Set();

/**
 * Reads the cache's headers (page Caching): `Helicone-Cache-Enabled`, or `-Save` and `-Read` for either half, and
 * `Cache-Control`. `max-age` is how long this call's reply is kept, 7 days by default and 365 at most; `no-store` and
 * `max-age=0` leave the cache out, `no-cache` fetches anew. Throws `proxy/bad-cache-header` (400).
 */
export function readCacheOptions({ features, headers }: CallHead): CacheOptions {
  const control = readCacheControl(headers.cacheControl);
  const enabled = features.cacheEnabled || asksForSimilar(features.cacheSemantic);
  const asked = (half: string | undefined) => (half === undefined ? enabled : readSwitch(half) === true);
  const usable = !control.noStore && control.seconds > 0;
  return {
    read: usable && !control.noCache && asked(features.cacheRead),
    save: usable && asked(features.cacheSave),
    replace: control.noCache,
    ttlMs: control.seconds * 1_000,
    buckets: readBuckets(features.cacheBucketMaxSize),
    seed: features.cacheSeed,
    ignoredKeys: readKeys(features.cacheIgnoreKeys),
  };
}

/** Asking for similar requests' replies asks for the cache. */
export const asksForSimilar = (header: string | undefined) =>
  header !== undefined && header.toLowerCase() !== 'false';

function readBuckets(value: string | undefined): number {
  if (value === undefined) return 1;
  const buckets = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (buckets < 1 || buckets > maxBuckets)
    throw new CodedError(
      'proxy/bad-cache-header',
      `Helicone-Cache-Bucket-Max-Size must be a whole number from 1 to ${maxBuckets}.`,
      400,
    );
  return buckets;
}

const readKeys = (value: string | undefined): ReadonlySet<string> =>
  value === undefined
    ? none
    : new Set(
        value
          .split(',')
          .map((key) => key.trim())
          .filter((key) => key !== ''),
      );

type CacheControl = { seconds: number; noStore: boolean; noCache: boolean };

/** Directives that we do not know count for nothing: the header is not ours alone. An age that is none is refused. */
function readCacheControl(value: string | undefined): CacheControl {
  const control: CacheControl = { seconds: defaultSeconds, noStore: false, noCache: false };
  let shared = false;
  for (const directive of (value ?? '').split(',')) {
    // No pattern: it would read long runs of blanks again and again.
    const [given = '', ...rest] = directive.split('=');
    const value = rest.length === 0 ? undefined : rest.join('=').trim();
    const name = given.trim().toLowerCase();
    switch (name) {
      case 'no-store':
        control.noStore = true;
        break;
      case 'no-cache':
        control.noCache = true;
        break;
      case 's-maxage':
        if (value === undefined) break;
        shared = true;
        control.seconds = readAge(name, value);
        break;
      case 'max-age': {
        if (value === undefined) break;
        const seconds = readAge(name, value);
        if (!shared) control.seconds = seconds;
        break;
      }
    }
  }
  return control;
}

function readAge(name: string, value: string): number {
  const [, digits] = /^"?(\d{1,15})"?$/.exec(value) ?? [];
  if (digits !== undefined) return Math.min(maxSeconds, Number(digits));
  throw new CodedError(
    'proxy/bad-cache-header',
    `Cache-Control has a ${name} that is not a whole number of seconds; it should look like max-age=3600.`,
    400,
  );
}

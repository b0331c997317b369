import type { FeatureHeaders } from '../headers/feature-headers.js';
import { callHead } from '../testing/call.fixture.js';
import { readCacheOptions } from './cache-options.js';

const day = 86_400_000;

function read(features: Partial<FeatureHeaders> = {}, cacheControl?: string) {
  const head = callHead({ features: { cacheEnabled: true, ...features } });
  head.headers.cacheControl = cacheControl;
  return readCacheOptions(head);
}

describe("the cache's headers", () => {
  it('read and save one reply for seven days unless they say otherwise (CA-01, CA-03)', () => {
    expect(read()).toMatchObject({ read: true, save: true, replace: false, buckets: 1, ttlMs: 7 * day });
  });

  it('turn on either half alone, or either half off', () => {
    const off = { cacheEnabled: false };
    expect(read({ ...off, cacheSave: 'true' })).toMatchObject({ read: false, save: true });
    expect(read({ ...off, cacheRead: 'TRUE' })).toMatchObject({ read: true, save: false });
    expect(read({ cacheRead: 'false' })).toMatchObject({ read: false, save: true });
  });

  it.each([
    ['max-age=3600', 3_600_000],
    ['public, Max-Age="60"', 60_000],
    ['max-age=60, s-maxage=120', 120_000],
    ['s-maxage=120, max-age=60', 120_000],
    ['max-age=31536001', 365 * day],
    ['max-age=999999999999999', 365 * day],
    ['max-age=60, immutable=1', 60_000],
    ['max-age', 7 * day],
    ['must-revalidate', 7 * day],
  ])('keep a reply as long as %p says (CA-03)', (control, ttlMs) => {
    expect(read({}, control)).toMatchObject({ ttlMs, read: true, save: true });
  });

  it.each(['max-age=soon', 'max-age=-1', 'max-age=1h', 'public, max-age=3.5', 'max-age=', 's-maxage="a"'])(
    'refuse %p, which would keep a reply for seven days, in words (CA-03)',
    (control) => {
      expect(() => read({}, control)).toThrow(
        expect.objectContaining({
          status: 400,
          message: expect.stringMatching(/Cache-Control.*max-age=3600/) as string,
        }),
      );
    },
  );

  it('refuse an age behind as many blanks as a header can hold', () => {
    const blanks = ' '.repeat(60_000);
    expect(() => read({}, `max-age=1${blanks}x`)).toThrow(/not a whole number of seconds/);
    expect(read({}, `immutable${blanks}=1, max-age =${blanks}60`)).toMatchObject({ ttlMs: 60_000 });
  });

  it.each(['no-store', 'max-age=0', 'max-age=60, no-store'])('leave the cache out for %p', (control) => {
    expect(read({}, control)).toMatchObject({ read: false, save: false });
  });

  it('fetch a fresh reply for no-cache, and put it in the place of the old one', () => {
    expect(read({}, 'no-cache')).toMatchObject({ read: false, save: true, replace: true });
  });

  it.each(['1', '3', '20'])('take %p replies (CA-04)', (size) => {
    expect(read({ cacheBucketMaxSize: size }).buckets).toBe(Number(size));
  });

  it.each(['0', '21', '-1', '2.5', 'many', '1e1', '99999'])('refuse %p replies in words (CA-04)', (size) => {
    expect(() => read({ cacheBucketMaxSize: size })).toThrow(
      expect.objectContaining({
        status: 400,
        message: expect.stringContaining('Helicone-Cache-Bucket-Max-Size') as string,
      }),
    );
  });

  it('name the keys that are ignored (CA-06)', () => {
    expect([...read({ cacheIgnoreKeys: 'request_id, timestamp,,' }).ignoredKeys]).toEqual([
      'request_id',
      'timestamp',
    ]);
  });
});

import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { KeyGrant } from '../auth/key-store.js';
import { Call } from '../pipeline/call.js';
import { testCall, type CallParts } from '../testing/call.fixture.js';
import { cacheKey } from './cache-key.js';
import { readCacheOptions } from './cache-options.js';

type Asked = CallParts & { grant?: Partial<KeyGrant>; upstream?: string[] };

function keyOf({ grant, upstream = [], ...parts }: Asked, inBodysPlace?: readonly string[]): string {
  const { exchange, head, originalBody } = testCall({ id: randomUUID(), ...parts });
  head.headers.upstream.push(...upstream);
  const call = new Call(exchange, { ...head, grant: { ...head.grant, ...grant } }, originalBody);
  return cacheKey(call, readCacheOptions(call.head), inBodysPlace);
}

const name = fc.string({ maxLength: 6, unit: fc.constantFrom('a', ':', '/', '1', ',') });
const asked: fc.Arbitrary<Asked> = fc.record({
  body: fc.dictionary(name, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }) as fc.Arbitrary<
    Asked['body'] & object
  >,
  path: name,
  upstream: fc.constantFrom([], ['authorization', 'Bearer x'], ['x-api-key', 'x']),
  features: fc.record({
    cacheEnabled: fc.constant(true),
    cacheSeed: fc.option(name, { nil: undefined }),
    fallbacks: fc.option(name, { nil: undefined }),
    cacheIgnoreKeys: fc.option(name, { nil: undefined }),
  }),
});

describe(cacheKey.name, () => {
  it('is the same for the same request of one key, whatever its id', () => {
    fc.assert(fc.property(asked, (parts) => expect(keyOf(parts)).toBe(keyOf(parts))));
  });

  it('is another for another organisation or key, in the list of similar requests too', () => {
    fc.assert(
      fc.property(
        asked,
        fc.constantFrom('org', 'keyId'),
        fc.constantFrom(undefined, ['x']),
        (parts, of, place) => {
          expect(keyOf({ ...parts, grant: { [of]: 'other' } }, place)).not.toBe(keyOf(parts, place));
        },
      ),
    );
  });

  it('is another where text moves from one part of a request to the next', () => {
    const halves = (text: string, at: number) => ({
      path: text.slice(0, at),
      features: { cacheEnabled: true, fallbacks: text.slice(at) },
    });
    fc.assert(
      fc.property(fc.stringMatching(/^[a:1]{2,12}$/), fc.nat(12), fc.nat(12), (text, one, two) => {
        fc.pre(Math.min(one, text.length) !== Math.min(two, text.length));
        expect(keyOf(halves(text, one))).not.toBe(keyOf(halves(text, two)));
      }),
    );
  });

  it('is another where a stream is to come in whole events', () => {
    const features = { cacheEnabled: true, streamForceFormat: true };
    expect(keyOf({ features })).not.toBe(keyOf({ features: { ...features, streamForceFormat: false } }));
  });

  it('is another with other credentials of the client', () => {
    fc.assert(
      fc.property(asked, (parts) => {
        const other = { ...parts, upstream: ['authorization', 'Bearer other'] };
        expect(keyOf(other)).not.toBe(keyOf(parts));
      }),
    );
  });
});

import fc from 'fast-check';
import { FairCache } from './fair-cache.js';

function setUp(maxBytes: number) {
  let now = 1_000;
  const sut = new FairCache<string>({ maxBytes, now: () => now });
  const put = (owner: string, index: number, bytes = 10, lifeMs = 1_000) =>
    sut.set(`${owner}${index}`, owner, { owner, bytes, goodUntil: now + lifeMs });
  const fill = (owner: string, count: number, bytes = 10, lifeMs = 1_000) => {
    for (let index = 0; index < count; index++) put(owner, index, bytes, lifeMs);
  };
  const kept = (owner: string, of = 1_000) =>
    Array.from({ length: of }, (_, index) => index).filter(
      (index) => sut.peek(`${owner}${index}`) !== undefined,
    );
  return { sut, put, fill, kept, pass: (ms: number) => (now += ms) };
}

describe(FairCache.name, () => {
  it('lets one alone have all of it, and drops what was not asked for the longest', () => {
    const { sut, put, kept } = setUp(50);
    for (let index = 0; index < 8; index++) {
      put('a', index);
      sut.get('a0');
    }
    expect(kept('a')).toEqual([0, 4, 5, 6, 7]);
  });

  it('takes the room for one that comes new from whoever has the most', () => {
    const { fill, kept } = setUp(100);
    fill('large', 8);
    fill('small', 2);
    fill('new', 2);
    expect([kept('large').length, kept('small').length, kept('new').length]).toEqual([6, 2, 2]);
  });

  it('lets nobody who stores without end push out more than evens the shares', () => {
    const { fill, kept } = setUp(100);
    fill('quiet', 5);
    fill('little', 1);
    fill('noisy', 1_000);
    expect([kept('quiet').length, kept('little').length, kept('noisy').length]).toEqual([5, 1, 4]);
  });

  it('gives what somebody leaves to the others', () => {
    const { fill, kept, pass } = setUp(1_000);
    fill('away', 50, 10, 500);
    pass(600);
    fill('here', 200);
    expect(kept('here').length).toBeGreaterThan(90);
  });

  it('does not keep what is larger than all, nor what it replaces', () => {
    const { sut, put } = setUp(100);
    put('a', 0);
    expect(put('a', 0, 101)).toBe(false);
    expect(sut.peek('a0')).toBeUndefined();
    expect(sut.bytes).toBe(0);
  });

  it('does not keep what takes more than its share from others', () => {
    const { put, fill, kept } = setUp(100);
    fill('a', 5);
    expect(put('b', 0, 60)).toBe(false);
    expect(kept('a')).toHaveLength(5);
  });

  it('forgets what its time is over for', () => {
    const { sut, put, pass } = setUp(100);
    put('a', 0);
    pass(1_000);
    expect([sut.peek('a0'), sut.get('a0')]).toEqual([undefined, undefined]);
  });

  it('has room for all again once it is cleared', () => {
    const { sut, fill, kept } = setUp(100);
    fill('a', 10);
    sut.clear();
    fill('b', 10);
    expect([kept('a').length, kept('b').length, sut.bytes]).toEqual([0, 10, 100]);
  });

  it.each([
    ['of one size', 10, 10],
    ['of all sizes', 1, 30],
  ])('holds entries %s: no more than fit, and none is lost while somebody else has more', (_, min, max) => {
    const step = fc.record({
      owner: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 })),
      index: fc.integer({ min: 0, max: 30 }),
      bytes: fc.integer({ min, max }),
      asks: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
      wait: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        const { sut, put, pass } = setUp(200);
        /** What is there, by when it was asked for last. */
        const model = new Map<string, { owner: number; bytes: number; end: number }>();
        let now = 0;
        const of = (owner: number) => [...model].filter(([, one]) => one.owner === owner);
        const bytesOf = (owner: number) => of(owner).reduce((sum, [, { bytes }]) => sum + bytes, 0);
        for (const { owner, index, bytes, asks, wait } of steps) {
          pass(wait);
          now += wait;
          for (const [one, { end }] of model) if (end <= now) model.delete(one);
          const key = `${owner}${index}`;
          const known = model.get(key);
          if (asks) {
            expect(sut.get(key)).toBe(known && String(owner));
            if (known !== undefined) model.delete(key);
            if (known !== undefined) model.set(key, known);
            continue;
          }
          const stored = put(String(owner), index, bytes);
          model.delete(key);
          model.set(key, { owner, bytes, end: now + 1_000 });
          const lost = [...model].filter(([one]) => sut.peek(one) === undefined);
          for (const [, { owner: loser }] of lost) {
            const its = lost.filter(([, one]) => one.owner === loser);
            // What was not asked for the longest.
            expect(its).toEqual(of(loser).slice(0, its.length));
          }
          for (const [one] of lost) model.delete(one);
          expect(sut.bytes).toBeLessThanOrEqual(200);
          expect(stored).toBe(model.has(key));
          if (lost.length === 0 || min < max) continue;
          // Before it lost its last, none had more than it; and others have not got more since.
          const most = Math.max(...[0, 1, 2, 3, 4].map(bytesOf));
          for (const [, { owner: loser, bytes: last }] of lost)
            expect(bytesOf(loser) + last).toBeGreaterThanOrEqual(most);
        }
      }),
      { numRuns: 15 },
    );
  });
});

import fc from 'fast-check';
import { FairQueue } from './fair-queue.js';

const drain = (sut: FairQueue<string>) => Array.from({ length: sut.length }, () => sut.shift());

describe(FairQueue.name, () => {
  it('lets owners take turns, each with its first', () => {
    const sut = new FairQueue<string>(100);
    for (const item of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) sut.push(item[0]!, item);
    expect(drain(sut)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('gives one owner alone half of the places', () => {
    const sut = new FairQueue<string>(10);
    expect(Array.from({ length: 10 }, () => sut.push('a', 'x')).filter(Boolean)).toHaveLength(5);
    expect(sut.push('b', 'x')).toBe(true);
  });

  it('has nothing when it is empty', () => {
    expect(new FairQueue<string>(10).shift()).toBeUndefined();
  });

  it('loses nothing, keeps the order of each owner, and never holds more than it may', () => {
    const steps = fc.array(fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), fc.constant(undefined)));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), steps, (max, owners) => {
        const sut = new FairQueue<string>(max);
        const kept: string[] = [];
        const got: string[] = [];
        owners.forEach((owner, index) => {
          if (owner === undefined) got.push(...[sut.shift()].filter((item) => item !== undefined));
          else if (sut.push(owner, `${owner}${index}`)) kept.push(`${owner}${index}`);
          expect(sut.length).toBeLessThanOrEqual(max);
        });
        got.push(...drain(sut).map((item) => item!));
        for (const owner of ['a', 'b', 'c', 'd'])
          expect(got.filter((item) => item.startsWith(owner))).toEqual(
            kept.filter((item) => item.startsWith(owner)),
          );
      }),
    );
  });
});

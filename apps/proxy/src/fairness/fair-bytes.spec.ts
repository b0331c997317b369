import fc from 'fast-check';
import { FairBytes, type FairShare } from './fair-bytes.js';

/** Takes single bytes until it may not; how many it got. */
function fill(share: FairShare): number {
  let bytes = 0;
  while (share.take(1)) bytes++;
  return bytes;
}

describe(FairBytes.name, () => {
  it('gives half to an owner of many, and always leaves room for another', () => {
    const sut = new FairBytes(100);
    const [first, second] = [sut.open('a'), sut.open('a')];
    expect(fill(first) + fill(second)).toBe(50);
    expect(fill(sut.open('b'))).toBe(50);
  });

  it('gives all to the only one of an owner', () => {
    expect(fill(new FairBytes(100).open('a'))).toBe(100);
  });

  it('takes back once what is closed, and gives it to nobody who is closed', () => {
    const sut = new FairBytes(100);
    const share = sut.open('a');
    fill(share);
    share.close();
    share.close();
    expect([sut.left, share.take(1)]).toEqual([100, false]);
  });

  it('never gives more than it has, and has all of it again at the end', () => {
    const step = fc.record({
      owner: fc.constantFrom('a', 'b', 'c'),
      holder: fc.nat(2),
      bytes: fc.integer({ min: 1, max: 40 }),
      close: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const sut = new FairBytes(100);
        const shares = new Map<string, FairShare>();
        for (const { owner, holder, bytes, close } of steps) {
          const name = `${owner}${holder}`;
          const share = shares.get(name) ?? sut.open(owner);
          shares.set(name, share);
          if (close) {
            share.close();
            shares.delete(name);
          } else share.take(bytes);
          expect(sut.left).toBeGreaterThanOrEqual(0);
        }
        for (const share of shares.values()) share.close();
        expect(sut.left).toBe(100);
      }),
    );
  });
});

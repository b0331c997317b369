import fc from 'fast-check';
import { centsOf, nanoOf } from './money.js';

describe(nanoOf.name, () => {
  it.each([
    [1, 10_000_000n],
    [0.01, 100_000n],
    [0.0001, 1_000n],
    [-250, -2_500_000_000n],
    [1e10, 100_000_000_000_000_000n],
  ])('reads %d cents exactly', (cents, nano) => {
    expect(nanoOf(cents)).toBe(nano);
    expect(centsOf(nano.toString())).toBe(cents);
  });

  it('goes there and back for every amount of whole cents', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), (cents) => {
        expect(centsOf(nanoOf(cents))).toBe(cents);
      }),
    );
  });
});

import { median, quantile } from './quantile.js';

describe(quantile.name, () => {
  it.each([
    [0.5, 2],
    [0.99, 4],
    [1, 4],
    [0, 1],
  ])('takes the nearest rank at %d', (q, expected) => {
    expect(quantile([1, 2, 3, 4], q)).toBe(expected);
  });
});

describe(median.name, () => {
  it('is the middle, or the mean of both', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});

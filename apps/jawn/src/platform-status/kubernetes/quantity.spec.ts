import { quantity } from './quantity.js';

describe(quantity.name, () => {
  it.each([
    ['250m', 0.25],
    ['1234567n', 0.001234567],
    ['64Mi', 67_108_864],
    ['131072Ki', 134_217_728],
    ['2', 2],
    [undefined, 0],
    ['much', 0],
  ])('reads %s as %d', (text, number) => {
    expect(quantity(text)).toBeCloseTo(number, 9);
  });
});

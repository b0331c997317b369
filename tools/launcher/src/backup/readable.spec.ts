import { inBytes, inMinutes } from './readable.js';

describe(inBytes.name, () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_500_000, '1.5 MB'],
    [2.5e15, '2500.0 TB'],
  ])('writes %d as %s', (bytes, text) => expect(inBytes(bytes)).toBe(text));
});

describe(inMinutes.name, () => {
  it.each([
    [12.34, '12.3 s'],
    [240, '4 min'],
    [7_500, '2 h 5 min'],
  ])('writes %d as %s', (seconds, text) => expect(inMinutes(seconds)).toBe(text));
});

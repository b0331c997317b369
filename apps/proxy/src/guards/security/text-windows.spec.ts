import fc from 'fast-check';
import { textWindows as sut } from './text-windows.js';

const words = fc
  .array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 100 })
  .chain((some) =>
    fc.integer({ min: 1, max: 20 }).map((times) => Array(times).fill(some.join(' ')).join('\n')),
  );

describe(sut.name, () => {
  it('leaves a short text whole', () => {
    expect(sut('short')).toEqual(['short']);
    expect(sut('')).toEqual(['']);
  });

  it('shows every stretch of 400 characters in one window, and no window is longer than 4,096', () => {
    fc.assert(
      fc.property(words, fc.nat(), (text, at) => {
        const windows = sut(text);
        const start = at % text.length;
        const stretch = text.slice(start, start + 400);
        expect(windows.some((window) => window.includes(stretch))).toBe(true);
        expect(Math.max(...windows.map(({ length }) => length))).toBeLessThanOrEqual(4_096);
      }),
    );
  });

  it('cuts no word in two', () => {
    const windows = sut('word '.repeat(3_000));
    expect(windows.length).toBeGreaterThan(3);
    expect(windows.slice(1).every((window) => window.startsWith(' word'))).toBe(true);
    expect(windows.slice(0, -1).every((window) => window.endsWith('word'))).toBe(true);
  });

  it('comes to an end where there is no blank', () => {
    expect(sut('x'.repeat(20_000)).length).toBe(6);
  });
});

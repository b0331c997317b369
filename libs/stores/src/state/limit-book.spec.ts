import fc from 'fast-check';
import { LimitBook } from './limit-book.js';
import type { LimitWindow } from './limit-window.js';

const minute = 60_000;
const sut = (max: number) => {
  const book = new LimitBook(max);
  return { book, open: (key: string) => book.windowOf(key, minute) };
};
const fill = (open: (key: string) => LimitWindow, owner: string, count: number) =>
  Array.from({ length: count }, (_, index) => open(`${owner}:${index}`));

describe(LimitBook.name, () => {
  it('knows a window by its key', () => {
    const { book, open } = sut(10);
    expect(open('org:header:a')).toBe(open('org:header:a'));
    expect(open('org:header:a')).not.toBe(open('org:header:b'));
    expect(book.size).toBe(2);
  });

  it('lets one owner have all that nobody else wants, and forgets its oldest first', () => {
    const { book, open } = sut(10);
    const windows = fill(open, 'org:header', 10);
    open('org:header:0');
    fill(open, 'org:header:more', 1);
    expect(book.size).toBe(10);
    expect(open('org:header:0')).toBe(windows[0]);
    expect(open('org:header:1')).not.toBe(windows[1]);
  });

  it("keeps an organisation's windows whatever another does (RL-01)", () => {
    const { book, open } = sut(100);
    fill(open, 'many:header', 100);
    const own = fill(open, 'few:header', 50);
    fill(open, 'many:header:again', 1_000);
    expect(fill(open, 'few:header', 50)).toEqual(own);
    expect(own.every((window, index) => open(`few:header:${index}`) === window)).toBe(true);
    expect(book.size).toBe(100);
  });

  it("keeps an organisation's stored limits whatever its clients limit by headers (RL-08)", () => {
    const { open } = sut(100);
    const stored = open('org:stored:policy:all');
    fill(open, 'org:header', 1_000);
    expect(open('org:stored:policy:all')).toBe(stored);
  });

  it('finds room for each of more owners than it has places', () => {
    const { book, open } = sut(4);
    for (let owner = 0; owner < 50; owner++) fill(open, `${owner}:header`, 2);
    expect(book.size).toBe(4);
  });

  it('never has more than its places, and takes from nobody who has no more than a share', () => {
    const asked = fc.record({ owner: fc.integer({ min: 0, max: 4 }), key: fc.integer({ min: 0, max: 30 }) });
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 300 }), (calls) => {
        const { book, open } = sut(20);
        // An owner that keeps to the least share there can be, a fifth of 20, loses nothing.
        const own = fill(open, 'modest:header', 3);
        for (const { owner, key } of calls) {
          open(`${owner}:header:${key}`);
          expect(book.size).toBeLessThanOrEqual(20);
        }
        own.forEach((window, index) => expect(open(`modest:header:${index}`)).toBe(window));
      }),
    );
  });
});

import { rawRanges as sut } from './raw-ranges.js';

const hour = 3_600_000;
const hours = (...numbers: number[]) => numbers.map((number) => number * hour);
const range = (start: number, end: number) => ({ start: start * hour, end: end * hour });

describe(sut.name, () => {
  it('is the whole window where no hour is usable', () => {
    expect(sut(range(2, 9), [])).toEqual([range(2, 9)]);
  });

  it('is nothing where every hour is usable', () => {
    expect(sut(range(2, 5), hours(4, 3, 2))).toEqual([]);
  });

  it('holds the hours of which the window has a part', () => {
    expect(sut(range(1.5, 4.5), hours(1, 2, 3, 4))).toEqual([range(1.5, 2), range(4, 4.5)]);
  });

  it('joins neighbours that are not usable', () => {
    expect(sut(range(0, 8), hours(0, 3, 4, 7))).toEqual([range(1, 3), range(5, 7)]);
  });

  it('leaves out hours beside the window', () => {
    expect(sut(range(3, 5), hours(1, 2, 3, 5, 6))).toEqual([range(4, 5)]);
  });

  it('is the window when it is shorter than an hour', () => {
    expect(sut(range(3.2, 3.4), hours(3))).toEqual([range(3.2, 3.4)]);
  });

  it('joins the nearest of many, and still covers each', () => {
    const usable = Array.from({ length: 200 }, (_, i) => i * 2 * hour).filter((at) => at % (20 * hour) !== 0);
    const farApart = hours(401, 402, 403, 404, 405);
    const ranges = sut(range(0, 410), [...usable, ...farApart]);
    expect(ranges).toHaveLength(64);
    const covered = (at: number) => ranges.some(({ start, end }) => start <= at && at + hour <= end);
    for (let at = 0; at < 410; at++)
      if (![...usable, ...farApart].includes(at * hour)) expect(covered(at * hour)).toBe(true);
    expect(covered(403 * hour)).toBe(false);
    for (const [i, { start, end }] of ranges.entries()) {
      expect(end).toBeGreaterThan(start);
      if (i > 0) expect(start).toBeGreaterThan(ranges[i - 1]!.end);
    }
  });
});

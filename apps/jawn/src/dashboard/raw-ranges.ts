import { type Window } from './interval.js';

const hourMs = 3_600_000;
/** More conditions than this cost more than the rows of the shortest gaps between them. */
const rangesAtMost = 64;

/**
 * The parts of a window that have to be read from its rows: what lies in no usable hour, or in an hour that the
 * window holds a part of. `usable` are starts of hours in epoch milliseconds. In order, apart from each other and
 * half open; all between them is whole usable hours. Of more than 64, the nearest are joined.
 */
export function rawRanges({ start, end }: Window, usable: Iterable<number>): Window[] {
  const ranges: Window[] = [];
  let from = start;
  for (const hour of [...usable].sort((a, b) => a - b)) {
    if (hour < from || hour + hourMs > end) continue;
    if (hour > from) ranges.push({ start: from, end: hour });
    from = hour + hourMs;
  }
  if (from < end) ranges.push({ start: from, end });
  return joined(ranges);
}

function joined(ranges: Window[]): Window[] {
  if (ranges.length <= rangesAtMost) return ranges;
  const gaps = ranges.slice(1).map((range, i) => ({ before: i + 1, length: range.start - ranges[i]!.end }));
  const widest = gaps.sort((a, b) => b.length - a.length).slice(0, rangesAtMost - 1);
  const starts = [0, ...widest.map(({ before }) => before).sort((a, b) => a - b)];
  return starts.map((first, i) => ({
    start: ranges[first]!.start,
    end: ranges[(starts[i + 1] ?? ranges.length) - 1]!.end,
  }));
}

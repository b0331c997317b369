import { type HistogramRow } from './histogram.schema.js';

/** What a histogram shows: values from `low` to `high`. */
export type HistogramBounds = { low: number; high: number };

const ranges = 10;

/** How many ranges of which width the bounds are cut into; one value alone makes one range. */
export const cutOf = ({ low, high }: HistogramBounds): { count: number; width: number } =>
  high > low ? { count: ranges, width: (high - low) / ranges } : { count: 1, width: 1 };

/** Counts of the ranges as rows. Empty where nothing was counted. */
export function histogramRows(bounds: HistogramBounds, counts: readonly number[]): HistogramRow[] {
  if (counts.every((count) => count === 0)) return [];
  const { count, width } = cutOf(bounds);
  const edge = (index: number) => (index === count ? bounds.high : bounds.low + index * width);
  return counts.slice(0, count).map((value, index) => ({
    range_start: String(edge(index)),
    range_end: String(edge(index + 1)),
    value,
  }));
}

import { z } from 'zod';

/** Values above this percentile are left out, so that a few large ones do not hide all others. */
export const pSizeSchema = z.enum(['p50', 'p75', 'p95', 'p99', 'p99.9']);
export type PSize = z.infer<typeof pSizeSchema>;

/** How many values (`value`) lie from `range_start` up to `range_end`; the last range holds its end, too. */
export const histogramRowSchema = z.object({
  range_start: z.string(),
  range_end: z.string(),
  value: z.number(),
});
export type HistogramRow = z.infer<typeof histogramRowSchema>;

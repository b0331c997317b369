import { z } from 'zod';

const side = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  expect: z.object({ header: z.string(), value: z.string().optional() }).optional(),
});

/** What the child process of `runPaired` reads. */
export const pairedJobSchema = z.object({
  off: side,
  on: side,
  perSecond: z.number(),
  /** Of each side in all. */
  seconds: z.number(),
  warmSeconds: z.number(),
  blockMs: z.number(),
  /** Whose CPU is read. */
  pid: z.number(),
});
export type PairedJob = z.input<typeof pairedJobSchema>;

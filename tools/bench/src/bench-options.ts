import { CodedError } from '@heliostat/platform';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parts } from './parts/parts.js';

export const usage = `npm run bench -- [options]
  --only NAMES     parts to run, separated by commas: ${parts.map((p) => p.name).join(', ')}
  --seconds N      length of one measurement (default 10)
  --rounds N       measurements of each target (default 3)
  --rows N         generated rows for ingest and queries (default 1,000,000)
  --features TEXT  of the features only those with this in their name
  --data-dir DIR   keep Heliostat's data there, for another run on the same rows (default: a temporary folder)
  --write          write docs/benchmarks.md also after a run of some parts
  --no-write       never write it`;

const option = { type: 'string' } as const;
const whole = (fallback: number, max: number) =>
  z.coerce.number({ error: 'expected a number' }).int().min(1).max(max).default(fallback);
const schema = z.object({
  only: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .refine((names) => names.every((name) => parts.some((p) => p.name === name)), {
      error: `expected names out of ${parts.map((p) => p.name).join(', ')}`,
    })
    .optional(),
  seconds: whole(10, 600),
  rounds: whole(3, 20),
  rows: whole(1_000_000, 20_000_000),
  features: z.string().default(''),
  'data-dir': z.string().optional(),
  write: z.boolean().optional(),
  'no-write': z.boolean().default(false),
  help: z.boolean().default(false),
});
export type BenchOptions = z.infer<typeof schema>;

/** Reads the command line. Throws `bench/usage` that names the wrong option. */
export function readBenchOptions(argv: string[]): BenchOptions {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        only: option,
        seconds: option,
        rounds: option,
        rows: option,
        features: option,
        'data-dir': option,
        write: { type: 'boolean' },
        'no-write': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    return schema.parse(values);
  } catch (error) {
    const words =
      error instanceof z.ZodError
        ? error.issues.map((i) => `--${i.path.join('.')}: ${i.message}`).join('\n')
        : (error as Error).message;
    throw new CodedError('bench/usage', `${words}\n\n${usage}`, 400);
  }
}

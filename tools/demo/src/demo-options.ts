import { CodedError } from '@heliostat/platform';
import { parseArgs } from 'node:util';
import { z } from 'zod';

export const usage = `npm run demo -- [options]
  --url URL        where Heliostat's pages are (default: http://localhost:3000, or as WEB_PORT says)
  --key KEY        API key to send with; else HELIOSTAT_API_KEY, else a demo account is made on an empty install
  --minutes N      how long the day takes (default 3)
  --sessions N     pieces of work in a day, about three calls each (default 250)
  --forever        go on with the next day until Ctrl-C
  --seed N         another day (default: the clock)`;

const option = { type: 'string' } as const;
const schema = z.object({
  url: z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// URL' }).optional(),
  key: z.string().min(1).optional(),
  minutes: z.coerce.number({ error: 'expected a number' }).min(0.05).max(1440).default(3),
  sessions: z.coerce.number({ error: 'expected a number' }).int().min(1).max(100_000).default(250),
  seed: z.coerce.number({ error: 'expected a number' }).int().optional(),
  forever: z.boolean().default(false),
  help: z.boolean().default(false),
});
export type DemoOptions = z.infer<typeof schema>;

/** Reads the command line. Throws `demo/usage` that names the wrong option. */
export function readDemoOptions(argv: string[], env: Record<string, string | undefined>): DemoOptions {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        url: option,
        key: option,
        minutes: option,
        sessions: option,
        seed: option,
        forever: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    return schema.parse({ ...values, key: values.key ?? (env.HELIOSTAT_API_KEY || undefined) });
  } catch (error) {
    const words =
      error instanceof z.ZodError
        ? error.issues.map((i) => `--${i.path.join('.')}: ${i.message}`).join('\n')
        : (error as Error).message;
    throw new CodedError('demo/usage', `${words}\n\n${usage}`, 400);
  }
}

import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findTool } from '../host/tools.js';
import { ManagedProcess } from '../process/managed-process.js';
import type { Target } from '../targets/target.js';
import { requestBody } from '../upstream/payload.js';
import { runK6 } from './k6.js';

const resultSchema = z.object({
  count: z.number(),
  failed: z.number(),
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  max: z.number(),
});
/** Latencies in milliseconds. */
export type PacedResult = z.infer<typeof resultSchema>;

export type PacedOptions = { cores: string; folder: string; perSecond: number; seconds: number };

/** Requests at fixed times whatever the replies do (an open loop): k6 where it is, else a client of our own. */
export async function runPaced(target: Target, options: PacedOptions): Promise<PacedResult> {
  const k6 = findTool('k6');
  if (k6) return resultSchema.parse(await runK6(k6, target, options));
  const client = fileURLToPath(new URL('./paced-client.main.js', import.meta.url));
  const output = await ManagedProcess.run({
    name: 'paced client',
    command: process.execPath,
    args: [
      client,
      JSON.stringify({ ...options, url: target.url, headers: target.headers, body: requestBody }),
    ],
    cores: options.cores,
  });
  return resultSchema.parse(JSON.parse(output));
}

/** Which generator `runPaced` takes. */
export const pacedGenerator = (): string => (findTool('k6') ? 'k6' : 'own paced client');

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ManagedProcess } from '../process/managed-process.js';
import type { PairedJob } from './paired-job.js';

const times = z.object({ p50: z.number(), p99: z.number() });
const side = z.object({
  count: z.number(),
  failed: z.number(),
  first: times,
  total: times,
  cpu: z.number().nullable(),
});
const resultSchema = z.object({ off: side, on: side });
export type PairedResult = z.infer<typeof resultSchema>;

/** Two kinds of calls in turns of `blockMs`, from one process on `cores`. */
export async function runPaired(job: PairedJob, cores: string, folder: string): Promise<PairedResult> {
  // Bodies and headers may be more than a command line takes.
  const file = join(folder, 'paired.json');
  writeFileSync(file, JSON.stringify(job));
  const client = fileURLToPath(new URL('./paired-client.main.js', import.meta.url));
  const output = await ManagedProcess.run({
    name: 'paired client',
    command: process.execPath,
    args: [client, file],
    cores,
  });
  return resultSchema.parse(JSON.parse(output));
}

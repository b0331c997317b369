import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ManagedProcess } from '../process/managed-process.js';
import type { Target } from '../targets/target.js';

const resultSchema = z.object({
  streams: z.number(),
  /** Streams whose whole text is the expected one, byte for byte. */
  exact: z.number(),
  /** Streams that broke off or had another status. */
  failed: z.number(),
  frames: z.number(),
  /** Frames that arrived in one read with the frame before. */
  merged: z.number(),
  ttftP50: z.number(),
  ttftP99: z.number(),
  /** Between two reads of one stream, in milliseconds. */
  gapP99: z.number(),
});
export type StreamResult = z.infer<typeof resultSchema>;

export type StreamOptions = {
  cores: string;
  /** At the same time. */
  concurrent: number;
  /** One after the other in each place. */
  rounds: number;
  /** What each stream must be. */
  expected: string;
  body: string;
};

/** Many paced streams at once, each compared with what the upstream sends when asked directly. */
export async function runStreams(target: Target, options: StreamOptions): Promise<StreamResult> {
  const client = fileURLToPath(new URL('./stream-client.main.js', import.meta.url));
  const output = await ManagedProcess.run({
    name: 'stream client',
    command: process.execPath,
    args: [client, JSON.stringify({ ...options, url: target.url, headers: target.headers })],
    cores: options.cores,
  });
  return resultSchema.parse(JSON.parse(output));
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { needTool } from '../host/tools.js';
import { ManagedProcess } from '../process/managed-process.js';
import type { Target } from '../targets/target.js';
import { requestBody } from '../upstream/payload.js';

const resultSchema = z.object({
  requests: z.number(),
  micros: z.number(),
  failed: z.number(),
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
});

/** Latencies in milliseconds. */
export type WrkResult = { perSecond: number; failed: number; p50: number; p90: number; p99: number };

export type WrkOptions = { cores: string; folder: string; connections: number; seconds: number };

/** As much as the target takes, over a fixed number of connections. */
export async function runWrk(target: Target, options: WrkOptions): Promise<WrkResult> {
  const { cores, folder, connections, seconds } = options;
  const script = join(folder, 'load.lua');
  writeFileSync(script, luaScript({ 'content-type': 'application/json', ...target.headers }, requestBody));
  const output = await ManagedProcess.run({
    name: 'wrk',
    command: needTool('wrk'),
    args: ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, target.url],
    cores,
  });
  return readWrk(output);
}

/** Reads the line that the script prints at its end. */
export function readWrk(output: string): WrkResult {
  const line = /^RESULT (\{.*\})$/m.exec(output)?.[1] ?? '{}';
  const { requests, micros, failed, p50, p90, p99 } = resultSchema.parse(JSON.parse(line));
  return {
    perSecond: (requests - failed) / (micros / 1e6),
    failed,
    p50: p50 / 1e3,
    p90: p90 / 1e3,
    p99: p99 / 1e3,
  };
}

/** Quotes by long brackets, which need no escapes. */
export const luaScript = (headers: Record<string, string>, body: string): string => `wrk.method = "POST"
wrk.body = [==[${body}]==]
${Object.entries(headers)
  .map(([name, value]) => `wrk.headers["${name}"] = [==[${value}]==]`)
  .join('\n')}
done = function(summary, latency, requests)
  local e = summary.errors
  local failed = e.status + e.connect + e.read + e.write + e.timeout
  print(string.format('RESULT {"requests":%d,"micros":%d,"failed":%d,"p50":%.1f,"p90":%.1f,"p99":%.1f}',
    summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(90), latency:percentile(99)))
end
`;

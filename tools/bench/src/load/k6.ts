import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ManagedProcess } from '../process/managed-process.js';
import type { Target } from '../targets/target.js';
import { requestBody } from '../upstream/payload.js';
import type { PacedOptions, PacedResult } from './paced-load.js';

const summarySchema = z.object({
  count: z.number(),
  failed: z.number(),
  dropped: z.number(),
  trend: z.record(z.string(), z.number()),
});

/** k6 with a constant arrival rate; requests that it could not start count as failed. */
export async function runK6(
  k6: string,
  target: Target,
  { cores, folder, perSecond, seconds }: PacedOptions,
): Promise<PacedResult> {
  const script = join(folder, 'paced.js');
  const result = join(folder, 'paced.json');
  writeFileSync(script, k6Script(target, perSecond, seconds, result));
  await ManagedProcess.run({
    name: 'k6',
    command: k6,
    args: ['run', '--quiet', '--no-usage-report', '--address', '', script],
    cores,
    cwd: folder,
    env: { ...process.env, GOMAXPROCS: '1', K6_NO_USAGE_REPORT: 'true' },
  });
  const { count, failed, dropped, trend } = summarySchema.parse(JSON.parse(readFileSync(result, 'utf8')));
  const at = (name: string) => trend[name] ?? NaN;
  return {
    count,
    failed: failed + dropped,
    p50: at('p(50)'),
    p90: at('p(90)'),
    p99: at('p(99)'),
    max: at('max'),
  };
}

const k6Script = (target: Target, perSecond: number, seconds: number, result: string): string => `
import http from 'k6/http';
export const options = {
  discardResponseBodies: true,
  summaryTrendStats: ['p(50)', 'p(90)', 'p(99)', 'max'],
  scenarios: { paced: { executor: 'constant-arrival-rate', rate: ${perSecond}, timeUnit: '1s',
    duration: '${seconds}s', preAllocatedVUs: 100, maxVUs: 500 } },
};
const params = { headers: ${JSON.stringify({ 'content-type': 'application/json', ...target.headers })} };
const body = ${JSON.stringify(requestBody)};
export default function () { http.post(${JSON.stringify(target.url)}, body, params); }
export function handleSummary(data) {
  const m = data.metrics;
  const value = (name, key) => (m[name] && m[name].values[key]) || 0;
  return { ${JSON.stringify(result)}: JSON.stringify({
    count: value('http_reqs', 'count'), failed: value('http_req_failed', 'passes'),
    dropped: value('dropped_iterations', 'count'), trend: m.http_req_duration.values }) };
}
`;

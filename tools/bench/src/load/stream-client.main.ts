import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { quantile } from '../report/quantile.js';

/** A child process: one JSON argument, one JSON line out. */
const input = z
  .object({
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    expected: z.string(),
    concurrent: z.number(),
    rounds: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

/** Streams start spread over this time: a thundering herd measures the herd. */
const rampMs = 2_000;
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const ttfts: number[] = [];
const gaps: number[] = [];
const sum = { streams: 0, exact: 0, failed: 0, frames: 0, merged: 0 };

function stream(): Promise<void> {
  return new Promise((resolve) => {
    const begin = performance.now();
    let last = 0;
    let text = '';
    const finish = (ok: boolean) => {
      sum.streams++;
      if (!ok) sum.failed++;
      else if (text === input.expected) sum.exact++;
      resolve();
    };
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(input.body),
      ...input.headers,
    };
    const call = request(input.url, { method: 'POST', agent, headers }, (reply) => {
      reply.setEncoding('utf8');
      reply.on('data', (part: string) => {
        const now = performance.now();
        if (last === 0) ttfts.push(now - begin);
        else gaps.push(now - last);
        last = now;
        const frames = part.split('\n\n').length - 1;
        sum.frames += frames;
        if (frames > 1) sum.merged += frames - 1;
        text += part;
      });
      reply.on('end', () => finish(reply.statusCode === 200));
      reply.on('error', () => finish(false));
    });
    call.on('error', () => finish(false));
    call.end(input.body);
  });
}

await Promise.all(
  Array.from({ length: input.concurrent }, async (_, place) => {
    await sleep((place / input.concurrent) * rampMs);
    for (let round = 0; round < input.rounds; round++) await stream();
  }),
);
ttfts.sort((a, b) => a - b);
gaps.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    ...sum,
    ttftP50: quantile(ttfts, 0.5),
    ttftP99: quantile(ttfts, 0.99),
    gapP99: quantile(gaps, 0.99),
  }),
);
agent.destroy();

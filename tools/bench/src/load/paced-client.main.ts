import { Agent, request } from 'node:http';
import { z } from 'zod';
import { quantile } from '../report/quantile.js';

/** A child process: one JSON argument, one JSON line out. Late timers send what is due, so the pace holds. */
const { url, headers, body, perSecond, seconds } = z
  .object({
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    perSecond: z.number(),
    seconds: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const agent = new Agent({ keepAlive: true, maxSockets: 500 });
const total = perSecond * seconds;
const times: number[] = [];
let failed = 0;
let sent = 0;
let over = 0;

const start = performance.now();
const timer = setInterval(() => {
  const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond));
  while (sent < due) send();
  if (sent >= total) clearInterval(timer);
}, 1);

function send(): void {
  sent++;
  const begin = performance.now();
  const finish = (ok: boolean) => {
    if (ok) times.push(performance.now() - begin);
    else failed++;
    if (++over === total) report();
  };
  const call = request(
    url,
    {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', ...headers, 'content-length': body.length },
    },
    (reply) => {
      reply.resume();
      reply.on('end', () => finish(reply.statusCode === 200));
      reply.on('error', () => finish(false));
    },
  );
  call.on('error', () => finish(false));
  call.end(body);
}

function report(): void {
  times.sort((a, b) => a - b);
  const [p50, p90, p99, max] = [0.5, 0.9, 0.99, 1].map((q) => quantile(times, q));
  console.log(JSON.stringify({ count: total, failed, p50, p90, p99, max }));
  agent.destroy();
}

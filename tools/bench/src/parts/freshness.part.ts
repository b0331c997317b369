import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { number } from '../report/markdown.js';
import { quantile } from '../report/quantile.js';
import { heliostatTarget } from '../targets/heliostat.target.js';
import { requestBody } from '../upstream/payload.js';
import type { Part, PartResult } from './part.js';

const requests = 20;
const limitMs = 30_000;

/** From a reply's last byte until the REST API shows the request. */
export const freshnessPart: Part = {
  name: 'freshness',
  title: 'Time until a request is visible',
  async run({ stack, say }): Promise<PartResult> {
    const target = heliostatTarget(stack);
    const times: number[] = [];
    for (let i = 0; i < requests; i++) {
      const id = randomUUID();
      const headers = { 'content-type': 'application/json', ...target.headers, 'helicone-request-id': id };
      await (await fetch(target.url, { method: 'POST', headers, body: requestBody })).arrayBuffer();
      const begin = performance.now();
      const filter = { request: { id: { equals: id } } };
      for (;;) {
        const rows = await stack.api<unknown[]>('/v1/request/query', { filter, limit: 1 });
        if (rows.length > 0 || performance.now() - begin > limitMs) break;
        await sleep(50);
      }
      times.push(performance.now() - begin);
      await sleep(Math.random() * 500);
    }
    times.sort((a, b) => a - b);
    const [p50, max] = [quantile(times, 0.5) / 1000, quantile(times, 1) / 1000];
    say(`  visible after p50 ${number(p50)} s, at most ${number(max)} s`);
    return {
      markdown: `${requests} single requests, the API asked every 50 ms: visible after ${number(p50)} s at p50, ${number(max)} s at most.`,
      notRun: [],
      budgets: [{ what: 'visible after its reply', bar: '≤ 2 s', got: `${number(max)} s`, met: max <= 2 }],
    };
  },
};

import { randomUUID } from 'node:crypto';
import { chatPath, requestBody } from '../upstream/payload.js';
import type { FeatureContext } from './feature-case.js';

const calls = 100;
const delayMs = 300;

export type SingleFlight = {
  calls: number;
  delayMs: number;
  answered: number;
  upstream: number;
  slowestMs: number;
};

/** Identical calls at the same time to a slow provider, with the cache on: how many of them reached it. */
export async function measureSingleFlight({ proxy, key, upstream }: FeatureContext): Promise<SingleFlight> {
  const count = async () => Number(await (await fetch(`${upstream}/count`)).text());
  const headers = {
    'content-type': 'application/json',
    authorization: 'Bearer sk-bench',
    'helicone-auth': `Bearer ${key}`,
    'helicone-cache-enabled': 'true',
    'helicone-cache-seed': randomUUID(),
    'x-bench-delay-ms': String(delayMs),
  };
  const before = await count();
  const begin = performance.now();
  const answers = await Promise.all(
    Array.from({ length: calls }, async () => {
      const reply = await fetch(`${proxy}/deepseek${chatPath}`, {
        method: 'POST',
        headers,
        body: requestBody,
      });
      await reply.arrayBuffer();
      return reply.status === 200;
    }),
  );
  return {
    calls,
    delayMs,
    answered: answers.filter(Boolean).length,
    upstream: (await count()) - before,
    slowestMs: performance.now() - begin,
  };
}

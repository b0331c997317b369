import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '@heliostat/platform';
import { RedisState } from '@heliostat/stores/state';
import { startTestRedis, type TestRedis } from '@heliostat/stores/testing';
import { Redis } from 'ioredis';
import { createCacheStage } from '../cache/cache.stage.js';
import { createRateLimitStage } from '../rate-limits/rate-limit.stage.js';
import {
  readBody,
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';

const logger = createLogger('test', 'silent');
const answers = (state: RedisState) =>
  state.check().then(
    () => true,
    () => false,
  );

describe('two proxies with one Redis', () => {
  let redis: TestRedis;
  let upstream: TestUpstream;
  let states: RedisState[];
  let proxies: TestProxy[];
  let respond: () => Promise<void>;
  let seeds = 0;

  beforeAll(async () => {
    redis = await startTestRedis();
    upstream = await startUpstream((request, response) => {
      void readBody(request)
        .then(() => respond())
        .then(() => response.end(`reply ${upstream.requests.length}`));
    });
    states = [1, 2].map(
      () =>
        new RedisState({
          url: redis.url,
          logger,
          maxBytes: 20_000_000,
          maxEntry: 1_000_000,
          timeoutMs: 60_000,
        }),
    );
    await Promise.all(states.map((state) => state.attempted()));
    proxies = await Promise.all(
      states.map((state) =>
        startTestProxy(upstream.url, {
          stages: [
            createCacheStage({ state, logger, flightWaitMs: 60_000 }),
            createRateLimitStage({ state, logger, policies: { policiesOf: () => [] } }),
          ],
        }),
      ),
    );
  });
  beforeEach(() => {
    upstream.requests.length = 0;
    respond = () => Promise.resolve();
    seeds++;
  });
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await Promise.all(states.map((state) => state.close()));
    await upstream.stop();
    await redis.remove();
  });

  const ask = async (proxy: number, headers: Record<string, string>) => {
    const response = await fetch(`${proxies[proxy]!.url}/oai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer k', 'helicone-auth': `Bearer ${testKey}`, ...headers },
      body: '{"model":"gpt-4o-mini"}',
    });
    return {
      status: response.status,
      text: await response.text(),
      cache: response.headers.get('helicone-cache'),
      degraded: response.headers.get('helicone-degraded'),
    };
  };
  const cached = () => ({ 'helicone-cache-enabled': 'true', 'helicone-cache-seed': `${seeds}` });
  const limited = (quota: number) => ({
    'helicone-ratelimit-policy': `${quota};w=60;s=user`,
    'helicone-user-id': `${seeds}`,
  });

  it('answer with what the other one got', async () => {
    const first = await ask(0, cached());
    expect(await ask(1, cached())).toMatchObject({ cache: 'HIT', text: first.text });
  });

  it('make one call of many identical ones', async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    respond = () => gate;
    const calls = Array.from({ length: 40 }, (_, i) => ask(i % 2, cached()));
    while (upstream.requests.length === 0) await delay(5);
    await delay(100);
    go();
    const replies = await Promise.all(calls);
    expect(upstream.requests).toHaveLength(1);
    expect(replies.filter(({ cache }) => cache === 'HIT')).toHaveLength(39);
  });

  it('let exactly the quota of 200 concurrent calls through', async () => {
    const replies = await Promise.all(Array.from({ length: 200 }, (_, i) => ask(i % 2, limited(80))));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(80);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(120);
    expect(upstream.requests).toHaveLength(80);
  });

  it('go on without the cache when Redis is full, say so, and answer what was kept', async () => {
    const kept = cached();
    const first = await ask(0, kept);
    // It is kept once its call is over.
    while ((await ask(0, kept)).cache !== 'HIT') await delay(5);
    upstream.requests.length = 0;
    const redisItself = new Redis(redis.url);
    try {
      await redisItself.config('SET', 'maxmemory', '1');
      await expect(redisItself.set('k', 'v')).rejects.toThrow(/OOM/);
      expect(await ask(1, kept)).toMatchObject({
        status: 200,
        cache: 'HIT',
        text: first.text,
        degraded: null,
      });
      seeds++;
      expect(await ask(1, cached())).toMatchObject({ status: 200, cache: 'MISS', degraded: 'cache' });
      expect(upstream.requests).toHaveLength(1);
    } finally {
      await redisItself.config('SET', 'maxmemory', '0');
      redisItself.disconnect();
    }
    for (const state of states) while (!(await answers(state))) await delay(20);
  });

  it('go on when Redis is killed under calls, say what they skip, and share again when it is back', async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    respond = () => gate;
    const leading = ask(0, { ...cached(), ...limited(5) });
    while (upstream.requests.length === 0) await delay(5);
    const following = ask(1, cached());
    await delay(100);
    await redis.stop();
    go();
    expect(await leading).toMatchObject({ status: 200, cache: 'MISS' });
    expect(await following).toMatchObject({ status: 200, cache: 'MISS', degraded: 'cache' });
    const both = { ...cached(), ...limited(1) };
    for (const proxy of [0, 1, 0])
      expect(await ask(proxy, both)).toMatchObject({ status: 200, degraded: 'cache, rate-limit' });
    const spending = await ask(0, { 'helicone-ratelimit-policy': '100;w=60;u=cents' });
    expect(spending.status).toBe(503);

    await redis.start();
    for (const state of states) while (!(await answers(state))) await delay(20);
    await ask(0, cached());
    expect(await ask(1, cached())).toMatchObject({ cache: 'HIT', degraded: null });
  });
});

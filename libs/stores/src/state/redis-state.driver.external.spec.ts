import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '@heliostat/platform';
import { startTestRedis, type TestRedis } from '../testing/external-redis.js';
import { describeLimitModel } from './limit-model.contract.js';
import { RedisState } from './redis-state.driver.js';
import { describeSharedState } from './shared-state.contract.js';
import type { LimitTake } from './shared-state.js';

const logger = createLogger('test', 'silent');
const take: LimitTake = { key: 'o:k', quota: 1_000, windowMs: 3_600_000, amount: 1, estimated: false };

describe('the shared state in Redis', () => {
  let server: TestRedis;
  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.remove());

  const create = async (now?: () => number) => {
    const bounds = { maxBytes: 10_000_000, maxEntry: 1_000, timeoutMs: 60_000 };
    const sut = new RedisState({ url: server.url, logger, ...bounds, now });
    await sut.attempted();
    return sut;
  };
  const until = async (sut: RedisState): Promise<void> => {
    await sut.check().catch(async () => {
      await delay(20);
      await until(sut);
    });
  };

  describe('of two replicas', () => describeSharedState(async () => [await create(), await create()]));
  describe('its limits', () => describeLimitModel(create, 60));

  it('is away at once when Redis is killed, and back when it is', async () => {
    const sut = await create();
    await sut.take([take]);
    await server.stop();
    for (let i = 0; i < 3; i++)
      await expect(sut.take([take])).rejects.toMatchObject({ code: 'state/away', status: 503 });
    await server.start();
    await until(sut);
    // The server keeps its data here, so the count went on.
    expect((await sut.take([take]))[0]!.used).toBe(1);
    await sut.close();
  });

  it('lets those who wait go on when Redis is killed', async () => {
    const [leading, waiting] = [await create(), await create()];
    await leading.lookup({ key: 'w', buckets: 1, pick: 0, flight: true });
    const waited = waiting.wait('w', 60_000, new AbortController().signal);
    await server.stop();
    await expect(waited).resolves.toBeUndefined();
    await server.start();
    await until(leading);
    await leading.close();
    await waiting.close();
  });

  it('gives a lease back that it could not give back while Redis was away', async () => {
    const [leading, other] = [await create(), await create()];
    const asked = { key: 'l', buckets: 1, pick: 0, flight: true };
    const led = await leading.lookup(asked);
    if (led.kind !== 'leader') throw new Error(led.kind);
    await server.stop();
    await expect(leading.release('l', led.lease)).rejects.toMatchObject({ code: 'state/away' });
    await server.start();
    await until(leading);
    await until(other);
    await expect(other.lookup(asked)).resolves.toMatchObject({ kind: 'leader' });
    await leading.close();
    await other.close();
  });

  it('starts while Redis is away', async () => {
    await server.stop();
    const sut = await create();
    await expect(sut.check()).rejects.toMatchObject({ code: 'state/away' });
    await server.start();
    await until(sut);
    await expect(sut.take([take])).resolves.toHaveLength(1);
    await sut.close();
  });
});

import { startTestRedis, type TestRedis } from '../testing/external-redis.js';
import { createSegmentQueue } from './create-segment-queue.js';
import { describeSegmentQueue, reference } from './segment-queue.contract.js';

describe('the segment queue on Redis', () => {
  let server: TestRedis;
  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.remove());

  describeSegmentQueue(() => ({ REDIS_URL: server.url }));

  it('rejects while Redis is away, also at the start, and adds again when it is back', async () => {
    await server.stop();
    const sut = await createSegmentQueue({ REDIS_URL: server.url }, { timeoutMs: 1_000 });
    await expect(sut.add([reference('a')])).rejects.toMatchObject({ code: 'queue/unreachable' });
    await server.start();
    const deadline = Date.now() + 60_000;
    const retried = async (): Promise<void> =>
      sut.add([reference('a')]).catch((error) => {
        if (Date.now() > deadline) throw error;
        return retried();
      });
    await expect(retried()).resolves.toBeUndefined();
    await sut.close();
  });
});

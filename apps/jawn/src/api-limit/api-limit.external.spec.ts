import { setTimeout as sleep } from 'node:timers/promises';
import { startTestRedis, type TestRedis } from '@heliostat/stores/testing';
import { dataOf, JawnFixture } from '../testing/jawn-fixture.js';
import { type Reply, TestClient } from '../testing/test-jawn.js';

let fixture: JawnFixture;
let redis: TestRedis;

beforeAll(async () => {
  [fixture, redis] = await Promise.all([JawnFixture.start(), startTestRedis()]);
});
afterEach(() => fixture.closeJawns());
afterAll(() => Promise.all([fixture?.stop(), redis?.remove()]));

/** Asks until a reply is as wanted, for a minute. */
async function eventually(ask: () => Promise<Reply>, wanted: (reply: Reply) => boolean): Promise<Reply> {
  for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
    const reply = await ask();
    if (wanted(reply)) return reply;
    if (Date.now() > deadline) throw new Error(`still ${reply.status} after a minute`);
  }
}

const isCounted = ({ headers }: Reply) => headers.has('ratelimit-remaining');
const isRefused = ({ status }: Reply) => status === 429;

describe('the limit of the API across replicas (RL-09)', () => {
  it('is one for all of them, and none while Redis is away', async () => {
    const settings = {
      DATABASE_URL: await fixture.freshDatabase(),
      REDIS_URL: redis.url,
      API_REQUESTS_PER_MINUTE: '1000000',
    };
    const open = await fixture.jawn(settings);
    const ada = await fixture.person(open, 'ada@example.com');
    const { apiKey } = dataOf<{ apiKey: string }>(await ada.post('/v1/api-keys', { api_key_name: 'script' }));
    const limited = { ...settings, API_REQUESTS_PER_MINUTE: '20' };
    const scripts = await Promise.all(
      [limited, limited].map(async (each) => new TestClient((await fixture.jawn(each)).url, apiKey)),
    );
    const ask = (index: number) => scripts[index % 2]!.post('/v1/request/query', { filter: 'all' });
    // A replica counts from when it is connected.
    const first = await eventually(() => ask(0), isCounted);
    const second = await eventually(() => ask(1), isCounted);
    const left = ({ headers }: Reply) => Number(headers.get('ratelimit-remaining'));
    expect(left(second)).toBeLessThan(left(first));

    const flood = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(index)));
    // An answer of Redis that takes longer than 300 ms lets a request pass uncounted.
    expect(flood.filter((reply) => reply.status === 200 && isCounted(reply)).length).toBeLessThanOrEqual(18);
    for (const index of [0, 1]) await eventually(() => ask(index), isRefused);

    await redis.stop();
    const uncounted = await eventually(
      () => ask(0),
      (reply) => !isCounted(reply),
    );
    expect(uncounted.status).toBe(200);
    await redis.start();
    await eventually(() => ask(1), isCounted);
  });
});

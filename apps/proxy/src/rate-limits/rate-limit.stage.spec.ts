import { createLogger } from '@heliostat/platform';
import { MemoryState, StateAwayError, type SharedState } from '@heliostat/stores/state';
import {
  readBody,
  startTestProxy,
  startUpstream,
  testKey,
  testOrg,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import type { StoredPolicy } from './policy-store.js';
import { createRateLimitStage } from './rate-limit.stage.js';

const logger = createLogger('test', 'silent');
/** 0.60 USD for a million output tokens: 30 cents. */
const dear = { prompt_tokens: 0, completion_tokens: 500_000, total_tokens: 500_000 };
const otherKey = 'sk-helicone-bbbbbbb-bbbbbbb-ccccccc-ddddddd';

describe('rate limits', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;
  let replica: TestProxy;
  let owned: SharedState;
  let stored: readonly StoredPolicy[] | Promise<readonly StoredPolicy[]>;
  let usage: object;
  let status: number;

  /** Both proxies share a state that is new for each test. */
  const state: SharedState = {
    lookup: (question) => owned.lookup(question),
    store: (storing) => owned.store(storing),
    release: (key, lease) => owned.release(key, lease),
    wait: (key, timeoutMs, signal) => owned.wait(key, timeoutMs, signal),
    recent: (list) => owned.recent(list),
    addRecent: (...args) => owned.addRecent(...args),
    take: (takes) => owned.take(takes),
    settle: (settlements) => owned.settle(settlements),
    check: () => owned.check(),
    close: () => owned.close(),
  };

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => {
      void readBody(request).then(() => {
        response.writeHead(status, { 'content-type': 'application/json' });
        const reply = { id: 'r', model: 'gpt-4o-mini', choices: [], usage };
        response.end(JSON.stringify(status < 400 ? reply : { error: { message: 'no' } }));
      });
    });
    const stages = [createRateLimitStage({ state, logger, policies: { policiesOf: () => stored } })];
    sut = await startTestProxy(upstream.url, { stages });
    replica = await startTestProxy(upstream.url, { stages });
    for (const proxy of [sut, replica]) {
      proxy.keys.add(testKey, { limited: true });
      proxy.keys.add(otherKey, { keyId: 'key-2' });
    }
  });
  beforeEach(() => {
    upstream.requests.length = 0;
    // Its time stands still: no call of a window may leave it, however slow the machine is.
    owned = new MemoryState({ maxBytes: 1, maxEntry: 1, now: () => 1_700_000_000_000 });
    stored = [];
    usage = dear;
    status = 200;
  });
  afterAll(async () => {
    await sut.stop();
    await replica.stop();
    await upstream.stop();
  });

  const ask = async (policy?: string, headers: Record<string, string> = {}, to = sut) => {
    const response = await fetch(`${to.url}/oai/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer provider-key',
        'helicone-auth': `Bearer ${testKey}`,
        'content-type': 'application/json',
        ...(policy === undefined ? {} : { 'helicone-ratelimit-policy': policy }),
        ...headers,
      },
      body: '{"model":"gpt-4o-mini","messages":[]}',
    });
    const limit = (name: string) => response.headers.get(`helicone-ratelimit-${name}`);
    return {
      status: response.status,
      text: await response.text(),
      headers: response.headers,
      limits: [limit('limit'), limit('remaining'), limit('policy')],
    };
  };
  const statuses = async (count: number, ...args: Parameters<typeof ask>) => {
    const got: number[] = [];
    for (let i = 0; i < count; i++) got.push((await ask(...args)).status);
    return got;
  };
  const policy = (rest: Partial<StoredPolicy>): StoredPolicy => ({
    id: 'p1',
    name: 'basic',
    keyId: null,
    quota: 1,
    windowSeconds: 60,
    unit: 'request',
    segment: null,
    ...rest,
  });

  it('refuse the call above the quota, which reaches no provider (RL-01, RL-06)', async () => {
    expect(await statuses(2, '2;w=60')).toEqual([200, 200]);
    const refused = await ask('2;w=60');
    expect(refused.status).toBe(429);
    expect(JSON.parse(refused.text)).toMatchObject({
      error: { type: 'rate_limit_error', message: expect.stringContaining('2;w=60') as string },
    });
    expect(refused.headers.get('x-helicone-error')).toBe('rate_limited');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(upstream.requests).toHaveLength(2);
    const [passed, limited] = sut.records().slice(-2);
    expect(passed!.meta.rateLimited).toBeUndefined();
    expect(limited!.meta).toMatchObject({ status: 429, rateLimited: true });
  });

  it('say what is left (RL-02)', async () => {
    expect((await ask('2;w=60')).limits).toEqual(['2', '1', '2;w=60']);
    const last = await ask('2;w=60');
    expect(last.limits).toEqual(['2', '0', '2;w=60']);
    expect(last.headers.get('helicone-ratelimit-reset')).toBe('60');
    expect((await ask('2;w=60')).limits).toEqual(['2', '0', '2;w=60']);
  });

  it('say nothing where there is none', async () => {
    expect((await ask()).limits).toEqual([null, null, null]);
  });

  it('take the other spelling of their header', async () => {
    const headers = { 'helicone-rate-limit-policy': '1;w=60' };
    expect(await statuses(2, undefined, headers)).toEqual([200, 429]);
  });

  it("count each API key's calls apart", async () => {
    expect(await statuses(2, '1;w=60')).toEqual([200, 429]);
    expect((await ask('1;w=60', { 'helicone-auth': `Bearer ${otherKey}` })).status).toBe(200);
  });

  it('count each user apart, whatever the key (RL-03)', async () => {
    const user = (id: string) => ({ 'helicone-user-id': id });
    expect(await statuses(2, '1;w=60;s=user', user('ada'))).toEqual([200, 429]);
    expect(await statuses(1, '1;w=60;s=user', user('bob'))).toEqual([200]);
    const elsewhere = { ...user('ada'), 'helicone-auth': `Bearer ${otherKey}` };
    expect(await statuses(1, '1;w=60;s=user', elsewhere)).toEqual([429]);
  });

  it("count each value of a property apart, in any case of the property's name (RL-04)", async () => {
    const tenant = (id: string) => ({ 'Helicone-Property-Organization': id });
    expect(await statuses(2, '1;w=60;s=organization', tenant('acme'))).toEqual([200, 429]);
    expect(await statuses(1, '1;w=60;s=organization', tenant('Acme'))).toEqual([200]);
    expect(await statuses(1, '1;w=60;s=ORGANIZATION', tenant('acme'))).toEqual([429]);
  });

  it('do not hold for calls without the user or property', async () => {
    expect(await statuses(2, '1;w=60;s=user')).toEqual([200, 200]);
    expect(await statuses(2, '1;w=60;s=tier')).toEqual([200, 200]);
  });

  it('count what calls cost (RL-05)', async () => {
    const answers = [
      await ask('50;w=60;u=cents'),
      await ask('50;w=60;u=cents'),
      await ask('50;w=60;u=cents'),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429]);
    expect(answers.map(({ limits }) => limits[1])).toEqual(['50', '20', '0']);
  });

  it('count tokens', async () => {
    usage = { prompt_tokens: 40, completion_tokens: 20, total_tokens: 60 };
    expect(await statuses(3, '100;w=60;u=tokens')).toEqual([200, 200, 429]);
  });

  it('count nothing for calls that failed and cost nothing', async () => {
    status = 500;
    expect(await statuses(3, '1;w=60;u=tokens')).toEqual([500, 500, 500]);
  });

  it('hold several policies at once, all or none (RL-07)', async () => {
    const both = '3;w=60, 1;w=60;s=user';
    const user = { 'helicone-user-id': 'ada' };
    const first = await ask(both, user);
    expect(first.limits).toEqual(['1', '0', '1;w=60;s=user']);
    expect(await statuses(3, both, user)).toEqual([429, 429, 429]);
    expect((await ask('3;w=60')).limits).toEqual(['3', '1', '3;w=60']);
  });

  it('are exact for 200 concurrent calls on two replicas', async () => {
    const calls = Array.from({ length: 200 }, (_, i) => ask('60;w=60', {}, i % 2 ? sut : replica));
    const got = (await Promise.all(calls)).map((answer) => answer.status);
    expect(got.filter((code) => code === 200)).toHaveLength(60);
    expect(got.filter((code) => code === 429)).toHaveLength(140);
    expect(upstream.requests).toHaveLength(60);
  });

  it('let a name pass that nobody knows (RL-08)', async () => {
    expect(await ask('basic-100')).toMatchObject({ status: 200, limits: [null, null, null] });
  });

  it('refuse a misspelt policy in words', async () => {
    const { status: code, text } = await ask('10;w=30');
    expect(code).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'proxy/bad-rate-limit-policy' } });
    expect(upstream.requests).toHaveLength(0);
  });

  it('hold where they are stored, without any header', async () => {
    stored = [policy({})];
    expect((await ask()).limits).toEqual(['1', '0', '1;w=60']);
    expect(await statuses(1)).toEqual([429]);
  });

  it('are named in a refusal, for whoever sent no header', async () => {
    stored = [policy({ name: 'basic-1' })];
    await ask();
    expect((await ask()).text).toContain('The rate limit \\"basic-1\\" (1;w=60) is used up.');
  });

  it('wait for stored policies that are not known yet', async () => {
    stored = Promise.resolve([policy({ quota: 0.5 })]);
    expect(await statuses(1)).toEqual([429]);
  });

  it('keep the count of a stored policy when its quota changes', async () => {
    stored = [policy({ quota: 2 })];
    expect(await statuses(2)).toEqual([200, 200]);
    stored = [policy({ quota: 3 })];
    expect(await statuses(2)).toEqual([200, 429]);
  });

  it('say so when stored policies cannot be asked', async () => {
    const failing = Promise.reject(new Error('connect ECONNREFUSED'));
    stored = failing;
    failing.catch(() => {});
    const { status: code, headers } = await ask();
    expect([code, headers.get('helicone-degraded')]).toEqual([200, 'rate-limit']);
  });

  it('let calls pass uncounted while the state is away, and say so', async () => {
    owned.take = () => Promise.reject(new StateAwayError('gone'));
    const { status: code, headers } = await ask('1;w=60');
    expect([code, headers.get('helicone-degraded')]).toEqual([200, 'rate-limit']);
  });

  it.each(['cents', 'tokens'])('let no %s be spent while the state is away', async (unit) => {
    owned.take = () => Promise.reject(new StateAwayError('gone'));
    const { status: code, text } = await ask(`100;w=60;u=${unit}`);
    expect(code).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'proxy/limits-unavailable' } });
    expect(upstream.requests).toHaveLength(0);
  });

  it('count each organisation apart', async () => {
    sut.keys.add('sk-helicone-ccccccc-bbbbbbb-ccccccc-ddddddd', { org: testOrg.replace('6', '7') });
    const other = {
      'helicone-user-id': 'ada',
      'helicone-auth': 'Bearer sk-helicone-ccccccc-bbbbbbb-ccccccc-ddddddd',
    };
    expect(await statuses(2, '1;w=60;s=user', { 'helicone-user-id': 'ada' })).toEqual([200, 429]);
    expect(await statuses(1, '1;w=60;s=user', other)).toEqual([200]);
  });
});

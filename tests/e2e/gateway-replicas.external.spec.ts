import { startTestRedis, type TestRedis } from '@heliostat/stores/testing';
import { randomUUID } from 'node:crypto';
import type { Account } from '../harness/account.js';
import { eventually } from '../harness/eventually.js';
import { Gateway, type GatewayCall } from '../harness/gateway.js';
import { startProxyReplica, type ProxyReplica } from '../harness/proxy-replica.js';

/** gpt-4o at $10 for a million output tokens: 10,000 of them are ten cents, and what goes in costs next to nothing. */
const tenCents = { model: 'gpt-4o/openai', max_tokens: 10_000 };
const answered = (calls: GatewayCall[]) => calls.filter(({ status }) => status === 200);
/** The proxy asks a store for so long and no longer, then goes on without it, and says so. */
const withoutStore = ({ status, headers }: GatewayCall) => status === 503 || headers.has('helicone-degraded');
/** Calls in which a machine that stood still for a moment hid no store from the proxy; tried anew until then. */
const undisturbed = (make: () => Promise<GatewayCall[]>): Promise<GatewayCall[]> =>
  eventually('every call has its stores', async () => {
    const calls = await make();
    return !calls.some(withoutStore) && calls;
  });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));

/** What all processes that serve one installation have in common: limits, cache and credits. */
describe('Several processes of the proxy', () => {
  describe('as two replicas on one Redis and one Postgres', () => {
    let redis: TestRedis;
    let gateway: Gateway;
    let replica: ProxyReplica;
    let urls: string[];

    beforeAll(async () => {
      redis = await startTestRedis();
      gateway = await Gateway.start({ REDIS_URL: redis.url });
      replica = await startProxyReplica(gateway.heliostat);
      urls = [gateway.heliostat.proxyUrl, replica.url];
    }, 360_000);

    afterEach(() => (gateway.behave = undefined));

    afterAll(async () => {
      await replica?.dispose();
      await gateway?.dispose();
      await redis?.remove();
    }, 180_000);

    const chat = (
      index: number,
      headers: Record<string, string>,
      body: Record<string, unknown>,
      who?: Account,
    ) => gateway.chat(headers, body, who, urls[index % urls.length]);
    /** All at once, in turn over both. */
    const burst = (
      count: number,
      headers: Record<string, string>,
      body: Record<string, unknown> = {},
      who?: Account,
    ) => Promise.all(times(count, (index) => chat(index, headers, body, who)));
    const limited = (policy: string, user: string = randomUUID()) => ({
      'helicone-ratelimit-policy': `${policy};s=user`,
      'helicone-user-id': user,
    });
    const rich = async (cents: number) => {
      const account = await gateway.signUp(`${randomUUID()}@example.com`);
      const wallet = `/api/v1/admin/wallet/${await account.organizationId()}`;
      expect((await gateway.account.asBrowser(wallet, { balance: cents }, 'PUT')).status).toBe(200);
      return account;
    };
    const costOf = async (calls: GatewayCall[], account: Account) => {
      const rows = await Promise.all(calls.map(({ id }) => account.logged(id)));
      return rows.reduce((sum, { cost }) => sum + cost! * 100, 0);
    };

    it('hold a limit of requests exactly under a hundred calls at once (RL-01)', async () => {
      const calls = await undisturbed(() => burst(100, limited('40;w=60')));
      expect(answered(calls)).toHaveLength(40);
      expect(calls.filter(({ status }) => status === 429)).toHaveLength(60);
    });

    it('count cents together, and let calls under way count with what those before them cost (RL-05)', async () => {
      const calls = await undisturbed(async () => {
        gateway.behave = () => ({ tokens: 10_000 });
        const headers = limited('25;w=3600;u=cents');
        const first = await chat(0, headers, tenCents);
        if (withoutStore(first)) return [first];
        expect(first.status).toBe(200);
        // What it cost is counted by then.
        await gateway.account.logged(first.id);
        gateway.behave = () => ({ tokens: 10_000, latencyMs: 1_000 });
        return burst(20, headers, tenCents);
      });
      expect(answered(calls)).toHaveLength(2);
    });

    it('share the cache (CA-01)', async () => {
      const [first, second] = await undisturbed(async () => {
        const headers = { 'helicone-cache-enabled': 'true', 'helicone-cache-seed': randomUUID() };
        return [await chat(0, headers, {}), await chat(1, headers, {})];
      });
      expect([first!.headers.get('helicone-cache'), second!.headers.get('helicone-cache')]).toEqual([
        'MISS',
        'HIT',
      ]);
      expect(second!.body).toEqual(first!.body);
    });

    it('ask a provider once for a hundred identical calls at once', async () => {
      gateway.behave = () => ({ latencyMs: 500 });
      let before = 0;
      const calls = await undisturbed(() => {
        before = gateway.simulator.requests.length;
        return burst(100, { 'helicone-cache-enabled': 'true', 'helicone-cache-seed': randomUUID() });
      });
      expect(answered(calls)).toHaveLength(100);
      expect(gateway.simulator.requests.length - before).toBe(1);
      expect(calls.filter(({ headers }) => headers.get('helicone-cache') === 'HIT')).toHaveLength(99);
    });

    it('never spend more than the credits and one call (CR-01)', async () => {
      gateway.behave = () => ({ tokens: 10_000, latencyMs: 300 });
      let account = gateway.account;
      const calls = await undisturbed(async () => {
        account = await rich(100);
        return burst(60, {}, tenCents, account);
      });
      const paid = answered(calls);
      expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([200, 429]));
      expect(paid.length).toBeGreaterThanOrEqual(8);
      expect(paid.length).toBeLessThanOrEqual(10);
      const cost = await costOf(paid, account);
      expect(await account.balance()).toBeCloseTo(100 - cost, 6);
      // One after the other, the rest goes, too: below nothing by less than one call.
      const goes = async (index: number) => {
        const [call] = await undisturbed(async () => [await chat(index, {}, tenCents, account)]);
        return call!.status === 200;
      };
      for (let index = 0; await goes(index); index++) expect(index).toBeLessThan(4);
      const left = await account.balance();
      expect(left).toBeLessThanOrEqual(0);
      expect(left).toBeGreaterThan(-10.1);
    });

    describe('while Redis is away', () => {
      let account: Account;

      beforeAll(async () => {
        account = await rich(100);
        await redis.stop();
      }, 360_000);

      it('let calls pass without cache and limits, and say so', async () => {
        const headers = { ...limited('1;w=60'), 'helicone-cache-enabled': 'true' };
        const calls = [...(await burst(4, headers)), ...(await burst(4, headers))];
        expect(answered(calls)).toHaveLength(8);
        for (const call of calls) {
          const degraded = call.headers.get('helicone-degraded')?.split(/,\s*/).sort();
          expect(degraded).toEqual(['cache', 'rate-limit']);
        }
      });

      it('refuse what a limit in cents would bound, and name the fault', async () => {
        const calls = await burst(4, limited('1000;w=3600;u=cents'));
        expect(calls.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
        expect(JSON.stringify(calls[0]!.body)).toMatch(/Redis|limit/);
      });

      it('go on with credits, which are not kept there', async () => {
        const calls = await undisturbed(() => burst(6, {}, { model: 'gpt-4o-mini/openai' }, account));
        expect(answered(calls).length).toBeGreaterThan(0);
        expect(await account.balance()).toBeLessThan(100);
      });

      it('hold limits again once it is back', async () => {
        await redis.start();
        await eventually(
          'both proxies count in Redis',
          async () => answered(await burst(2, limited('1;w=60'))).length === 1,
        );
        expect(answered(await undisturbed(() => burst(20, limited('5;w=60'))))).toHaveLength(5);
      });
    });
  });

  describe('as two workers of one proxy, without Redis', () => {
    let gateway: Gateway;

    beforeAll(async () => {
      gateway = await Gateway.start({ HELIOSTAT_PROXY_WORKERS: '2' });
    }, 360_000);

    afterAll(() => gateway?.dispose(), 180_000);

    it('are two', async () => {
      const proxies = (await gateway.heliostat.processes()).filter(({ command }) =>
        /apps\/proxy\/dist\/main/.test(command),
      );
      expect(proxies).toHaveLength(3);
    });

    it('hold a limit of requests exactly (RL-01)', async () => {
      const calls = await undisturbed(() => {
        const headers = { 'helicone-ratelimit-policy': '40;w=60;s=user', 'helicone-user-id': randomUUID() };
        return Promise.all(times(100, () => gateway.chat(headers)));
      });
      expect(answered(calls)).toHaveLength(40);
    });

    it('ask a provider once for a hundred identical calls at once (CA-01)', async () => {
      gateway.behave = () => ({ latencyMs: 500 });
      let before = 0;
      const calls = await undisturbed(() => {
        before = gateway.simulator.requests.length;
        const headers = { 'helicone-cache-enabled': 'true', 'helicone-cache-seed': randomUUID() };
        return Promise.all(times(100, () => gateway.chat(headers)));
      });
      expect(answered(calls)).toHaveLength(100);
      expect(gateway.simulator.requests.length - before).toBe(1);
    });
  });
});

import type { Recorded } from '@heliostat/simulator';
import type { Account } from '../harness/account.js';
import { eventually } from '../harness/eventually.js';
import { Gateway } from '../harness/gateway.js';

const byAnthropic = ({ url }: Recorded) => url.startsWith('/v1/messages');
const withOwnKey = ({ headers }: Recorded) => headers.authorization === 'Bearer sk-own-of-the-organisation';
const claudeThenGpt = { model: 'claude-sonnet-4/anthropic,gpt-4o-mini/openai', max_tokens: 100 };

/** Providers that fail in every way: what the client is told, what the log says, and what is charged. */
describe('The gateway when providers fail', () => {
  let gateway: Gateway;
  let account: Account;
  /** Has credits and, where a test says so, a key of its own. */
  let paying: Account;

  beforeAll(async () => {
    gateway = await Gateway.start();
    account = gateway.account;
    paying = await gateway.signUp('paying@example.com');
  }, 240_000);

  afterEach(() => (gateway.behave = undefined));

  afterAll(() => gateway?.dispose(), 180_000);

  const setBalance = async (balance: number) => {
    const wallet = `/api/v1/admin/wallet/${await paying.organizationId()}`;
    expect((await account.asBrowser(wallet, { balance }, 'PUT')).status).toBe(200);
  };
  const attemptsOf = async (id: string, who = account) =>
    (await who.logged(id)).attempts!.map(({ provider, status }) => [provider, status]);
  const stream = (model: string, who = account, signal?: AbortSignal) =>
    fetch(`${gateway.heliostat.proxyUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${who.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
      ...(signal && { signal }),
    });

  it.each([400, 401, 403, 429, 500, 503])(
    'tells a single provider’s %i as it is, with its words (ER-01)',
    async (status) => {
      gateway.behave = () => ({ status });
      const call = await gateway.chat();
      expect(call.status).toBe(status);
      expect(call.body).toMatchObject({ error: { message: expect.stringMatching(/\w/), code: status } });
      expect(await attemptsOf(call.id)).toEqual([['openai', status]]);
    },
  );

  it.each(['reset', 'garbage', 'truncate'] as const)(
    'asks the next one where a reply to be translated is a %s, and says what happened (GW-10)',
    async (fail) => {
      gateway.behave = (request) => (byAnthropic(request) ? { fail } : undefined);
      const call = await gateway.chat({}, claudeThenGpt);
      expect(call.status).toBe(200);
      expect(call.headers.get('helicone-provider')).toBe('openai');
      const attempts = await attemptsOf(call.id);
      expect(attempts).toEqual([
        ['anthropic', expect.any(Number)],
        ['openai', 200],
      ]);
    },
  );

  it('repeats a failed call as often as it is told, and logs every attempt (RE-01, RE-03)', async () => {
    gateway.behave = () => ({ status: 503 });
    const headers = {
      'helicone-retry-enabled': 'true',
      'helicone-retry-num': '2',
      'helicone-retry-min-timeout': '20',
      'helicone-retry-max-timeout': '40',
    };
    const before = gateway.simulator.requests.length;
    const failed = await gateway.chat(headers);
    expect(failed.status).toBe(503);
    expect(gateway.simulator.requests.length - before).toBe(3);
    let asked = 0;
    gateway.behave = () => (++asked < 3 ? { status: 500 } : undefined);
    const answered = await gateway.chat(headers);
    expect(answered.status).toBe(200);
    expect(await attemptsOf(answered.id)).toEqual([
      ['openai', 500],
      ['openai', 500],
      ['openai', 200],
    ]);
  });

  it.each(['gpt-4o-mini/openai', 'claude-sonnet-4/anthropic'])(
    'never ends a stream of %s that broke as if it were whole',
    async (model) => {
      gateway.behave = () => ({ fail: 'truncate' });
      const reply = await stream(model);
      const text = await reply.text().catch(() => 'broken');
      expect(text).not.toContain('[DONE]');
      expect((await account.logged(reply.headers.get('helicone-id')!)).response_status).not.toBe(200);
    },
  );

  describe('and somebody has to pay', () => {
    it('charges a stream that its client left for what came until then (CR-01)', async () => {
      await setBalance(100);
      // A minute, of which the client sees the beginning.
      gateway.behave = () => ({ chunkMs: 200, tokens: 300 });
      const leave = new AbortController();
      const reply = await stream('gpt-4o/openai', paying, leave.signal);
      const reader = reply.body!.getReader();
      for (let chunks = 0; chunks < 3; chunks++) await reader.read();
      leave.abort();
      const row = await paying.logged(reply.headers.get('helicone-id')!);
      expect(row).toMatchObject({ response_status: -3, usage_estimated: true });
      expect(row.completion_tokens).toBeLessThan(300);
      expect(row.cost).toBeGreaterThan(0);
      expect(await paying.balance()).toBeCloseTo(100 - row.cost! * 100, 6);
    });

    it('charges nothing for calls that failed, or that the cache answered', async () => {
      await setBalance(100);
      gateway.behave = () => ({ status: 500 });
      await gateway.chat({}, {}, paying);
      gateway.behave = undefined;
      const cached = { 'helicone-cache-enabled': 'true' };
      const first = await gateway.chat(cached, {}, paying);
      expect((await gateway.chat(cached, {}, paying)).headers.get('helicone-cache')).toBe('HIT');
      const { cost } = await paying.logged(first.id);
      expect(await paying.balance()).toBeCloseTo(100 - cost! * 100, 6);
    });

    it('shows nothing of missing credits where an own key answers, and the key’s failure before them (ER-02, ER-04)', async () => {
      await setBalance(0);
      await paying.call('POST', '/v1/api-keys/provider-key', {
        providerName: 'openai',
        providerKeyName: 'ours',
        providerKey: 'sk-own-of-the-organisation',
      });
      // Nobody else pays for it.
      const answers = async () => (await gateway.chat({}, {}, paying)).status === 200;
      await eventually('the proxy hears of the key', answers);
      const fine = await gateway.chat({}, { model: 'claude-sonnet-4/anthropic,gpt-4o-mini/openai' }, paying);
      expect(fine.status).toBe(200);
      expect(JSON.stringify([fine.body, ...fine.headers])).not.toMatch(/credit/i);
      for (const status of [401, 500]) {
        gateway.behave = (request) => (withOwnKey(request) ? { status } : undefined);
        expect((await gateway.chat({}, {}, paying)).status).toBe(status);
      }
      await setBalance(100);
      const paid = await gateway.chat({}, {}, paying);
      expect(paid.headers.get('helicone-gateway-mode')).toBe('PTB');
      expect(await attemptsOf(paid.id, paying)).toEqual([
        ['openai', 500],
        ['openai', 200],
      ]);
    });
  });
});

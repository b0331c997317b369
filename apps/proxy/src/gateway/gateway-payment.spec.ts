import { chatReply } from '../testing/gateway.fixture.js';
import { useGateway } from '../testing/use-gateway.js';
import { until } from '../testing/raw-client.js';

describe('the unified gateway: keys and credits', () => {
  const { providers, ownKeys, credits, prompts, chat, textOf, called, record, records } = useGateway();

  it('uses an own key before the installation’s (GW-07)', async () => {
    ownKeys.add('openai');
    const response = await chat('gpt-4o-mini');
    expect(response.headers.get('helicone-gateway-mode')).toBe('BYOK');
    expect(providers.openai.calls[0]!.headers.authorization).toBe('Bearer own-openai');
    expect(record().meta.passthroughBilling).toBe(false);
  });

  it('uses the installation’s key when the own one fails (GW-07)', async () => {
    ownKeys.add('openai');
    providers.openai.answer = ({ headers }) =>
      headers.authorization === 'Bearer own-openai'
        ? { status: 401, body: { error: { message: 'Invalid API key' } } }
        : { body: chatReply('paid') };
    const response = await chat('gpt-4o-mini');
    expect(await textOf(response)).toBe('paid');
    expect(response.headers.get('helicone-gateway-mode')).toBe('PTB');
    expect(record().meta.passthroughBilling).toBe(true);
  });

  it('leaves out own keys that are switched off (GW-07)', async () => {
    ownKeys.add('openai', {}, { enabled: false });
    expect((await chat('gpt-4o-mini')).headers.get('helicone-gateway-mode')).toBe('PTB');
  });

  it('charges exactly what the provider does (CR-01)', async () => {
    credits.balance = 1_000_000n;
    await (await chat('gpt-4o-mini/openai')).text();
    // 11 tokens at $0.15 and 9 at $0.60 per million.
    expect(credits.settled).toEqual([7_050n]);
    expect(credits.balance).toBe(992_950n);
  });

  it('charges what the provider was asked for, whatever the client calls it (CR-01)', async () => {
    credits.balance = 1_000_000n;
    const headers = { 'helicone-model-override': 'a-model-without-a-price' };
    await (await chat('gpt-4o-mini/openai', {}, { headers })).text();
    expect(credits.settled).toEqual([7_050n]);
  });

  it('sets aside for each of several choices (CR-01)', async () => {
    credits.balance = 1_000_000_000n;
    await chat('gpt-4o-mini/openai', { n: 5 });
    await chat('gpt-4o-mini/openai', { n: 1 });
    expect(credits.reserved[0]).toBeGreaterThan(4n * credits.reserved[1]!);
  });

  it('sets aside for the request that is sent, where a feature made it longer (CR-01)', async () => {
    credits.balance = 1_000_000_000n;
    await chat('gpt-4o-mini/openai', { stream: true });
    await chat('gpt-4o-mini/openai', { stream: true }, { headers: { 'helicone-stream-usage': 'true' } });
    expect(credits.reserved[1]).toBeGreaterThan(credits.reserved[0]!);
  });

  it('sets more aside for a fallback that is dearer, and charges once (CR-01)', async () => {
    credits.balance = 1_000_000_000n;
    providers.openai.answer = ({ body }) =>
      String(body['model']).includes('mini') ? { status: 500, body: {} } : { body: chatReply('dear') };
    await (await chat('gpt-4o-mini/openai,gpt-4o/openai')).text();
    expect(credits.reserved).toHaveLength(2);
    expect(credits.reserved[1]).toBeGreaterThan(credits.reserved[0]!);
    // 11 tokens at $2.50 and 9 at $10 per million.
    expect(credits.settled).toEqual([0n, 117_500n]);
  });

  it('keeps what was set aside for a fallback that is cheaper (CR-01)', async () => {
    credits.balance = 1_000_000_000n;
    providers.openai.answer = ({ body }) =>
      String(body['model']).includes('mini') ? { body: chatReply('cheap') } : { status: 500, body: {} };
    await (await chat('gpt-4o/openai,gpt-4o-mini/openai')).text();
    expect(credits.reserved).toHaveLength(1);
    expect(credits.settled).toEqual([7_050n]);
  });

  it('gives back what was set aside for a client that left meanwhile (CR-01)', async () => {
    credits.balance = 1_000_000_000n;
    let go = () => {};
    credits.ready = new Promise((resolve) => (go = resolve));
    const left = new AbortController();
    const call = chat('gpt-4o-mini/openai', {}, { signal: left.signal }).catch(() => {});
    await until(() => credits.reserved.length === 1);
    left.abort();
    await call;
    await until(() => records().length === 1);
    go();
    await until(() => credits.settled.length === 1);
    expect(credits.settled).toEqual([0n]);
    expect(called()).toEqual([]);
  });

  it('answers 429 as the page prints it when nothing is left (ER-03)', async () => {
    credits.balance = 0n;
    const response = await chat('gpt-4o-mini');
    expect(response.status).toBe(429);
    expect(await response.json()).toEqual({
      error: { message: 'Insufficient credits', type: 'request_failed', code: 429 },
    });
    expect(called()).toEqual([]);
  });

  it('answers 403 for a suspended wallet (ER-03)', async () => {
    credits.suspended = true;
    expect((await chat('gpt-4o-mini')).status).toBe(403);
  });

  it('hides spent credits where an own key answers (ER-04)', async () => {
    credits.balance = 0n;
    ownKeys.add('openai');
    const response = await chat('gpt-4o-mini');
    expect(response.status).toBe(200);
    expect(JSON.stringify([await response.text(), ...response.headers])).not.toContain('429');
  });

  it.each([401, 500])('tells the own key’s %i rather than spent credits (ER-02)', async (status) => {
    credits.balance = 0n;
    ownKeys.add('openai');
    providers.openai.answer = () => ({ status, body: { error: { message: 'no' } } });
    expect((await chat('gpt-4o-mini')).status).toBe(status);
  });

  it('tells the own key’s limit rather than spent credits, and when to come back (ER-02)', async () => {
    credits.balance = 0n;
    ownKeys.add('openai');
    providers.openai.answer = () => ({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { error: { message: 'slow down' } },
    });
    const response = await chat('gpt-4o-mini/openai');
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toMatchObject({ error: { message: 'slow down', code: 429 } });
  });

  it('asks an own key that rests before it says that credits are spent (ER-02)', async () => {
    credits.balance = 0n;
    ownKeys.add('openai');
    providers.openai.answer = () => ({ status: 500, body: { error: { message: 'down' } } });
    for (let call = 0; call < 6; call++) expect((await chat('gpt-4o-mini/openai')).status).toBe(500);
    providers.openai.reset();
    expect((await chat('gpt-4o-mini/openai')).status).toBe(200);
  });

  it.each(['invalid_request_error', 'UNAUTHENTICATED'])(
    'calls a refused key by one name, also where the provider says %s (ER-03)',
    async (type) => {
      ownKeys.add('openai');
      providers.openai.answer = () => ({ status: 401, body: { error: { message: 'no', type } } });
      expect(await (await chat('o3/openai')).json()).toMatchObject({
        error: { type: 'invalid_api_key', code: 401 },
      });
    },
  );

  it.each([400, 401, 403, 429, 500, 503])('lets a locked provider’s %i through (ER-01)', async (status) => {
    ownKeys.add('openai');
    providers.openai.answer = () => ({ status, body: { error: { message: 'words' } } });
    const response = await chat('o3/openai');
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: 'words', code: status } });
  });

  it('gives nothing to charge for a call that failed (CR-01)', async () => {
    credits.balance = 1_000_000n;
    providers.openai.answer = () => ({ status: 400, body: { error: { message: 'no' } } });
    await chat('gpt-4o-mini/openai');
    expect(credits.settled).toEqual([0n]);
  });

  it('takes the marks of the caching page, and keeps them from the provider (CA-06, GW-02)', async () => {
    const response = await chat('gpt-4o-mini/openai', { request_id: 'a', timestamp: 1 });
    expect(response.status).toBe(200);
    expect(Object.keys(providers.openai.calls[0]!.body)).toEqual(['model', 'messages']);
  });

  it.each([
    ['an unknown field', { foo: 1 }],
    ['too many choices', { n: 129 }],
    ['no messages', { messages: [] }],
  ])('refuses %s where the installation pays, and passes it with an own key (GW-02)', async (_what, over) => {
    const refused = await chat('gpt-4o-mini/openai', over);
    expect(refused.status).toBe(400);
    ownKeys.add('openai');
    expect((await chat('gpt-4o-mini/openai', over)).status).toBe(200);
    expect(providers.openai.calls[0]!.body).toMatchObject(over);
  });

  /** Asks, and leaves once the provider has the call or the client the first bytes of its reply. */
  const leave = async (model: string, body: object, when: 'asked' | 'answered') => {
    const left = new AbortController();
    const call = chat(model, body, { signal: left.signal });
    if (when === 'asked') await until(() => called().length === 1);
    else await (await call).body!.getReader().read();
    left.abort();
    await call.catch(() => {});
    await until(() => credits.settled.length === 1);
  };

  it('charges the prompt of a client that left before the first byte (CR-01)', async () => {
    credits.balance = 1_000_000_000n;
    providers.openai.answer = () => ({ body: undefined, hangs: true });
    await leave(
      'gpt-4o-mini/openai',
      { messages: [{ role: 'user', content: 'word '.repeat(1_000) }] },
      'asked',
    );
    // About 1,000 tokens at $0.15 per million.
    expect(Number(credits.settled[0])).toBeGreaterThan(145_000);
    expect(Number(credits.settled[0])).toBeLessThan(160_000);
    expect(record().meta).toMatchObject({ status: -3, passthroughBilling: true, provider: 'openai' });
  });

  it('charges nothing where the own key of a client that left was asked (CR-01)', async () => {
    ownKeys.add('openai');
    providers.openai.answer = () => ({ body: undefined, hangs: true });
    const left = new AbortController();
    const call = chat('gpt-4o-mini/openai', {}, { signal: left.signal }).catch(() => {});
    await until(() => called().length === 1);
    left.abort();
    await call;
    await until(() => records().length === 1);
    expect(record().meta.passthroughBilling).toBe(false);
    expect(credits.reserved).toEqual([]);
  });

  it('charges a stream of a saved prompt that was cut by what was sent, not by what named it (CR-01)', async () => {
    credits.balance = 1_000_000_000n;
    prompts['abc'] = { messages: [{ role: 'system', content: 'word '.repeat(1_000) }] };
    const chunk = { object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'Hi' } }] };
    providers.openai.answer = () => ({ body: [`data: ${JSON.stringify(chunk)}\n\n`], hangs: true });
    await leave('gpt-4o-mini/openai', { prompt_id: 'abc', stream: true }, 'answered');
    expect(Number(credits.settled[0])).toBeGreaterThan(145_000);
    expect(record().meta.usage).toMatchObject({ estimated: true });
  });

  const account = {
    'openai-organization': 'acme',
    'x-ratelimit-remaining-requests': '9',
    'anthropic-ratelimit-tokens-limit': '5',
    'set-cookie': '__cf_bm=1',
    'x-request-id': 'req_1',
  };

  it.each([
    ['the client’s own format', 'gpt-4o-mini/openai', 'openai'],
    ['a translated format', 'claude-3.5-haiku/anthropic', 'anthropic'],
  ] as const)('keeps the installation’s account out of replies in %s', async (_what, model, name) => {
    const { answer } = providers[name];
    providers[name].answer = (call) => ({ ...answer(call), headers: account });
    const response = await chat(model);
    expect(response.status).toBe(200);
    for (const header of Object.keys(account).slice(0, -1)) expect(response.headers.has(header)).toBe(false);
    expect(response.headers.get('x-request-id')).toBe('req_1');
  });

  it('shows a client its own account’s limits', async () => {
    ownKeys.add('openai');
    providers.openai.answer = () => ({ body: chatReply('own'), headers: account });
    const response = await chat('gpt-4o-mini/openai');
    expect(response.headers.get('openai-organization')).toBe('acme');
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('9');
  });
});

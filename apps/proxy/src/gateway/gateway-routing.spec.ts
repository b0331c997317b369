import { FakeProvider, chatReply, messagesReply } from '../testing/gateway.fixture.js';
import { startTestProxy, testKey } from '../testing/proxy.fixture.js';
import { useGateway } from '../testing/use-gateway.js';

describe('the unified gateway: routing', () => {
  const { providers, ownKeys, settings, chat, textOf, called, record } = useGateway();

  it('takes the cheapest provider first (GW-06)', async () => {
    const response = await chat('gpt-4o-mini');
    expect(await textOf(response)).toBe('from openai');
    expect(response.headers.get('helicone-provider')).toBe('openai');
    expect(response.headers.get('helicone-model')).toBe('gpt-4o-mini');
  });

  it.each([429, 401, 408, 500, 503])('goes on to the next provider after %i (GW-12)', async (status) => {
    providers.openai.answer = () => ({ status, body: { error: { message: 'no' } } });
    expect(await textOf(await chat('gpt-4o-mini'))).toBe('from openrouter');
    expect(record().meta.attempts).toMatchObject([
      { provider: 'openai', status },
      { provider: 'openrouter', status: 200 },
    ]);
  });

  it('goes on when a provider cannot be reached (GW-12)', async () => {
    providers.openai.answer = () => ({ status: 0, body: '' });
    expect(await textOf(await chat('gpt-4o-mini'))).toBe('from openrouter');
  });

  it('goes on after a context-length 400 and after no other 400 (GW-12)', async () => {
    providers.openai.answer = () => ({
      status: 400,
      body: { error: { message: "This model's maximum context length is 8192 tokens." } },
    });
    expect((await chat('gpt-4o-mini')).status).toBe(200);
    providers.openrouter.calls.length = 0;
    providers.openai.answer = () => ({ status: 400, body: { error: { message: 'Bad temperature' } } });
    const response = await chat('gpt-4o-mini');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message: 'Bad temperature', code: 400 } });
    expect(providers.openrouter.calls).toEqual([]);
  });

  it('stays with the provider that is named (GW-08)', async () => {
    providers.openai.answer = () => ({ status: 500, body: { error: { message: 'broken' } } });
    const response = await chat('gpt-4o-mini/openai');
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { message: 'broken', code: 500 } });
    expect(called()).toEqual(['openai']);
  });

  it('calls the named deployment alone (GW-09)', async () => {
    const other = await FakeProvider.start('other azure');
    ownKeys.add('azure', { baseUri: providers.azure.url, deploymentName: 'first' }, { id: 'clm1' });
    ownKeys.add(
      'azure',
      { baseUri: other.url, deploymentName: 'eu-gpt' },
      { id: 'clm2', name: 'EU Frankfurt' },
    );
    expect(await textOf(await chat('gpt-4o-mini/azure/clm2'))).toBe('from other azure');
    expect(await textOf(await chat('gpt-4o-mini/azure/eu-frankfurt'))).toBe('from other azure');
    expect(other.calls[0]!.path).toMatch(/^\/openai\/deployments\/eu-gpt\/chat\/completions\?api-version=/);
    expect(other.calls[0]!.headers['api-key']).toBe('own-azure');
    expect(providers.azure.calls).toEqual([]);
    const unknown = await chat('gpt-4o-mini/azure/nobody');
    expect(unknown.status).toBe(400);
    await other.stop();
  });

  it('tries a list in its order (GW-10)', async () => {
    ownKeys.add('azure', { baseUri: providers.azure.url });
    for (const name of ['azure', 'openai'] as const)
      providers[name].answer = () => ({ status: 503, body: { error: { message: name } } });
    await chat('gpt-4o-mini/azure,gpt-4o-mini/openai,claude-3.5-haiku/anthropic');
    expect(record().meta.attempts!.map(({ provider }) => provider)).toEqual(['azure', 'openai', 'anthropic']);
  });

  it('asks nobody twice where the rest of a list names all (GW-10)', async () => {
    ownKeys.add('azure', { baseUri: providers.azure.url });
    ownKeys.add('openai');
    providers.azure.answer = () => ({ status: 503, body: { error: { message: 'azure' } } });
    providers.openai.answer = ({ headers }) =>
      headers.authorization === 'Bearer own-openai'
        ? { status: 401, body: { error: { message: 'openai' } } }
        : { body: chatReply('paid') };
    expect(await textOf(await chat('gpt-4o-mini/azure,gpt-4o-mini/openai,gpt-4o-mini'))).toBe('paid');
    expect(called()).toEqual(['openai', 'openai', 'azure']);
  });

  it.each(['gpt-4o-mini/', 'gpt-4o-mini//openai', 'gpt-4o-mini/openai/'])(
    'refuses %j, whose slash names nothing (GW-08)',
    async (model) => {
      ownKeys.add('openai');
      const response = await chat(model);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: { message: expect.stringContaining('nothing after a slash') },
      });
      expect(called()).toEqual([]);
    },
  );

  it('answers a call for a model whose name no header can hold (GW-13)', async () => {
    ownKeys.add('openai');
    const response = await chat('neu😀/openai');
    expect(response.status).toBe(200);
    expect(response.headers.get('helicone-model')).toBe('neu??');
    expect(providers.openai.calls[0]!.body.model).toBe('neu😀');
  });

  it('never calls a provider that is left out, even when all others fail (GW-11)', async () => {
    providers.openrouter.answer = () => ({ status: 500, body: {} });
    const response = await chat('!openai,gpt-4o-mini');
    expect(response.status).toBe(500);
    expect(providers.openai.calls).toEqual([]);
  });

  it('sends unknown models to own keys alone, by their name (GW-13)', async () => {
    const refused = await chat('brand-new/openai');
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: { type: 'missing_provider_key' } });
    ownKeys.add('openai');
    expect((await chat('brand-new/openai')).status).toBe(200);
    expect(providers.openai.calls[0]!.body.model).toBe('brand-new');
    expect((await chat('brand-new')).status).toBe(400);
  });

  it.each([
    'gpt-4.1-mini',
    'gpt-5',
    'claude-3.5-sonnet',
    'claude-sonnet-4-20250514',
    'claude-4.5-sonnet',
    'claude-opus-4-1',
    'gemini-2.5-flash-lite',
    'gemini-3-pro-image-preview/google-ai-studio',
    'claude-3-opus-20240229',
  ])('knows %s (GW-14)', async (model) => {
    await chat(model);
    expect(called().length).toBeGreaterThan(0);
  });

  it('rests an endpoint that keeps failing (GW-12)', async () => {
    providers.openai.answer = () => ({ status: 500, body: {} });
    for (let i = 0; i < 5; i++) await chat('gpt-4.1-nano');
    providers.openai.calls.length = 0;
    expect((await chat('gpt-4.1-nano')).status).toBe(200);
    expect(providers.openai.calls).toEqual([]);
  });

  describe('endpoints that rest', () => {
    const names = ['openai', 'openrouter', 'anthropic'] as const;
    const list = 'gpt-4.1-nano/openai,gpt-4.1-nano/openrouter,claude-3.5-haiku/anthropic';
    /** Lets these say that they rest for a minute; their calls until then are forgotten. */
    const rest = async (...resting: (typeof names)[number][]) => {
      const headers = { 'retry-after': '60' };
      for (const name of resting) providers[name].answer = () => ({ status: 429, headers, body: {} });
      await chat(list);
      for (const name of names) providers[name].calls.length = 0;
    };
    const asked = () => record().meta.attempts!.map(({ provider }) => provider);

    it('are asked in the order of the list where all rest, until one answers (GW-12)', async () => {
      await rest('openai', 'openrouter', 'anthropic');
      providers.anthropic.answer = () => ({ body: messagesReply('back again') });
      const response = await chat(list);
      expect(await textOf(response)).toBe('back again');
      expect(response.headers.get('helicone-fallback-index')).toBe('2');
      expect(asked()).toEqual(['openai', 'openrouter', 'anthropic']);
    });

    it('are asked once each where none of them answers (GW-12)', async () => {
      await rest('openai', 'openrouter', 'anthropic');
      expect((await chat(list)).status).toBe(429);
      expect(called()).toEqual(['openai', 'anthropic', 'openrouter']);
    });

    it('are asked after all others, and no further than to one that answers (GW-12)', async () => {
      await rest('openai', 'openrouter');
      providers.anthropic.answer = () => ({ status: 500, body: {} });
      providers.openai.reset();
      expect((await chat(list)).status).toBe(200);
      expect(asked()).toEqual(['anthropic', 'openai']);
    });

    it('are asked no further than to one that finds fault with the request (GW-12)', async () => {
      await rest('openai', 'openrouter', 'anthropic');
      providers.openai.answer = () => ({ status: 400, body: { error: { message: 'bad field' } } });
      expect((await chat(list)).status).toBe(400);
      expect(called()).toEqual(['openai']);
    });
  });

  it('keeps a long prompt at the endpoint that has seen it (PC-01)', async () => {
    const messages = [
      { role: 'system', content: 'You know everything. '.repeat(400) },
      { role: 'user', content: 'Hello' },
    ];
    providers.openai.answer = () => ({ status: 429, body: { error: { message: 'slow down' } } });
    await chat('gpt-4.1', { messages });
    providers.openai.reset();
    expect(await textOf(await chat('gpt-4.1', { messages }))).toBe('from openrouter');
    expect(await textOf(await chat('gpt-4.1'))).toBe('from openai');
  });

  it('takes no warm endpoint before a choice that was named first, or an own key (GW-10, GW-07)', async () => {
    ownKeys.add('openai');
    const messages = [
      { role: 'system', content: 'You know everything. '.repeat(400) },
      { role: 'user', content: 'Hello' },
    ];
    const model = 'gpt-4.1/openai,claude-3.5-haiku/anthropic';
    providers.openai.answer = ({ headers }) =>
      headers.authorization === 'Bearer own-openai'
        ? { status: 429, body: { error: { message: 'slow down' } } }
        : { body: chatReply('paid') };
    await chat('gpt-4.1/openai', { messages });
    providers.openai.answer = () => ({ status: 429, body: { error: { message: 'slow down' } } });
    await chat(model, { messages });
    providers.openai.reset();
    expect((await chat('gpt-4.1/openai', { messages })).headers.get('helicone-gateway-mode')).toBe('BYOK');
    expect((await chat(model, { messages })).headers.get('helicone-provider')).toBe('openai');
  });

  it('repeats the whole round with backoff when retries are on (RE-01)', async () => {
    let calls = 0;
    providers.openai.answer = () =>
      ++calls < 3 ? { status: 503, body: {} } : { body: chatReply('at last') };
    const headers = {
      'helicone-retry-enabled': 'true',
      'helicone-retry-min-timeout': '1',
      'helicone-retry-max-timeout': '5',
    };
    expect(await textOf(await chat('gpt-4o/openai', {}, { headers }))).toBe('at last');
  });

  it('says which setting names an own server (GW-08)', async () => {
    const response = await chat('llama3/local');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('set PROVIDER_LOCAL_BASE_URL to its address');
  });

  it('leaves out an own server that the model string leaves out (GW-10)', async () => {
    settings['PROVIDER_LOCAL_BASE_URL'] = providers.azure.url;
    const own = await startTestProxy(providers.openai.url, { settings });
    delete settings['PROVIDER_LOCAL_BASE_URL'];
    const status = async (model: string) => {
      const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'x' }] });
      const headers = { authorization: `Bearer ${testKey}` };
      return (await fetch(`${own.url}/v1/chat/completions`, { method: 'POST', headers, body })).status;
    };
    expect(await status('llama3/local')).toBe(200);
    expect(await status('!local,llama3/local')).toBe(400);
    expect(called()).toEqual(['azure']);
    await own.stop();
  });
});

import {
  FakeCredits,
  FakeOwnKeys,
  FakeProvider,
  chatReply,
  messagesReply,
} from '../testing/gateway.fixture.js';
import { startTestProxy, testKey, type TestProxy } from '../testing/proxy.fixture.js';

const names = ['openai', 'azure', 'anthropic', 'openrouter', 'google-ai-studio'] as const;
type Name = (typeof names)[number];

describe('the unified gateway', () => {
  let sut: TestProxy;
  const providers = {} as Record<Name, FakeProvider>;
  const ownKeys = new FakeOwnKeys();
  const credits = new FakeCredits();

  const settings: Record<string, string> = {};

  beforeAll(async () => {
    for (const name of names) {
      providers[name] = await FakeProvider.start(name);
      const variable = `PROVIDER_${name.toUpperCase().replaceAll('-', '_')}`;
      settings[`${variable}_BASE_URL`] = providers[name].url;
      if (name !== 'azure') settings[`${variable}_API_KEY`] = `installation-${name}`;
    }
  });
  // Of its own for each test: a proxy remembers which endpoints failed.
  beforeEach(async () => {
    sut = await startTestProxy(providers.openai.url, { settings, stores: { ownKeys, credits } });
    for (const name of names) providers[name].reset();
    providers.anthropic.answer = () => ({ body: messagesReply('from anthropic') });
    ownKeys.keys = [];
    credits.balance = undefined;
    credits.suspended = false;
    credits.settled.length = 0;
  });
  afterEach(() => sut.stop());
  afterAll(async () => {
    for (const name of names) await providers[name].stop();
  });

  const ask = (body: object, { path = '/v1/chat/completions', headers = {} } = {}) =>
    fetch(sut.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const chat = (model: string, over: object = {}, options = {}) =>
    ask({ model, messages: [{ role: 'user', content: 'Hello, world!' }], ...over }, options);
  const textOf = async (response: Response) =>
    ((await response.json()) as { choices: { message: { content: string } }[] }).choices[0]!.message.content;
  const called = () => names.flatMap((name) => providers[name].calls.map(() => name));
  const record = () => sut.records().at(-1)!;

  describe('doors', () => {
    it.each([
      '/chat/completions',
      '/v1/chat/completions',
      '/ai/v1/chat/completions',
      '/v1/gateway/ai/v1/chat/completions',
    ])('answers at %s (GW-01)', async (path) => {
      const response = await chat('gpt-4o-mini', {}, { path });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ object: 'chat.completion' });
    });

    it('answers at the original’s host name (GW-01)', async () => {
      const response = await new Promise<number>((resolve) => {
        void import('node:http').then(({ request }) => {
          const call = request(
            `${sut.url}/chat/completions`,
            {
              method: 'POST',
              headers: { host: 'ai-gateway.helicone.ai', authorization: `Bearer ${testKey}` },
            },
            (reply) => {
              reply.resume();
              resolve(reply.statusCode!);
            },
          );
          call.end(JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'x' }] }));
        });
      });
      expect(response).toBe(200);
    });

    it('lists models without a key (GW-04)', async () => {
      const response = await fetch(`${sut.url}/v1/models`);
      const { object, data } = (await response.json()) as { object: string; data: { id: string }[] };
      expect(object).toBe('list');
      expect(data.find(({ id }) => id === 'gpt-4o')).toMatchObject({ object: 'model', owned_by: 'openai' });
    });

    it('lists multimodal models, a part of all (GW-05)', async () => {
      const list = async (path: string) =>
        ((await (await fetch(sut.url + path)).json()) as { data: { id: string }[] }).data.map(({ id }) => id);
      const [all, some] = [await list('/v1/models'), await list('/v1/models/multimodal')];
      expect(some.length).toBeGreaterThan(10);
      expect(some.filter((id) => !all.includes(id))).toEqual([]);
      expect(some).not.toContain('text-embedding-3-small');
    });

    it.each([
      ['no key', {}, 401],
      ['a wrong key', { authorization: 'Bearer nonsense' }, 401],
    ])('refuses %s in OpenAI’s shape with the status as a number (ER-05)', async (_what, headers, status) => {
      const response = await fetch(`${sut.url}/v1/chat/completions`, { method: 'POST', headers, body: '{}' });
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ error: { code: status, type: 'invalid_api_key' } });
      expect(called()).toEqual([]);
    });

    it('refuses in Anthropic’s shape at /v1/messages, and takes the key as x-api-key', async () => {
      const wrong = await fetch(`${sut.url}/v1/messages`, { method: 'POST', body: '{}' });
      expect(await wrong.json()).toMatchObject({ type: 'error', error: { type: 'authentication_error' } });
      const response = await fetch(`${sut.url}/v1/messages`, {
        method: 'POST',
        headers: { 'x-api-key': testKey, 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'claude-3.5-haiku',
          max_tokens: 10,
          messages: [{ role: 'user', content: 'x' }],
        }),
      });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ type: 'message' });
      expect(providers.anthropic.calls[0]!.headers['x-api-key']).toBe('installation-anthropic');
    });

    it.each([
      ['not JSON', 'nonsense', 'not a JSON object'],
      ['without a model', '{"messages":[]}', '"model" is missing'],
    ])('refuses a body that is %s', async (_what, body, words) => {
      const response = await fetch(`${sut.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${testKey}` },
        body,
      });
      expect(response.status).toBe(400);
      expect(JSON.stringify(await response.json())).toContain(words.replaceAll('"', '\\"'));
    });

    it('never lets the Heliostat key through', async () => {
      await chat('gpt-4o-mini/openai');
      expect(JSON.stringify(providers.openai.calls)).not.toContain(testKey);
    });
  });

  describe('routing', () => {
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
      expect(record().meta.attempts!.map(({ provider }) => provider)).toEqual([
        'azure',
        'openai',
        'anthropic',
      ]);
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
  });

  describe('keys and credits', () => {
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

    it.each([
      ['an unknown field', { foo: 1 }],
      ['too many choices', { n: 129 }],
      ['no messages', { messages: [] }],
    ])(
      'refuses %s where the installation pays, and passes it with an own key (GW-02)',
      async (_what, over) => {
        const refused = await chat('gpt-4o-mini/openai', over);
        expect(refused.status).toBe(400);
        ownKeys.add('openai');
        expect((await chat('gpt-4o-mini/openai', over)).status).toBe(200);
        expect(providers.openai.calls[0]!.body).toMatchObject(over);
      },
    );
  });

  describe('translation', () => {
    it('speaks Anthropic’s language to Anthropic and OpenAI’s to the client (GW-01)', async () => {
      const response = await chat('claude-3.5-haiku/anthropic', { temperature: 0.5, max_tokens: 50 });
      expect(await response.json()).toMatchObject({
        object: 'chat.completion',
        choices: [{ message: { role: 'assistant', content: 'from anthropic' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 12, completion_tokens: 7 },
      });
      expect(providers.anthropic.calls[0]).toMatchObject({
        path: '/v1/messages',
        body: { max_tokens: 50, messages: [{ role: 'user' }] },
      });
      expect(record().meta).toMatchObject({
        provider: 'anthropic',
        bodyProvider: 'openai',
        bodyMapping: 'OPENAI',
        usage: { input: 12, output: 7 },
      });
    });

    it('streams Claude as chat chunks up to [DONE] (GW-15)', async () => {
      const event = (data: { type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
      providers.anthropic.answer = () => ({
        body: [
          event({
            type: 'message_start',
            message: { ...messagesReply(''), content: [], stop_reason: null },
          } as never),
          event({
            type: 'content_block_start',
            index: 0,
            content_block: { type: 'text', text: '' },
          } as never),
          event({
            type: 'content_block_delta',
            index: 0,
            delta: { type: 'text_delta', text: 'Hel' },
          } as never),
          event({
            type: 'content_block_delta',
            index: 0,
            delta: { type: 'text_delta', text: 'lo' },
          } as never),
          event({ type: 'content_block_stop', index: 0 } as never),
          event({
            type: 'message_delta',
            delta: { stop_reason: 'end_turn', stop_sequence: null },
            usage: { output_tokens: 2 },
          } as never),
          event({ type: 'message_stop' }),
        ],
      });
      const response = await chat('claude-3.5-haiku/anthropic', { stream: true });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      const lines = (await response.text()).trim().split('\n\n');
      expect(lines.at(-1)).toBe('data: [DONE]');
      const chunks = lines
        .slice(0, -1)
        .map((line) => JSON.parse(line.slice(6)) as { choices: { delta?: { content?: string } }[] });
      const content = chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? '');
      expect(content.join('')).toBe('Hello');
      expect(record().meta.usage).toMatchObject({ input: 12, output: 2 });
    });

    it('answers the Responses API from a provider that has none (GW-03)', async () => {
      const response = await ask(
        { model: 'claude-3.5-haiku/anthropic', input: 'Say hello' },
        { path: '/v1/responses' },
      );
      expect(await response.json()).toMatchObject({
        object: 'response',
        output: [{ type: 'message', content: [{ type: 'output_text', text: 'from anthropic' }] }],
        usage: { input_tokens: 12 },
      });
      expect(record().meta.bodyMapping).toBe('RESPONSES');
    });

    it('names what a provider cannot express', async () => {
      const response = await chat('claude-3.5-haiku/anthropic', { seed: 7, logit_bias: { 1: 2 } });
      expect(response.headers.get('helicone-dropped-params')).toMatch(/seed/);
      expect(response.headers.get('helicone-dropped-params')).toMatch(/logit_bias/);
    });

    it('tells a provider’s error in the client’s shape (ER-01)', async () => {
      providers.anthropic.answer = () => ({
        status: 400,
        body: { type: 'error', error: { type: 'invalid_request_error', message: 'messages: at least one' } },
      });
      expect(await (await chat('claude-3.5-haiku/anthropic')).json()).toMatchObject({
        error: { message: 'messages: at least one', code: 400 },
      });
    });

    it('wants both fields of image_generation or none (IG-02)', async () => {
      const response = await chat('gemini-3-pro-image-preview/google-ai-studio', {
        image_generation: { aspect_ratio: '16:9' },
      });
      expect(response.status).toBe(400);
      expect(called()).toEqual([]);
    });

    it('sends context editing to Claude and to nobody else (CE-01)', async () => {
      await chat('claude-sonnet-4/anthropic', { context_editing: { enabled: true } });
      expect(providers.anthropic.calls[0]!.body).toHaveProperty('context_management.edits');
      expect(providers.anthropic.calls[0]!.headers['anthropic-beta']).toContain('context-management');
      expect((await chat('gpt-4o-mini/openai', { context_editing: { enabled: true } })).status).toBe(200);
      expect(providers.openai.calls[0]!.body).not.toHaveProperty('context_editing');
    });

    it('answers embeddings (GW-01)', async () => {
      providers.openai.answer = () => ({
        body: {
          object: 'list',
          data: [{ embedding: [0.1] }],
          model: 'x',
          usage: { prompt_tokens: 3, total_tokens: 3 },
        },
      });
      const response = await ask({ model: 'text-embedding-3-small', input: 'x' }, { path: '/v1/embeddings' });
      expect(await response.json()).toMatchObject({ object: 'list' });
      expect(providers.openai.calls[0]!.path).toBe('/v1/embeddings');
    });

    it('embeds with Titan in its own words, and says that it takes one text at a time (GW-01)', async () => {
      ownKeys.add('bedrock', { baseUri: providers.azure.url });
      providers.azure.answer = () => ({ body: { embedding: [0.5, 0.25], inputTextTokenCount: 3 } });
      const embed = (input: unknown) =>
        ask({ model: 'amazon.titan-embed-text-v2:0/bedrock', input }, { path: '/v1/embeddings' });
      expect(await (await embed('x')).json()).toMatchObject({
        object: 'list',
        data: [{ embedding: [0.5, 0.25], index: 0 }],
        usage: { prompt_tokens: 3 },
      });
      expect(providers.azure.calls[0]).toMatchObject({
        path: '/model/amazon.titan-embed-text-v2%3A0/invoke',
        body: { inputText: 'x' },
      });
      expect((await embed(['x', 'y'])).status).toBe(400);
    });
  });
});

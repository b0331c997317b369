import { useGateway } from '../testing/use-gateway.js';

describe('the unified gateway: Helicone-Fallbacks', () => {
  const { providers, chat, textOf, called } = useGateway();

  const call = (fallbacks: unknown, model = 'gpt-4o-mini/openai') =>
    chat(
      model,
      {},
      {
        headers: {
          'helicone-fallbacks': typeof fallbacks === 'string' ? fallbacks : JSON.stringify(fallbacks),
        },
      },
    );

  it("tries its models after the body's, in order (H-25)", async () => {
    providers.openai.answer = () => ({ status: 500, body: {} });
    providers.openrouter.answer = () => ({ status: 503, body: {} });
    const response = await call(['gpt-4o-mini/openrouter', 'claude-3.5-haiku/anthropic']);
    expect(await textOf(response)).toBe('from anthropic');
    expect(called().sort()).toEqual(['anthropic', 'openai', 'openrouter']);
    expect(response.headers.get('helicone-fallback-index')).toBe('2');
    expect(response.headers.get('helicone-dropped-params')).toBeNull();
  });

  it("asks none of them where the body's model answers (H-25)", async () => {
    expect(await textOf(await call(['claude-3.5-haiku/anthropic']))).toBe('from openai');
    expect(called()).toEqual(['openai']);
  });

  it("names the header as dropped where it holds a provider door's targets (H-25)", async () => {
    const response = await call([{ 'target-url': 'https://api.openai.com', headers: {} }]);
    expect(response.status).toBe(200);
    expect(response.headers.get('helicone-dropped-params')).toBe('Helicone-Fallbacks');
  });

  it.each([
    ['gpt-4o-mini', 'is not JSON'],
    ['[]', 'at least one entry'],
    ['{"model":"gpt-4o"}', 'must be a JSON array'],
    [JSON.stringify(Array(11).fill('gpt-4o')), 'more than 10 entries'],
    ['["gpt-4o", 5]', 'entry 1 is not a model string'],
    ['["gpt-4o", {"target-url": "https://a.example"}]', 'entry 1 is not a model string'],
    ['[{"url": "https://a.example"}]', 'entry 0 needs a "target-url"'],
  ])('answers 400 to %s and asks nobody (H-25)', async (header, words) => {
    const response = await call(header);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain(words);
    expect(called()).toEqual([]);
  });
});

describe('the unified gateway: a list of models of which none can be asked', () => {
  const { settings, ask, chat, called, record } = useGateway();
  const saved: Record<string, string> = {};
  beforeAll(() => {
    Object.assign(saved, settings);
    for (const name of Object.keys(settings)) if (name.endsWith('_API_KEY')) delete settings[name];
  });
  afterAll(() => Object.assign(settings, saved));

  const messageOf = async (response: Response) =>
    ((await response.json()) as { error: { message: string } }).error.message;

  it('says so of every model (GW-10)', async () => {
    const response = await chat('claude-sonnet-4,gpt-4o-mini');
    expect(response.status).toBe(401);
    expect(await messageOf(response)).toMatch(/no key for "claude-sonnet-4".*no key for "gpt-4o-mini"/);
    expect(called()).toEqual([]);
  });

  it('has a row without a provider, since nobody was asked (GW-10)', async () => {
    await chat('gpt-4o-mini');
    expect(record().meta).toMatchObject({ status: 401, provider: '' });
  });

  it('puts what can best be acted upon first (GW-10)', async () => {
    const message = await messageOf(await ask({ model: 'gpt-4o-mini,no-such-model', messages: [] }));
    expect(message).toMatch(/^There is no key for "gpt-4o-mini".*"no-such-model" is not in the registry/);
  });
});

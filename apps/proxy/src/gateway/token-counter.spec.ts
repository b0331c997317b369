import Anthropic from '@anthropic-ai/sdk';
import { testKey } from '../testing/proxy.fixture.js';
import { useGateway } from '../testing/use-gateway.js';

describe('the unified gateway: counting tokens', () => {
  const { providers, ownKeys, credits, ask, called, record, url } = useGateway();

  const messages = [{ role: 'user' as const, content: 'word '.repeat(100) }];
  const count = (body: object) => ask(body, { path: '/v1/messages/count_tokens' });

  it('asks Anthropic about Claude, in the words of its SDK (IN-14)', async () => {
    providers.anthropic.answer = () => ({ body: { input_tokens: 123 } });
    const client = new Anthropic({ baseURL: url(), apiKey: testKey });
    const reply = await client.messages.countTokens({
      model: 'claude-3.5-haiku',
      system: 'Be brief.',
      messages,
    });
    expect(reply).toEqual({ input_tokens: 123 });
    const [call] = providers.anthropic.calls;
    expect(call!.path).toBe('/v1/messages/count_tokens');
    expect(call!.headers['x-api-key']).toBe('installation-anthropic');
    expect(call!.body).toEqual({ model: 'claude-3-5-haiku-20241022', system: 'Be brief.', messages });
    expect(called()).toEqual(['anthropic']);
  });

  it('logs a count as what costs nothing, and sets nothing aside for it (CR-01)', async () => {
    providers.anthropic.answer = () => ({ body: { input_tokens: 123 } });
    expect(
      (await count({ model: 'claude-3.5-haiku', messages })).headers.get('heliostat-token-count'),
    ).toBeNull();
    expect(record().meta).toMatchObject({
      status: 200,
      provider: 'anthropic',
      path: '/v1/messages/count_tokens',
    });
    expect(record().meta.usage).toBeUndefined();
    expect(credits.reserved).toEqual([]);
  });

  it('counts here what other providers answer, and says so', async () => {
    const response = await count({ model: 'gpt-4o-mini/openai', messages });
    expect(response.status).toBe(200);
    expect(response.headers.get('heliostat-token-count')).toBe('estimated');
    const { input_tokens: tokens } = (await response.json()) as { input_tokens: number };
    expect(tokens).toBeGreaterThan(95);
    expect(tokens).toBeLessThan(120);
    expect(called()).toEqual([]);
  });

  it.each([401, 404, 429, 500])('counts here where Anthropic answers %i', async (status) => {
    providers.anthropic.answer = () => ({ status, body: { error: { message: 'no' } } });
    const response = await count({ model: 'claude-3.5-haiku', messages });
    expect([response.status, response.headers.get('heliostat-token-count')]).toEqual([200, 'estimated']);
  });

  it('tells what is wrong with the request in Anthropic’s shape', async () => {
    providers.anthropic.answer = () => ({ status: 400, body: { error: { message: 'messages: too short' } } });
    const response = await count({ model: 'claude-3.5-haiku', messages: [] });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'messages: too short' },
    });
  });

  it('asks with an own key before the installation’s (GW-07)', async () => {
    ownKeys.add('anthropic');
    providers.anthropic.answer = () => ({ body: { input_tokens: 1 } });
    await count({ model: 'claude-3.5-haiku', messages });
    expect(providers.anthropic.calls.map(({ headers }) => headers['x-api-key'])).toEqual(['own-anthropic']);
  });

  it('counts for the first of several models, which would answer', async () => {
    const response = await count({ model: 'gpt-4o-mini/openai,claude-3.5-haiku', messages });
    expect(response.headers.get('helicone-model')).toBe('gpt-4o-mini');
    expect(called()).toEqual([]);
  });

  it.each([
    ['without a model', { messages }],
    ['without messages', { model: 'claude-3.5-haiku' }],
    ['of a model that nobody knows', { model: 'nonsense', messages }],
  ])('refuses a request %s', async (_what, body) => {
    const response = await count(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: 'error' });
  });
});

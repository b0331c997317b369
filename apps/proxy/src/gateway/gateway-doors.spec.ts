import { testKey } from '../testing/proxy.fixture.js';
import { useGateway } from '../testing/use-gateway.js';

describe('the unified gateway: doors', () => {
  const { providers, chat, called, url } = useGateway();

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
          `${url()}/chat/completions`,
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
    const response = await fetch(`${url()}/v1/models`);
    const { object, data } = (await response.json()) as { object: string; data: { id: string }[] };
    expect(object).toBe('list');
    expect(data.find(({ id }) => id === 'gpt-4o')).toMatchObject({ object: 'model', owned_by: 'openai' });
  });

  it.each(['gpt-4o', encodeURIComponent('gpt-4o')])(
    'tells of one model, %s, without a key (GW-04)',
    async (id) => {
      const response = await fetch(`${url()}/v1/models/${id}`);
      expect(await response.json()).toMatchObject({ id: 'gpt-4o', object: 'model', owned_by: 'openai' });
    },
  );

  it.each(['no-such-model', '%E0%A4%A'])('answers 404 for %s, which is no model', async (id) => {
    const response = await fetch(`${url()}/v1/models/${id}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { code: 404, type: 'not_found_error', message: expect.stringContaining('GET /v1/models') },
    });
  });

  it('lists multimodal models, a part of all (GW-05)', async () => {
    const list = async (path: string) =>
      ((await (await fetch(url() + path)).json()) as { data: { id: string }[] }).data.map(({ id }) => id);
    const [all, some] = [await list('/v1/models'), await list('/v1/models/multimodal')];
    expect(some.length).toBeGreaterThan(10);
    expect(some.filter((id) => !all.includes(id))).toEqual([]);
    expect(some).not.toContain('text-embedding-3-small');
  });

  it.each([
    ['no key', {}, 401],
    ['a wrong key', { authorization: 'Bearer nonsense' }, 401],
  ])('refuses %s in OpenAI’s shape with the status as a number (ER-05)', async (_what, headers, status) => {
    const response = await fetch(`${url()}/v1/chat/completions`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: status, type: 'invalid_api_key' } });
    expect(called()).toEqual([]);
  });

  it.each([
    ['GET', '/v1/chat/completions', 'send POST'],
    ['POST', '/v1/models', 'send GET'],
  ])('refuses %s at %s and says what it answers', async (method, path, words) => {
    const response = await fetch(url() + path, { method, headers: { authorization: `Bearer ${testKey}` } });
    expect([response.status, await response.text()]).toEqual([405, expect.stringContaining(words)]);
  });

  it('counts calls without a key, and calls with a wrong one', async () => {
    const refused = async () =>
      Number(
        /^heliostat_proxy_refused_total (\d+)/m.exec(await (await fetch(`${url()}/metrics`)).text())![1],
      );
    const before = await refused();
    for (const headers of [{}, { authorization: 'Bearer nonsense' }])
      await fetch(`${url()}/v1/chat/completions`, { method: 'POST', headers, body: '{}' });
    expect((await refused()) - before).toBe(2);
  });

  it('refuses in Anthropic’s shape at /v1/messages, and takes the key as x-api-key', async () => {
    const wrong = await fetch(`${url()}/v1/messages`, { method: 'POST', body: '{}' });
    expect(await wrong.json()).toMatchObject({ type: 'error', error: { type: 'authentication_error' } });
    const response = await fetch(`${url()}/v1/messages`, {
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
    const response = await fetch(`${url()}/v1/chat/completions`, {
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

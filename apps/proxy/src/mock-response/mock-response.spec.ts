import { useGateway } from '../testing/use-gateway.js';
import { testKey } from '../testing/proxy.fixture.js';
import { chatReply } from '../testing/gateway.fixture.js';

const header = '__helicone-mock-response';

describe('__helicone-mock-response', () => {
  const { ask, chat, called, credits, record, textOf } = useGateway();

  it('is the reply of the unified API, asks no provider and spends nothing', async () => {
    credits.balance = 10n ** 9n;
    const response = await chat(
      'gpt-4o-mini',
      {},
      { headers: { [header]: JSON.stringify(chatReply('made up')) } },
    );
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await textOf(response)).toBe('made up');
    expect([called(), credits.reserved]).toEqual([[], []]);
    expect(record().meta).toMatchObject({ status: 200, mocked: true });
  });

  it('is the reply of a provider door', async () => {
    const response = await ask(
      { model: 'gpt-4o-mini' },
      {
        path: '/oai/v1/chat/completions',
        headers: {
          [header]: '{"ok":true}',
          'helicone-auth': `Bearer ${testKey}`,
          authorization: 'Bearer sk-x',
        },
      },
    );
    expect(await response.json()).toEqual({ ok: true });
    expect(called()).toEqual([]);
  });

  it('keeps characters that a header holds as bytes', async () => {
    const value = Buffer.from('{"text":"Zürich 東京"}').toString('latin1');
    const response = await chat('gpt-4o-mini', {}, { headers: { [header]: value } });
    expect(await response.json()).toEqual({ text: 'Zürich 東京' });
  });

  it('is never kept in the cache for a call without it', async () => {
    const headers = { 'helicone-cache-enabled': 'true' };
    await (await chat('gpt-4o-mini', {}, { headers: { ...headers, [header]: '{"choices":[]}' } })).text();
    const response = await chat('gpt-4o-mini', {}, { headers });
    expect(await textOf(response)).toBe('from openai');
    expect(response.headers.get('helicone-cache')).toBe('MISS');
  });

  it('says what is wrong with a header that holds no JSON', async () => {
    const response = await chat('gpt-4o-mini', {}, { headers: { [header]: 'hello' } });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('__helicone-mock-response must hold the reply as JSON');
    expect(called()).toEqual([]);
  });
});

import { chatReply, messagesReply } from '../testing/gateway.fixture.js';
import { useGateway } from '../testing/use-gateway.js';

const name = 'helicone-gateway-body-mapping';

describe('Helicone-Gateway-Body-Mapping', () => {
  const { ask, providers, ownKeys, record, called } = useGateway();
  const anthropicBody = {
    model: 'claude-3.5-haiku/anthropic',
    max_tokens: 10,
    system: 'Be brief.',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    top_k: 3,
  };

  it('RESPONSES: a body at the path of chat is one of the responses API, and so is the reply', async () => {
    const body = { model: 'claude-3.5-haiku/anthropic', input: 'Hello' };
    const response = await ask(body, { headers: { [name]: 'RESPONSES' } });
    expect(await response.json()).toMatchObject({ object: 'response', status: 'completed' });
    expect(providers.anthropic.calls[0]!.body).toMatchObject({ messages: [{ role: 'user' }] });
    expect(record().meta.bodyMapping).toBe('RESPONSES');
  });

  it("NO_MAPPING: body and reply pass in the provider's own format", async () => {
    ownKeys.add('anthropic');
    const response = await ask(anthropicBody, { headers: { [name]: 'NO_MAPPING' } });
    expect(await response.json()).toEqual(messagesReply('from anthropic'));
    const [call] = providers.anthropic.calls;
    expect(call!.path).toBe('/v1/messages');
    expect(call!.body).toMatchObject({ system: 'Be brief.', messages: anthropicBody.messages, top_k: 3 });
    expect(call!.headers).not.toHaveProperty(name);
    expect(record().meta).toMatchObject({ bodyMapping: 'NO_MAPPING', provider: 'anthropic' });
    expect(record().meta.bodyProvider).toBeUndefined();
  });

  it("NO_MAPPING: what the installation pays is held to the schema of the provider's words, whatever the path (GW-02)", async () => {
    const headers = { [name]: 'NO_MAPPING' };
    const native = await ask(anthropicBody, { headers });
    expect(native.status).toBe(200);
    expect(providers.anthropic.calls[0]!.body).toMatchObject({ system: 'Be brief.', top_k: 3 });

    const body = { model: 'gpt-4o-mini/openai', messages: [{ role: 'user', content: 'Hello' }], foo: 1 };
    for (const path of ['/v1/chat/completions', '/v1/messages']) {
      const refused = await ask(body, { headers, path });
      expect([path, refused.status]).toEqual([path, 400]);
      expect(await refused.text()).toContain('foo');
    }
    expect(called()).toEqual(['anthropic']);
  });

  it('NO_MAPPING: says where a model goes that its provider names in the path', async () => {
    ownKeys.add('google-ai-studio');
    const body = { model: 'gemini-2.5-flash/google-ai-studio', contents: [] };
    const response = await ask(body, { headers: { [name]: 'NO_MAPPING' } });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('send to /google-ai-studio');
    expect(called()).toEqual([]);
  });

  it('gives a mapped call no cached reply of one that was not, nor the other way round (CA-04)', async () => {
    ownKeys.add('anthropic');
    const cached = { 'helicone-cache-enabled': 'true' };
    const body = { ...anthropicBody, system: undefined };
    const native = await ask(body, { headers: { ...cached, [name]: 'NO_MAPPING' } });
    expect(await native.json()).toMatchObject({ type: 'message' });
    const mapped = await ask(body, { headers: cached });
    expect(mapped.headers.get('helicone-cache')).toBe('MISS');
    expect(await mapped.json()).toMatchObject({ object: 'chat.completion' });
    const again = await ask(body, { headers: { ...cached, [name]: 'OPENAI' } });
    expect(again.headers.get('helicone-cache')).toBe('HIT');
  });

  it.each(['OPENAI', ''])('"%s" leaves it to the path', async (value) => {
    providers.openai.answer = () => ({ body: chatReply('Hi') });
    const body = { model: 'gpt-4o-mini/openai', messages: [{ role: 'user', content: 'Hello' }] };
    const response = await ask(body, { headers: { [name]: value } });
    expect(await response.json()).toMatchObject({ object: 'chat.completion' });
  });
});

import OpenAI from 'openai';
import { chatReply, messagesReply, type ProviderReply } from '../testing/gateway.fixture.js';
import { testKey } from '../testing/proxy.fixture.js';
import { useGateway } from '../testing/use-gateway.js';

const chunk = (content: string, rest: object = {}) =>
  `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }], ...rest })}\n\n`;
const stream = chunk('Grüße') + 'data: [DONE]\n\n';
const busy = { error: { message: 'no room', code: 429 } };
const both = 'gpt-4o-mini/openai,gpt-4o-mini/openrouter';
const typed = (type: string, ...chunks: string[]): ProviderReply => ({
  headers: { 'content-type': type },
  body: chunks,
});

/** Providers that answer in the client's own format, whose bytes otherwise pass as they are. */
describe('replies that are not translated', () => {
  const sut = useGateway();

  it.each<[string, ProviderReply]>([
    ['JSON', { body: busy }],
    [
      'JSON in one piece for the length of it',
      { headers: { 'content-length': String(JSON.stringify(busy).length) }, body: busy },
    ],
    ['JSON in many', typed('application/json', '  {', '"er', 'ror": ', '"no room"', '}')],
    ['a stream', { body: [`data: ${JSON.stringify(busy)}\n\n`] }],
    ['a stream whose event names it', { body: ['event: error\n', `data: ${JSON.stringify(busy)}\n\n`] }],
    ['a stream that does not end', { body: [`data: ${JSON.stringify(busy)}\n\n`], hangs: true }],
    ['a stream behind comments', { body: [': wait\n\n', ': wait\n\n', `data: ${JSON.stringify(busy)}\n\n`] }],
    ['a last chunk alone', { body: [chunk('', { error: busy.error, choices: [] })] }],
    ['bare JSON by the name of a stream', { body: [JSON.stringify(busy)] }],
    ['JSON by another name', typed('text/plain', JSON.stringify(busy))],
    ['nothing JSON', typed('application/json', '<html>')],
  ])('fail over where an error comes with status 200 as %s (FB-01)', async (_how, answer) => {
    sut.providers.openai.answer = () => answer;
    sut.providers.openrouter.answer = () => ({ body: [stream] });
    const response = await sut.chat(both, { stream: true });
    expect(await response.text()).toBe(stream);
    expect(response.headers.get('helicone-provider')).toBe('openrouter');
    expect(sut.record().meta.attempts).toMatchObject([
      { provider: 'openai', status: expect.any(Number) },
      { provider: 'openrouter', status: 200 },
    ]);
  });

  it('fail over without a stream, too, and the record tells what the error stood for', async () => {
    sut.providers.openai.answer = () => ({ body: busy });
    const response = await sut.chat(both);
    expect(await sut.textOf(response)).toBe('from openrouter');
    expect(sut.record().meta.attempts).toMatchObject([{ status: 429 }, { status: 200 }]);
  });

  it('tell the error where there is nobody else, in its words and with what it stood for', async () => {
    sut.providers.openai.answer = () => ({ body: busy });
    const response = await sut.chat('gpt-4o-mini/openai');
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ error: { message: 'no room', code: 429 } });
  });

  it.each(['application/json', 'text/plain'])(
    'are a stream for OpenAI’s SDK where they come whole, as %s',
    async (type) => {
      sut.providers.openai.answer = () => typed(type, JSON.stringify(chatReply('Grüße')));
      const client = new OpenAI({ apiKey: testKey, baseURL: `${sut.url()}/v1`, maxRetries: 0 });
      const chunks = [];
      for await (const part of await client.chat.completions.create({
        model: 'gpt-4o-mini/openai',
        messages: [{ role: 'user', content: 'Hello' }],
        stream: true,
        stream_options: { include_usage: true },
      }))
        chunks.push(part);
      expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Grüße');
      expect(chunks.at(-1)!.usage).toMatchObject({ prompt_tokens: 11, completion_tokens: 9 });
      expect(sut.record().meta).toMatchObject({ status: 200, usage: { input: 11, output: 9 } });
    },
  );

  it('are a stream of Anthropic’s and of the Responses API where they come whole', async () => {
    sut.providers.anthropic.answer = () => ({ body: messagesReply('Grüße') });
    const messages = await sut.ask(
      {
        model: 'claude-3-5-haiku/anthropic',
        stream: true,
        max_tokens: 9,
        messages: [{ role: 'user', content: 'a' }],
      },
      { path: '/v1/messages' },
    );
    expect(await messages.text()).toMatch(/event: message_start\n.*Grüße.*event: message_stop\n/s);
    const output = [
      { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'Grüße' }] },
    ];
    sut.providers.openai.answer = () => ({
      body: { id: 'resp_1', object: 'response', status: 'completed', output },
    });
    const responses = await sut.ask(
      { model: 'gpt-4o-mini/openai', stream: true, input: 'a' },
      { path: '/v1/responses' },
    );
    expect(await responses.text()).toMatch(
      /event: response\.created\n.*Grüße.*event: response\.completed\n/s,
    );
  });

  it.each<[string, string[]]>([
    ['that says "error" in its words', [chunk('{"error":{"message":"quoted"}}'), 'data: [DONE]\n\n']],
    ['with a remark beside its words', [chunk('hi', { error: { message: 'odd' } }), 'data: [DONE]\n\n']],
    ['whose error comes after words', [chunk('hi'), `data: ${JSON.stringify(busy)}\n\n`]],
    ['that is cut anywhere', [...stream]],
    ['with a mark of UTF-8', ['\ufeff', stream]],
    ['of comments alone', [': nothing\n\n']],
    ['of events without data', ['event: ping\n\n', stream]],
  ])('pass byte for byte where there is a stream %s', async (_what, chunks) => {
    sut.providers.openai.answer = () => ({ body: chunks });
    const response = await sut.chat(both, { stream: true });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.equals(Buffer.from(chunks.join('')))).toBe(true);
    expect(sut.called()).toEqual(['openai']);
  });

  it('pass byte for byte where JSON begins like an error and is none', async () => {
    const body = `{ "error": {"note": "fine"}, "choices": ${JSON.stringify(chatReply('hi').choices)} }`;
    sut.providers.openai.answer = () => typed('application/json', body);
    expect(await (await sut.chat(both)).text()).toBe(body);
  });

  it('fail over where the connection breaks before a word', async () => {
    sut.providers.openai.answer = () => {
      // At once when the first bytes are out: who waits longer for a word is believed to think.
      setImmediate(() => sut.providers.openai.breakOff());
      return { body: ['data: {"ch'], hangs: true };
    };
    sut.providers.openrouter.answer = () => ({ body: [stream] });
    expect(await (await sut.chat(both, { stream: true })).text()).toBe(stream);
    expect(sut.called()).toEqual(['openai', 'openrouter']);
  });

  it('begin without a word where none comes for long, so that comments keep the connection alive', async () => {
    sut.providers.openai.answer = () => ({ body: [': thinking\n\n'], hangs: true });
    const response = await sut.chat(both, { stream: true });
    const { value } = await response.body!.getReader().read();
    expect(Buffer.from(value!).toString()).toBe(': thinking\n\n');
  });
});

import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { messagesReply, type ProviderReply } from '../testing/gateway.fixture.js';
import { testOrg } from '../testing/proxy.fixture.js';
import { useGateway } from '../testing/use-gateway.js';
import { heldReplies, heldReplyBytes } from './held-replies.js';

const event = (type: string, rest: object = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
const text = 'Grüße 😀';
const beginning =
  event('message_start', {
    message: {
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'claude',
      content: [],
      usage: { input_tokens: 3, output_tokens: 1 },
    },
  }) +
  event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
const stream =
  beginning +
  event('content_block_stop', { index: 0 }) +
  event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }) +
  event('message_stop');
const whole = JSON.stringify(messagesReply(text));
const json = (headers: Record<string, string>, ...chunks: (string | Buffer)[]): ProviderReply => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: chunks,
});

describe('replies that are translated', () => {
  const sut = useGateway();
  const ask = async (answer: ProviderReply, streams = false) => {
    sut.providers.anthropic.answer = () => answer;
    const response = await sut.chat('claude-3-5-haiku/anthropic', { stream: streams, max_tokens: 50 });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  const said = (body: string) =>
    body
      .split('\n')
      .filter((line) => line.startsWith('data: {'))
      .map((line) => JSON.parse(line.slice(6)) as { choices?: { delta: { content?: string } }[] })
      .map(({ choices }) => choices?.[0]?.delta.content ?? '')
      .join('');

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('are read where they come in %s though nobody asked', async (encoding, compress) => {
    const { status, headers, body } = await ask(json({ 'content-encoding': encoding }, compress(whole)));
    expect([status, headers.get('content-encoding')]).toEqual([200, null]);
    expect(body).toContain(text);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('are read as a stream in %s, in any pieces', async (encoding, compress) => {
    const bytes = compress(stream);
    const chunks = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1));
    const { headers, body } = await ask({ headers: { 'content-encoding': encoding }, body: chunks }, true);
    expect(headers.get('content-encoding')).toBeNull();
    expect(said(body)).toBe(text);
    expect(body).toMatch(/data: \[DONE\]\n\n$/);
  });

  it.each([
    ['whole', json({}, whole)],
    ['whole and compressed', json({ 'content-encoding': 'gzip' }, gzipSync(whole))],
  ])('are a stream for a client that asked for one, where they come %s', async (_how, answer) => {
    const { status, headers, body } = await ask(answer, true);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(said(body)).toBe(text);
    expect(body).toMatch(/"finish_reason":"stop".*data: \[DONE\]\n\n$/s);
    expect(sut.record().meta).toMatchObject({ status: 200, usage: { output: expect.any(Number) } });
  });

  it('are a stream of events of the Responses API, too, where they come whole', async () => {
    sut.providers.anthropic.answer = () => json({}, whole);
    const response = await sut.ask(
      { model: 'claude-3-5-haiku/anthropic', stream: true, input: 'Hello' },
      { path: '/v1/responses' },
    );
    const body = await response.text();
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(body).toMatch(/event: response\.created\n.*event: response\.completed\n/s);
  });

  it('are a fault where a stream was asked for and an error came as if it were a reply', async () => {
    const fault = { error: { message: 'no room', type: 'server_error' } };
    const { status, body } = await ask(json({}, JSON.stringify(fault)), true);
    expect(status).toBe(502);
    expect(body).toContain('no room');
  });

  it('tell a compressed refusal in its words', async () => {
    const refusal = { type: 'error', error: { type: 'invalid_request_error', message: 'too hot' } };
    const { status, body } = await ask({
      status: 400,
      ...json({ 'content-encoding': 'gzip' }, gzipSync(JSON.stringify(refusal))),
    });
    expect(status).toBe(400);
    expect(body).toContain('"message":"too hot"');
  });

  it.each([
    ['an unknown coding', json({ 'content-encoding': 'x-zip' }, whole), false],
    ['an unknown coding of a stream', { headers: { 'content-encoding': 'x-zip' }, body: [stream] }, true],
    ['bytes that are not in their coding', json({ 'content-encoding': 'gzip' }, whole), false],
    ['a bomb', json({ 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(80 * 1024 * 1024))), false],
  ])('are a fault of the provider in %s', async (_what, answer, streams) => {
    const { status, body } = await ask(answer, streams);
    expect(status).toBe(502);
    expect(body).toMatch(/it is not in the content-encoding/);
  });

  it('are refused while calls hold too much together, and give back what they held', async () => {
    const others = heldReplies.open('another');
    expect(others.take(heldReplyBytes - Buffer.byteLength(whole))).toBe(true);
    try {
      for (let i = 0; i < 3; i++) expect((await ask(json({}, whole))).status).toBe(200);
      const larger = await ask(json({}, `${whole} `));
      expect(larger.status).toBe(503);
      expect(larger.body).toMatch(/too many large replies at/);
    } finally {
      others.close();
    }
    expect([heldReplies.left, heldReplies.owners.size]).toEqual([heldReplyBytes, 0]);
  });

  it('are refused where a stream finds no room for its first words, though the provider has sent all of it', async () => {
    const others = heldReplies.open('another');
    expect(others.take(heldReplyBytes)).toBe(true);
    try {
      for (const answer of [
        { body: [stream] },
        { headers: { 'content-encoding': 'gzip' }, body: [gzipSync(stream)] },
      ]) {
        const { status, body } = await ask(answer, true);
        expect([status, body]).toEqual([503, expect.stringMatching(/too many large replies at/)]);
      }
    } finally {
      others.close();
    }
  });

  it("leave room for others: an organisation's replies hold no more than half together", async () => {
    const own = heldReplies.open(testOrg);
    expect(own.take(heldReplyBytes / 2)).toBe(true);
    try {
      const { status, body } = await ask(json({}, whole));
      expect(status).toBe(503);
      expect(body).toMatch(/too many large replies of your organization's/);
    } finally {
      own.close();
    }
    expect((await ask(json({}, whole))).status).toBe(200);
  });

  it('break off where a stream ceases to be in its coding', async () => {
    const begun = gzipSync(beginning, { finishFlush: constants.Z_SYNC_FLUSH });
    const answer = { headers: { 'content-encoding': 'gzip' }, body: [begun, Buffer.alloc(100, 0xff)] };
    await expect(ask(answer, true)).rejects.toThrow('terminated');
    expect(sut.record().meta.error).toMatch(/it is not in the content-encoding gzip/);
  });

  it('are a failure where a stream never was in its coding', async () => {
    const bytes = gzipSync(stream);
    bytes.fill(0xff, 12, 60);
    const { status, body } = await ask({ headers: { 'content-encoding': 'gzip' }, body: [bytes] }, true);
    expect([status, body]).toEqual([502, expect.stringMatching(/it is not in the content-encoding gzip/)]);
  });

  it.each([
    ['at once', event('error', { error: { type: 'overloaded_error', message: 'full' } })],
    [
      'behind a head that says nothing yet',
      beginning.split('event: content_block_start')[0]! +
        event('error', { error: { type: 'overloaded_error', message: 'full' } }),
    ],
    ['without a word', ''],
  ])('let the next provider answer where an error comes %s in a stream (FB-01)', async (_how, sent) => {
    sut.providers.anthropic.answer = () => ({ body: [sent] });
    sut.providers.openai.answer = () => ({
      body: ['data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\n'],
    });
    const response = await sut.chat('claude-3-5-haiku/anthropic,gpt-4o-mini/openai', { stream: true });
    expect(said(await response.text())).toBe('hi');
    expect(sut.record().meta.attempts).toMatchObject([
      { provider: 'anthropic', status: sent === '' ? 502 : 529 },
      { provider: 'openai', status: 200 },
    ]);
  });

  it('leave out of the record what an attempt used that failed before its first word', async () => {
    const counted =
      'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}\n\n';
    sut.providers.openrouter.answer = () => ({
      body: [`${counted}data: {"error":{"message":"full","code":503}}\n\ndata: [DONE]\n\n`],
    });
    sut.providers.openai.answer = () => ({ body: { object: 'response', status: 'completed', output: [{}] } });
    const response = await sut.ask(
      { model: 'gpt-4o-mini/openrouter,gpt-4o-mini/openai', stream: true, input: 'Hello' },
      { path: '/v1/responses' },
    );
    expect(await response.text()).toContain('response.completed');
    expect(sut.record().meta).toMatchObject({
      attempts: [{ provider: 'openrouter' }, { provider: 'openai' }],
    });
    expect(sut.record().meta.usage).toBeUndefined();
  });

  it('are read behind the mark of UTF-8, and as a stream whatever the case of its type', async () => {
    expect((await ask(json({}, `\ufeff${whole}`))).body).toContain(text);
    const answer = {
      headers: { 'content-type': 'Text/Event-Stream' },
      body: [stream.replaceAll('\n', '\r\n')],
    };
    expect(said((await ask(answer, true)).body)).toBe(text);
  });

  it.each([
    ['breaks off inside an event', beginning.slice(0, -20)],
    ['ends without saying why', beginning],
    ['is empty', ''],
  ])('say so where a stream %s', async (_what, sent) => {
    const { body } = await ask({ body: [sent] }, true);
    expect(body).toMatch(/"error":\{"message":"The provider's stream ended before its reply was complete/);
  });
});

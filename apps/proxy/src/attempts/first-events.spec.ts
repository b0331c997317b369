import { crc32 } from 'node:zlib';
import { chatReply, FakeProvider } from '../testing/gateway.fixture.js';
import { useGateway } from '../testing/use-gateway.js';

/** A frame of AWS's binary event stream that says of an exception. */
function exceptionFrame(type: string, payload: object): Buffer {
  const header = (name: string, value: string) =>
    Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.from([7, 0, value.length]),
      Buffer.from(value),
    ]);
  const headers = Buffer.concat([header(':exception-type', type), header(':message-type', 'exception')]);
  const body = Buffer.from(JSON.stringify(payload));
  const frame = Buffer.alloc(16 + headers.length + body.length);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  headers.copy(frame, 12);
  body.copy(frame, 12 + headers.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4);
  return frame;
}

const data = (body: object) => `data: ${JSON.stringify(body)}\n\n`;
const event = (body: { type: string }) => `event: ${body.type}\n${data(body)}`;

const full = { type: 'error', error: { type: 'overloaded_error', message: 'full' } };
const failed = {
  type: 'response.failed',
  sequence_number: 0,
  response: {
    id: 'resp_1',
    object: 'response',
    status: 'failed',
    error: { code: 'rate_limit_exceeded', message: 'full' },
    output: [],
  },
};
/** As OpenAI's page on streams of the Responses API has it: not within an `error`. */
const flat = { type: 'error', code: 'rate_limit_exceeded', message: 'full', param: null, sequence_number: 0 };
const gemini = { error: { code: 503, message: 'full', status: 'UNAVAILABLE' } };

type Name = 'openai' | 'anthropic' | 'google-ai-studio';
/** What the client speaks, and the provider's model that fails first. */
type Way = { path: '/v1/chat/completions' | '/v1/messages' | '/v1/responses'; first: string; provider: Name };

const ways: [string, Way, string, number][] = [
  [
    'OpenAI’s chat',
    { path: '/v1/chat/completions', first: 'gpt-4o-mini/openai', provider: 'openai' },
    data({ error: { message: 'full', code: 'rate_limit_exceeded' } }),
    429,
  ],
  [
    'Anthropic’s messages',
    { path: '/v1/messages', first: 'claude-3-5-haiku/anthropic', provider: 'anthropic' },
    event(full),
    529,
  ],
  [
    'the Responses API, as an error',
    { path: '/v1/responses', first: 'gpt-4o-mini/openai', provider: 'openai' },
    event(flat),
    429,
  ],
  [
    'the Responses API, as a response that failed',
    { path: '/v1/responses', first: 'gpt-4o-mini/openai', provider: 'openai' },
    event(failed),
    429,
  ],
  [
    'OpenAI’s chat for a client of Anthropic’s',
    { path: '/v1/messages', first: 'gpt-4o-mini/openai', provider: 'openai' },
    data({ error: { message: 'full', code: 'rate_limit_exceeded' } }),
    429,
  ],
  [
    'Anthropic’s messages for a client of OpenAI’s',
    { path: '/v1/chat/completions', first: 'claude-3-5-haiku/anthropic', provider: 'anthropic' },
    event(full),
    529,
  ],
  [
    'the Responses API for a client of its chat, as an error',
    { path: '/v1/chat/completions', first: 'gpt-5-codex/openai', provider: 'openai' },
    event(flat),
    429,
  ],
  [
    'the Responses API for a client of its chat, as a response that failed',
    { path: '/v1/chat/completions', first: 'gpt-5-codex/openai', provider: 'openai' },
    event(failed),
    429,
  ],
  [
    'Gemini',
    {
      path: '/v1/chat/completions',
      first: 'gemini-2.5-flash-lite/google-ai-studio',
      provider: 'google-ai-studio',
    },
    data(gemini),
    503,
  ],
];

describe('an error that is the first event of a stream', () => {
  const { providers, ask, record, settings } = useGateway();
  let bedrock: FakeProvider;
  beforeAll(async () => {
    bedrock = await FakeProvider.start('bedrock');
    settings['PROVIDER_BEDROCK_BASE_URL'] = bedrock.url;
    settings['PROVIDER_BEDROCK_API_KEY'] = 'bedrock-api-key-of-a-test';
  });
  afterAll(() => bedrock.stop());

  /** A call for a stream whose second model answers in one piece, which any client gets as a stream. */
  const call = (path: Way['path'], first: string) => {
    const words = [{ role: 'user', content: 'Hello' }];
    const said = path === '/v1/responses' ? { input: words } : { messages: words, max_tokens: 9 };
    providers.openrouter.answer = () => ({ body: chatReply('from the next') });
    return ask({ model: `${first},gpt-4o-mini/openrouter`, stream: true, ...said }, { path });
  };
  const goesOn = async (response: Response, provider: string, status: number) => {
    expect(await response.text()).toContain('from the next');
    expect(response.headers.get('helicone-provider')).toBe('openrouter');
    expect(record().meta.attempts).toMatchObject([
      { provider, status },
      { provider: 'openrouter', status: 200 },
    ]);
  };

  it.each(ways)('lets the next provider answer in %s (FB-01)', async (_format, way, words, status) => {
    providers[way.provider].answer = () => ({ body: [words] });
    await goesOn(await call(way.path, way.first), way.provider, status);
  });

  it('lets the next provider answer in Bedrock’s Converse (FB-01)', async () => {
    bedrock.answer = () => ({
      headers: { 'content-type': 'application/vnd.amazon.eventstream' },
      body: [exceptionFrame('throttlingException', { message: 'full' })],
    });
    await goesOn(await call('/v1/chat/completions', 'claude-3.5-haiku/bedrock'), 'bedrock', 429);
  });

  it('is told in its words where there is nobody else, as a response that failed', async () => {
    providers.openai.answer = () => ({ body: [event(failed)] });
    const body = { model: 'gpt-4o-mini/openai', stream: true, input: 'Hello' };
    const response = await ask(body, { path: '/v1/responses' });
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ error: { message: 'full' } });
  });

  it('is the client’s to read once the response has begun', async () => {
    const begun = event({ ...failed, type: 'response.created' }) + event(failed);
    providers.openai.answer = () => ({ body: [begun] });
    const response = await call('/v1/responses', 'gpt-4o-mini/openai');
    expect(await response.text()).toBe(begun);
    expect(providers.openrouter.calls).toEqual([]);
  });
});

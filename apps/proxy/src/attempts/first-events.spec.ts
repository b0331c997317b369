import { encodeFrame } from '@heliostat/llm/testing';
import { chatReply, FakeProvider } from '../testing/gateway.fixture.js';
import { useGateway } from '../testing/use-gateway.js';

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

type Path = '/v1/chat/completions' | '/v1/messages' | '/v1/responses';
/** What the client speaks, the model that fails first, with its provider behind the slash, and how it fails. */
type Way = { path: Path; first: string; words: string; status: number };

const chatError = data({ error: { message: 'full', code: 'rate_limit_exceeded' } });
const ways: [string, Way][] = [
  [
    'OpenAI’s chat',
    { path: '/v1/chat/completions', first: 'gpt-4o-mini/openai', words: chatError, status: 429 },
  ],
  [
    'Anthropic’s messages',
    { path: '/v1/messages', first: 'claude-3-5-haiku/anthropic', words: event(full), status: 529 },
  ],
  [
    'the Responses API, as an error',
    { path: '/v1/responses', first: 'gpt-4o-mini/openai', words: event(flat), status: 429 },
  ],
  [
    'the Responses API, as a response that failed',
    { path: '/v1/responses', first: 'gpt-4o-mini/openai', words: event(failed), status: 429 },
  ],
  [
    'OpenAI’s chat for a client of Anthropic’s',
    { path: '/v1/messages', first: 'gpt-4o-mini/openai', words: chatError, status: 429 },
  ],
  [
    'Anthropic’s messages for a client of OpenAI’s',
    { path: '/v1/chat/completions', first: 'claude-3-5-haiku/anthropic', words: event(full), status: 529 },
  ],
  [
    'the Responses API for a client of its chat, as an error',
    { path: '/v1/chat/completions', first: 'gpt-5-codex/openai', words: event(flat), status: 429 },
  ],
  [
    'the Responses API for a client of its chat, as a response that failed',
    { path: '/v1/chat/completions', first: 'gpt-5-codex/openai', words: event(failed), status: 429 },
  ],
  [
    'Gemini',
    {
      path: '/v1/chat/completions',
      first: 'gemini-2.5-flash-lite/google-ai-studio',
      words: data(gemini),
      status: 503,
    },
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
  const call = (path: Path, first: string) => {
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

  it.each(ways)(
    'lets the next provider answer in %s (FB-01)',
    async (_format, { path, first, words, status }) => {
      const provider = first.split('/')[1] as 'openai' | 'anthropic' | 'google-ai-studio';
      providers[provider].answer = () => ({ body: [words] });
      await goesOn(await call(path, first), provider, status);
    },
  );

  it('lets the next provider answer in Bedrock’s Converse (FB-01)', async () => {
    bedrock.answer = () => ({
      headers: { 'content-type': 'application/vnd.amazon.eventstream' },
      body: [encodeFrame('throttlingException', { message: 'full' }, 'exception')],
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

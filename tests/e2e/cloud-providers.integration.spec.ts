import Anthropic from '@anthropic-ai/sdk';
import { Random, samplePng, type Recorded } from '@heliostat/simulator';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import type { Account } from '../harness/account.js';
import {
  accessKey,
  credentials,
  secret,
  serviceAccount,
  sessionToken,
  temporaryKey,
} from '../harness/cloud-credentials.js';
import { Gateway } from '../harness/gateway.js';

const picture = samplePng(new Random(1)).toString('base64');
const question = 'What is a heliostat?';
const messages = [{ role: 'user' as const, content: question }];
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

type Priced = { model: string; provider: string; input: number; output: number };
/** USD per million tokens. */
const models: Priced[] = [
  { model: 'claude-sonnet-4/bedrock', provider: 'BEDROCK', input: 3, output: 15 },
  { model: 'nova-lite/bedrock', provider: 'BEDROCK', input: 0.06, output: 0.24 },
  { model: 'claude-sonnet-4/vertex', provider: 'vertex', input: 3, output: 15 },
  { model: 'gemini-2.5-flash/vertex', provider: 'vertex', input: 0.3, output: 2.5 },
  { model: 'gpt-4o/azure', provider: 'AZURE', input: 2.5, output: 10 },
];

/** The clouds, with credentials that are verified as they verify them. */
describe('The gateway and the clouds', () => {
  let gateway: Gateway;
  let account: Account;
  let proxyUrl: string;

  beforeAll(async () => {
    gateway = await Gateway.start(
      (url) => ({
        PROVIDER_BEDROCK_BASE_URL: url,
        PROVIDER_VERTEX_BASE_URL: url,
        PROVIDER_VERTEX_TOKEN_URL: `${url}/token`,
      }),
      credentials,
    );
    account = gateway.account;
    ({ proxyUrl } = gateway.heliostat);
    await store(account, 'bedrock', accessKey, { region: 'eu-central-1' }, secret);
    await store(account, 'vertex', JSON.stringify(serviceAccount));
    await store(account, 'azure', credentials.azure.keys[0]!, { baseUri: gateway.simulator.url });
    await usable(account, models[4]!.model);
  }, 240_000);

  afterEach(() => (gateway.behave = undefined));
  afterAll(() => gateway?.dispose(), 180_000);

  async function store(
    who: Account,
    providerName: string,
    key: string,
    config: object = {},
    secretKey?: string,
  ) {
    const { status, body } = await who.call('POST', '/v1/api-keys/provider-key', {
      providerName,
      providerKeyName: `our ${providerName}`,
      providerKey: key,
      ...(secretKey === undefined ? {} : { providerSecretKey: secretKey }),
      config,
    });
    expect([status, body]).toEqual([200, expect.anything()]);
  }
  /** The proxy learns of keys within a moment. */
  async function usable(who: Account, model: string) {
    for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
      const { body, status } = await gateway.chat({}, { model }, who);
      if (status === 200 || !/There is no key/.test(JSON.stringify(body)) || Date.now() > deadline) return;
    }
  }
  const openai = (id: string) =>
    new OpenAI({
      apiKey: account.apiKey,
      baseURL: `${proxyUrl}/v1`,
      maxRetries: 0,
      defaultHeaders: { 'Helicone-Request-Id': id },
    });
  const anthropic = (id: string) =>
    new Anthropic({
      apiKey: account.apiKey,
      baseURL: proxyUrl,
      maxRetries: 0,
      defaultHeaders: { 'Helicone-Request-Id': id },
    });
  async function streamed(id: string, body: { model: string } & Partial<OpenAI.ChatCompletionCreateParams>) {
    let text = '';
    let usage: OpenAI.CompletionUsage | null | undefined;
    const stream = await openai(id).chat.completions.create({
      messages,
      ...body,
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    return { text, usage };
  }
  const attemptsOf = async (id: string, who = account) =>
    (await who.logged(id, 60_000)).attempts!.map(({ provider, status }) => [provider, status]);
  const by = (provider: string) => (request: Recorded) =>
    request.url.startsWith({ bedrock: '/model/', vertex: '/v1/projects/', azure: '/openai/' }[provider]!);

  describe.each(models)('answers $model', ({ model, provider, input, output }) => {
    const expectRow = async (id: string, prompt: number, completion: number) => {
      const row = await account.logged(id, 60_000);
      expect(row).toMatchObject({
        provider,
        response_status: 200,
        prompt_tokens: prompt,
        completion_tokens: completion,
        is_passthrough_billing: false,
        attempts: [{ provider: model.split('/')[1], status: 200, key: 'own' }],
      });
      expect(row.cost).toBeCloseTo((prompt * input + completion * output) / 1e6, 9);
    };

    it('as chat completions, streamed and not, and the row says provider, tokens and cost (GW-02)', async () => {
      const [plain, stream] = [randomUUID(), randomUUID()];
      const reply = await openai(plain).chat.completions.create({ model, messages });
      expect(reply.choices[0]!.message.content).not.toBe('');
      await expectRow(plain, reply.usage!.prompt_tokens, reply.usage!.completion_tokens);
      const { text, usage } = await streamed(stream, { model });
      expect(text).not.toBe('');
      await expectRow(stream, usage!.prompt_tokens, usage!.completion_tokens);
    });

    it('as messages, streamed and not (IN-14)', async () => {
      const [plain, stream] = [randomUUID(), randomUUID()];
      const reply = await anthropic(plain).messages.create({ model, max_tokens: 200, messages });
      expect(reply.content[0]).toMatchObject({ type: 'text' });
      await expectRow(plain, reply.usage.input_tokens, reply.usage.output_tokens);
      const final = await anthropic(stream)
        .messages.stream({ model, max_tokens: 200, messages })
        .finalMessage();
      expect(final.content[0]).toMatchObject({ type: 'text', text: expect.stringMatching(/\w/) });
      await expectRow(stream, final.usage.input_tokens, final.usage.output_tokens);
    });

    it('as responses, streamed and not (GW-03)', async () => {
      const [plain, stream] = [randomUUID(), randomUUID()];
      const reply = await openai(plain).responses.create({ model, input: question });
      expect(reply.output_text).not.toBe('');
      await expectRow(plain, reply.usage!.input_tokens, reply.usage!.output_tokens);
      let completed: OpenAI.Responses.Response | undefined;
      for await (const event of await openai(stream).responses.create({
        model,
        input: question,
        stream: true,
      }))
        if (event.type === 'response.completed') completed = event.response;
      await expectRow(stream, completed!.usage!.input_tokens, completed!.usage!.output_tokens);
    });

    it('with tools, whose results it takes, and with pictures', async () => {
      const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }];
      const image_url = { url: `data:image/png;base64,${picture}` };
      const content = [
        { type: 'text' as const, text: 'What is the weather here?' },
        { type: 'image_url' as const, image_url },
      ];
      const first = { role: 'user' as const, content };
      const asked = { model, tools, messages: [first] };
      const { message } = (await openai(randomUUID()).chat.completions.create(asked)).choices[0]!;
      const [call] = message.tool_calls as OpenAI.ChatCompletionMessageFunctionToolCall[];
      expect(JSON.parse(call!.function.arguments)).toEqual({ city: expect.any(String) });
      expect(JSON.stringify(gateway.lastUpstream().body)).toContain(picture.slice(0, 40));
      const result = { role: 'tool' as const, tool_call_id: call!.id, content: '7 degrees' };
      const { text } = await streamed(randomUUID(), { model, tools, messages: [first, message, result] });
      expect(text).not.toBe('');
    });
  });

  it.each(['claude-sonnet-4/bedrock', 'claude-sonnet-4/vertex'])(
    'lets %s think, and takes the signed thoughts back',
    async (model) => {
      const body = {
        model,
        max_tokens: 4_000,
        thinking: { type: 'enabled' as const, budget_tokens: 1_024 },
        tools: [{ name: 'weather', input_schema: parameters as Anthropic.Tool.InputSchema }],
      };
      const client = anthropic(randomUUID());
      const first = await client.messages.stream({ ...body, messages }).finalMessage();
      const [thought] = first.content as Anthropic.ThinkingBlock[];
      expect(thought).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/^\w/) });
      const call = first.content.find((block) => block.type === 'tool_use')!;
      const result = { type: 'tool_result' as const, tool_use_id: call.id, content: '7' };
      const turns = [
        ...messages,
        { role: 'assistant' as const, content: first.content },
        { role: 'user' as const, content: [result] },
      ];
      await client.messages.create({ ...body, messages: turns });
      expect(JSON.stringify(gateway.lastUpstream().body)).toContain(thought!.signature);
    },
  );

  it.each([
    ['amazon.titan-embed-text-v2:0/bedrock', 1024],
    ['cohere.embed-english-v3/bedrock', 1024],
    ['text-embedding-005/vertex', 768],
  ])('embeds by %s (GW-04)', async (model, length) => {
    const reply = await openai(randomUUID()).embeddings.create({
      model,
      input: 'Hello',
      encoding_format: 'float',
    });
    expect(reply.data[0]!.embedding).toHaveLength(length);
  });

  describe('goes from Bedrock to Vertex AI to Azure (FB-03)', () => {
    const model = 'claude-sonnet-4/bedrock,claude-sonnet-4/vertex,gpt-4o/azure';

    /** An endpoint that answers rests no longer from what it refused in the test before. */
    beforeEach(async () => {
      for (const one of model.split(',')) expect((await gateway.chat({}, { model: one })).status).toBe(200);
    });

    it('where they refuse by their status', async () => {
      gateway.behave = (request) =>
        by('bedrock')(request) ? { status: 429 } : by('vertex')(request) ? { status: 503 } : undefined;
      const call = await gateway.chat({}, { model });
      expect([call.status, call.headers.get('helicone-provider')]).toEqual([200, 'azure']);
      expect(await attemptsOf(call.id)).toEqual([
        ['bedrock', 429],
        ['vertex', 503],
        ['azure', 200],
      ]);
    });

    it.each([false, true])('where they refuse in a reply of status 200 (stream: %j)', async (stream) => {
      gateway.behave = (request) => (by('azure')(request) ? undefined : { fail: 'fault' });
      const id = randomUUID();
      if (stream) expect((await streamed(id, { model })).text).not.toBe('');
      else expect((await openai(id).chat.completions.create({ model, messages })).choices).toHaveLength(1);
      expect(await attemptsOf(id)).toEqual([
        // AWS knows no such reply outside of a stream: what it is, is not said.
        ['bedrock', stream ? 429 : 200],
        ['vertex', 429],
        ['azure', 200],
      ]);
    });

    it('not once words were said: the client hears of the exception', async () => {
      gateway.behave = () => ({ fail: 'late-fault' });
      const id = randomUUID();
      await expect(streamed(id, { model })).rejects.toThrow(/Too many requests/);
      expect(await attemptsOf(id)).toEqual([['bedrock', 200]]);
      const messages = anthropic(randomUUID()).messages.stream({
        model: 'claude-sonnet-4/bedrock',
        max_tokens: 50,
        messages: [{ role: 'user', content: 'a' }],
      });
      await expect(messages.finalMessage()).rejects.toMatchObject({
        error: { error: { type: 'rate_limit_error' } },
      });
    });

    it('and tells a throttling where nobody else is left, in each API’s words', async () => {
      gateway.behave = () => ({ fail: 'fault' });
      const only = 'claude-sonnet-4/bedrock';
      await expect(streamed(randomUUID(), { model: only })).rejects.toMatchObject({ status: 429 });
      const asked = anthropic(randomUUID()).messages.stream({ model: only, max_tokens: 9, messages });
      await expect(asked.finalMessage()).rejects.toMatchObject({
        status: 429,
        error: { error: { type: 'rate_limit_error' } },
      });
    });
  });

  describe('takes keys as people have them (GW-07)', () => {
    const cases: [string, string, string, object, string?][] = [
      [
        'temporary ones of AWS',
        'claude-sonnet-4/bedrock',
        temporaryKey,
        { region: 'eu-central-1' },
        `${secret}:${sessionToken}`,
      ],
      ['those in one text', 'claude-sonnet-4/bedrock', `${accessKey}:${secret}`, { region: 'eu-central-1' }],
      [
        'Bedrock’s API keys',
        'claude-sonnet-4/bedrock',
        credentials.aws.bearers[0]!,
        { region: 'eu-central-1' },
      ],
      [
        'a service account at a location',
        'gemini-2.5-flash/vertex',
        JSON.stringify(serviceAccount),
        { location: 'europe-west4' },
      ],
    ];
    it.each(cases)('%s', async (...entry) => {
      const [, model, key, config, secretKey] = entry;
      const who = await gateway.signUp(`${randomUUID()}@example.com`);
      await store(who, model.split('/')[1]!, key, config, secretKey);
      await usable(who, model);
      const call = await gateway.chat({}, { model }, who);
      expect([call.status, call.headers.get('helicone-gateway-mode')]).toEqual([200, 'BYOK']);
    });

    it('a deployment of Azure by its own name and version', async () => {
      const who = await gateway.signUp('deployment@example.com');
      const config = { baseUri: gateway.simulator.url, deploymentName: 'our-gpt', apiVersion: '2024-10-21' };
      await store(who, 'azure', credentials.azure.keys[0]!, config);
      await usable(who, 'gpt-4o/azure');
      expect((await gateway.chat({}, { model: 'gpt-4o/azure/our-azure' }, who)).status).toBe(200);
      expect(gateway.lastUpstream().url).toBe(
        '/openai/deployments/our-gpt/chat/completions?api-version=2024-10-21',
      );
    });

    const unhappy: [string, string, string, number, RegExp, string?][] = [
      ['a wrong secret', 'bedrock', accessKey, 403, /signature we calculated does not match/, 'wrong-secret'],
      [
        'an unknown id',
        'bedrock',
        'AKIAUNKNOWNUNKNOWN',
        403,
        /security token included in the request is invalid/,
        secret,
      ],
      ['an id alone', 'bedrock', accessKey, 401, /our bedrock.* for Amazon Bedrock is .*without its secret/],
      [
        'a temporary id without its token',
        'bedrock',
        temporaryKey,
        401,
        /our bedrock.*without its session token/,
        secret,
      ],
      ['a wrong API key', 'bedrock', 'not-a-key-of-theirs', 403, /make sure your API Key is valid/],
      [
        'half a file',
        'vertex',
        JSON.stringify(serviceAccount).slice(0, -9),
        401,
        /our vertex.*not valid JSON/,
      ],
      [
        'an account of others',
        'vertex',
        JSON.stringify({ ...serviceAccount, client_email: 'x@y.test' }),
        401,
        /our vertex.*account not found/,
      ],
      [
        'a project of others',
        'vertex',
        JSON.stringify({ ...serviceAccount, project_id: 'theirs' }),
        403,
        /Permission/,
      ],
      [
        'a private key that was cut',
        'vertex',
        JSON.stringify({ ...serviceAccount, private_key: 'MIIE-cut' }),
        401,
        /private_key.*our vertex.*cannot be read/,
      ],
      ['a wrong key', 'azure', 'azure-key-wrong-wrong', 401, /invalid subscription key/],
    ];
    it.each(unhappy)('and says what is wrong with %s of %s, but never the key', async (...entry) => {
      const [, provider, key, status, words, secretKey] = entry;
      const model = { bedrock: 'claude-sonnet-4', vertex: 'gemini-2.5-flash', azure: 'gpt-4o' }[provider]!;
      const who = await gateway.signUp(`${randomUUID()}@example.com`);
      await store(
        who,
        provider,
        key,
        provider === 'azure' ? { baseUri: gateway.simulator.url } : { region: 'eu-central-1' },
        secretKey,
      );
      await usable(who, `${model}/${provider}`);
      const call = await gateway.chat({}, { model: `${model}/${provider}` }, who);
      expect([call.status, JSON.stringify(call.body)]).toEqual([status, expect.stringMatching(words)]);
      for (const part of [key, secretKey, serviceAccount.private_key.slice(60, 100)])
        if (part !== undefined) expect(JSON.stringify(call.body)).not.toContain(part);
    });
  });
});

import Anthropic from '@anthropic-ai/sdk';
import { createOpenAI } from '@ai-sdk/openai';
import type { HeliconeRequest } from '@heliostat/contracts';
import { embed, generateText, stepCountIs, streamText, tool } from 'ai';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { z } from 'zod';
import type { Account } from '../harness/account.js';
import { Gateway } from '../harness/gateway.js';

/** What a coding agent sends with each turn: long instructions, marked for the cache, and tools. */
const claudeCodeBody = {
  max_tokens: 512,
  stream: true as const,
  system: [
    { type: 'text' as const, text: "You are Claude Code, Anthropic's official CLI for Claude." },
    { type: 'text' as const, text: 'Be brief. '.repeat(50), cache_control: { type: 'ephemeral' as const } },
  ],
  tools: [
    {
      name: 'Bash',
      description: 'Runs a command',
      input_schema: {
        type: 'object' as const,
        properties: { command: { type: 'string' } },
        required: ['command'],
      },
    },
  ],
  metadata: { user_id: 'user_0123_account__session_4567' },
};
const codexTools = [
  {
    type: 'function' as const,
    name: 'shell',
    description: 'Runs a shell command and returns its output.',
    strict: false,
    parameters: {
      type: 'object',
      properties: { command: { type: 'array', items: { type: 'string' } }, workdir: { type: 'string' } },
      required: ['command'],
      additionalProperties: false,
    },
  },
];

/** Recipes of JavaScript packages and of tools that speak plain HTTP, with no change but the base URL. */
describe('Integrations of the gateway', () => {
  let gateway: Gateway;
  let account: Account;
  let proxyUrl: string;

  beforeAll(async () => {
    gateway = await Gateway.start();
    account = gateway.account;
    ({ proxyUrl } = gateway.heliostat);
  }, 240_000);

  afterAll(() => gateway?.dispose(), 180_000);

  const rowsOf = async (recipe: string, count: number) => {
    let rows: HeliconeRequest[] = [];
    for (const deadline = Date.now() + 60_000; rows.length < count && Date.now() < deadline; await sleep(100))
      rows = await account.requests({ properties: { Recipe: { equals: recipe } } });
    return rows.reverse();
  };

  it.each(['gpt-4o-mini/openai', 'claude-sonnet-4/anthropic'])(
    "Vercel's ai package generates, streams and calls tools with %s, over chat and over responses (IN-19)",
    async (model) => {
      const recipe = randomUUID();
      const provider = createOpenAI({
        apiKey: account.apiKey,
        baseURL: `${proxyUrl}/v1`,
        headers: { 'Helicone-Property-Recipe': recipe },
      });
      const cities: string[] = [];
      const weather = tool({
        description: 'The weather in a city',
        inputSchema: z.object({ city: z.string() }),
        execute: ({ city }) => {
          cities.push(city);
          return Promise.resolve(`Sunny in ${city}`);
        },
      });
      for (const target of [provider.chat(model), provider.responses(model)]) {
        expect((await generateText({ model: target, prompt: 'Hello' })).text).not.toBe('');
        let text = '';
        for await (const part of streamText({ model: target, prompt: 'Hello' }).textStream) text += part;
        expect(text).not.toBe('');
        const agent = await generateText({
          model: target,
          prompt: 'What is the weather in Rome?',
          tools: { weather },
          stopWhen: stepCountIs(3),
        });
        expect(agent.text).not.toBe('');
      }
      expect(cities).toHaveLength(2);
      const rows = await rowsOf(recipe, 8);
      expect(rows.map(({ response_status }) => response_status)).toEqual(Array(8).fill(200));
      for (const row of rows) expect(row.cost).toBeGreaterThan(0);
    },
  );

  it("Vercel's ai package embeds (IN-19)", async () => {
    const provider = createOpenAI({ apiKey: account.apiKey, baseURL: `${proxyUrl}/v1` });
    const { embedding } = await embed({
      model: provider.embedding('text-embedding-3-small'),
      value: 'Hello',
    });
    expect(embedding.length).toBeGreaterThan(100);
  });

  it.each(['gpt-5', 'claude-sonnet-4'])(
    "Codex's turns stream over the responses API with %s, tool call and its output (IN-09)",
    async (model) => {
      const recipe = randomUUID();
      const client = new OpenAI({
        apiKey: account.apiKey,
        baseURL: `${proxyUrl}/v1`,
        maxRetries: 0,
        defaultHeaders: {
          'Helicone-Property-Recipe': recipe,
          originator: 'codex_cli_rs',
          session_id: recipe,
        },
      });
      const turn = async (input: OpenAI.Responses.ResponseInput) => {
        const stream = await client.responses.create({
          model,
          instructions: 'You are Codex, a coding agent.',
          input,
          tools: codexTools,
          tool_choice: 'auto',
          parallel_tool_calls: false,
          reasoning: { effort: 'medium', summary: 'auto' },
          store: false,
          stream: true,
          include: ['reasoning.encrypted_content'],
          prompt_cache_key: recipe,
        });
        let completed: OpenAI.Responses.Response | undefined;
        for await (const event of stream) if (event.type === 'response.completed') completed = event.response;
        return completed!;
      };
      const ask: OpenAI.Responses.ResponseInput = [
        {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: 'Use the shell to list files' }],
        },
      ];
      const first = await turn(ask);
      const call = first.output.find((item) => item.type === 'function_call');
      expect(call).toMatchObject({ name: 'shell' });
      const second = await turn([
        ...ask,
        ...(first.output as OpenAI.Responses.ResponseInput),
        { type: 'function_call_output', call_id: (call as { call_id: string }).call_id, output: 'README.md' },
      ]);
      expect(second.output.at(-1)).toMatchObject({ type: 'message' });
      const rows = await rowsOf(recipe, 2);
      expect(rows.map(({ completion_tokens }) => completion_tokens)).toEqual([
        first.usage!.output_tokens,
        second.usage!.output_tokens,
      ]);
    },
  );

  it('Claude Code works with its key in the path of ANTHROPIC_BASE_URL, which nobody sees again (IN-14)', async () => {
    const id = randomUUID();
    const client = new Anthropic({
      apiKey: 'sk-ant-of-the-developer',
      baseURL: `${proxyUrl}/anthropic/${account.apiKey}`,
      maxRetries: 0,
      defaultHeaders: { 'Helicone-Request-Id': id, 'x-app': 'cli' },
    });
    const stream = await client.beta.messages.create(
      {
        ...claudeCodeBody,
        model: 'claude-sonnet-4-6',
        betas: ['claude-code-20250219', 'interleaved-thinking-2025-05-14'],
        messages: [{ role: 'user', content: 'What is the meaning of life?' }],
      },
      { query: { beta: 'true' } },
    );
    let events = 0;
    for await (const _event of stream) events++;
    expect(events).toBeGreaterThan(3);
    const { url, headers } = gateway.lastUpstream();
    expect(url).toBe('/v1/messages?beta=true');
    expect(headers).toMatchObject({
      authorization: 'Bearer sk-ant-of-the-developer',
      'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14',
    });
    const row = await account.logged(id);
    expect(row).toMatchObject({ provider: 'ANTHROPIC', response_status: 200 });
    expect(row.cost).toBeGreaterThan(0);
    expect(JSON.stringify(row)).not.toContain(account.apiKey);
    const counted = await client.messages.countTokens({
      model: 'claude-sonnet-4-6',
      messages: [{ role: 'user', content: 'Hello' }],
    });
    expect(counted.input_tokens).toBeGreaterThan(0);
  });

  it.each(['claude-sonnet-4-6', 'gpt-4o-mini'])(
    'Claude Code works with ANTHROPIC_BASE_URL and ANTHROPIC_AUTH_TOKEN of the gateway alone, and %s (IN-14)',
    async (model) => {
      const id = randomUUID();
      const client = new Anthropic({
        authToken: account.apiKey,
        apiKey: null,
        baseURL: proxyUrl,
        maxRetries: 0,
        defaultHeaders: { 'Helicone-Request-Id': id, 'x-app': 'cli' },
      });
      const stream = await client.beta.messages.create({
        ...claudeCodeBody,
        model,
        betas: ['claude-code-20250219', 'interleaved-thinking-2025-05-14'],
        messages: [{ role: 'user', content: 'Use Bash to list files' }],
      });
      let called = '';
      for await (const event of stream)
        if (event.type === 'content_block_start' && event.content_block.type === 'tool_use')
          called = event.content_block.name;
      expect(called).toBe('Bash');
      const { headers } = gateway.lastUpstream();
      expect(JSON.stringify(headers)).not.toContain(account.apiKey);
      if (model.startsWith('claude'))
        expect(headers['anthropic-beta']).toContain('interleaved-thinking-2025-05-14');
      expect(await account.logged(id)).toMatchObject({ response_status: 200, is_passthrough_billing: true });
    },
  );

  it("n8n's node and plain HTTP pass options and metadata (IN-11)", async () => {
    const call = await gateway.chat(
      {
        'helicone-property-workflow_name': 'customer-onboarding',
        'helicone-property-environment': 'production',
        'helicone-session-id': 'n8n-1',
        'user-agent': 'n8n',
      },
      {
        model: 'claude-opus-4-1',
        temperature: 0.7,
        max_tokens: 64,
        top_p: 1,
        frequency_penalty: 0,
        presence_penalty: 0,
        n: 1,
        stream: false,
        response_format: { type: 'text' },
      },
    );
    expect(call.status).toBe(200);
    expect((await account.logged(call.id)).properties).toMatchObject({
      // `fetch` sends names in lower case; words get their capitals back.
      Workflow_name: 'customer-onboarding',
      Environment: 'production',
      'Helicone-Session-Id': 'n8n-1',
    });
  });

  it("passes OpenAI's batches through: file, batch and results (BA-02)", async () => {
    const recipe = randomUUID();
    const client = new OpenAI({
      apiKey: 'sk-of-the-client',
      baseURL: `${proxyUrl}/oai/v1`,
      maxRetries: 0,
      defaultHeaders: { 'Helicone-Auth': `Bearer ${account.apiKey}`, 'Helicone-Property-Recipe': recipe },
    });
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Write an e-mail' }] };
    const lines = ['req-1', 'req-2', 'req-3'].map((custom_id) =>
      JSON.stringify({ custom_id, method: 'POST', url: '/v1/chat/completions', body }),
    );
    const file = await client.files.create({
      file: new File([lines.join('\n')], 'data.jsonl'),
      purpose: 'batch',
    });
    expect(file.bytes).toBe(lines.join('\n').length);
    const { id } = await client.batches.create({
      input_file_id: file.id,
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    });
    const batch = await client.batches.retrieve(id);
    const results = await (await client.files.content(batch.output_file_id!)).text();
    expect(results.trim().split('\n')).toHaveLength(3);
    const rows = await rowsOf(recipe, 4);
    expect(rows.map(({ request_path, response_status }) => [request_path, response_status])).toEqual([
      ['/v1/files', 200],
      ['/v1/batches', 200],
      [`/v1/batches/${id}`, 200],
      [`/v1/files/${batch.output_file_id}/content`, 200],
    ]);
  });
});

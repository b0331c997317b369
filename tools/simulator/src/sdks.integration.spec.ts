import { runInThisContext } from 'node:vm';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic, { APIError as AnthropicApiError } from '@anthropic-ai/sdk';
import { ApiError as GoogleApiError, GoogleGenAI } from '@google/genai';
import { generateText, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { z } from 'zod';
import { createSimulator, type Simulator } from './simulator.js';

let sut: Simulator;
beforeAll(async () => (sut = await createSimulator()));
afterAll(() => sut.close());

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
  required: ['city', 'unit'],
} as const;
const ask = [{ role: 'user' as const, content: 'What is the weather in Lisbon?' }];

describe('the openai package against the simulator', () => {
  const client = (apiKey = 'sk-test') => new OpenAI({ apiKey, baseURL: `${sut.url}/v1`, maxRetries: 0 });
  const model = 'gpt-4o-mini';

  it('chats', async () => {
    const reply = await client().chat.completions.create({ model, messages: ask });
    expect(reply.choices[0]?.message.content?.length).toBeGreaterThan(20);
    expect(reply.usage?.total_tokens).toBe(reply.usage!.prompt_tokens + reply.usage!.completion_tokens);
  });

  it('streams to the same text that the JSON reply has usage for', async () => {
    const stream = client().chat.completions.stream({
      model,
      messages: ask,
      stream_options: { include_usage: true },
    });
    let deltas = 0;
    stream.on('content', () => deltas++);
    const reply = await stream.finalChatCompletion();
    expect(deltas).toBeGreaterThan(5);
    expect(reply.usage?.completion_tokens).toBeGreaterThan(0);
    expect(reply.choices[0]?.finish_reason).toBe('stop');
  });

  it('answers a batch of chats from an uploaded file', async () => {
    const line = (id: string) =>
      JSON.stringify({
        custom_id: id,
        method: 'POST',
        url: '/v1/chat/completions',
        body: { model, messages: ask },
      });
    const file = await client().files.create({
      file: new File([`${line('a')}\n${line('b')}\n`], 'in.jsonl'),
      purpose: 'batch',
    });
    const { id } = await client().batches.create({
      input_file_id: file.id,
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    });
    const batch = await client().batches.retrieve(id);
    expect(batch).toMatchObject({
      status: 'completed',
      request_counts: { total: 2, completed: 2, failed: 0 },
    });
    const text = await (await client().files.content(batch.output_file_id!)).text();
    const answers = text
      .trim()
      .split('\n')
      .map((answer) => JSON.parse(answer));
    expect(answers.map(({ custom_id }) => custom_id)).toEqual(['a', 'b']);
    expect(answers[0].response).toMatchObject({ status_code: 200, body: { object: 'chat.completion' } });
    await expect(client().batches.retrieve('batch_none')).rejects.toMatchObject({ status: 404 });
  });

  it('calls a tool, in JSON and in a stream', async () => {
    const request = {
      model,
      messages: ask,
      tools: [{ type: 'function' as const, function: { name: 'get_weather', parameters } }],
    };
    const plain = await client().chat.completions.create(request);
    const streamed = await client().chat.completions.stream(request).finalChatCompletion();
    for (const reply of [plain, streamed]) {
      const call = reply.choices[0]?.message.tool_calls?.[0];
      expect(call).toMatchObject({ type: 'function', function: { name: 'get_weather' } });
      const args = JSON.parse((call as { function: { arguments: string } }).function.arguments);
      expect(args).toEqual({ city: expect.any(String), unit: expect.stringMatching(/celsius|fahrenheit/) });
      expect(reply.choices[0]?.finish_reason).toBe('tool_calls');
    }
  });

  it('answers in words after a tool result', async () => {
    const call = {
      id: 'call_1',
      type: 'function' as const,
      function: { name: 'get_weather', arguments: '{}' },
    };
    const reply = await client().chat.completions.create({
      model,
      messages: [
        ...ask,
        { role: 'assistant', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: '{"temp":18}' },
      ],
      tools: [{ type: 'function', function: { name: 'get_weather', parameters } }],
    });
    expect(reply.choices[0]?.finish_reason).toBe('stop');
  });

  it('follows a JSON schema', async () => {
    const reply = await client().chat.completions.create({
      model,
      messages: ask,
      response_format: { type: 'json_schema', json_schema: { name: 'weather', schema: parameters } },
    });
    expect(JSON.parse(reply.choices[0]!.message.content!)).toHaveProperty('city');
  });

  it('counts reasoning tokens of a reasoning model inside the output', async () => {
    const { usage } = await client().chat.completions.create({ model: 'o3-mini', messages: ask });
    const reasoning = usage?.completion_tokens_details?.reasoning_tokens ?? 0;
    expect(reasoning).toBeGreaterThan(0);
    expect(usage?.completion_tokens).toBeGreaterThan(reasoning);
  });

  it('answers the Responses API, JSON, stream and tools', async () => {
    const plain = await client().responses.create({ model, input: 'A soup recipe?' });
    expect(plain.output_text.length).toBeGreaterThan(20);
    const stream = client().responses.stream({ model, input: 'A soup recipe?' });
    let text = '';
    stream.on('response.output_text.delta', (event) => (text += event.delta));
    const streamed = await stream.finalResponse();
    expect(streamed.output_text).toBe(text);
    expect(streamed.usage?.output_tokens).toBeGreaterThan(0);
    const tools = [{ type: 'function' as const, name: 'get_weather', parameters, strict: true }];
    const called = await client()
      .responses.stream({ model, input: 'What is the weather?', tools })
      .finalResponse();
    expect(called.output[0]).toMatchObject({
      type: 'function_call',
      name: 'get_weather',
      status: 'completed',
    });
  });

  it('embeds by the base64 that the package asks for', async () => {
    const reply = await client().embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });
    expect(reply.data.map((d) => d.embedding.length)).toEqual([1536, 1536]);
    expect(Math.hypot(...reply.data[0]!.embedding)).toBeCloseTo(1, 4);
  });

  it('makes images, moderates and lists models', async () => {
    const image = await client().images.generate({ model: 'gpt-image-1', prompt: 'a heron' });
    expect(Buffer.from(image.data![0]!.b64_json!, 'base64').subarray(1, 4).toString()).toBe('PNG');
    const moderation = await client().moderations.create({
      input: ['attack the castle', 'water the garden'],
    });
    expect(moderation.results.map((r) => r.flagged)).toEqual([true, false]);
    expect((await client().models.list()).data.length).toBeGreaterThan(3);
  });

  it('completes text', async () => {
    const reply = await client().completions.create({
      model: 'gpt-3.5-turbo-instruct',
      prompt: 'Once',
      max_tokens: 8,
    });
    expect(reply.usage?.completion_tokens).toBe(8);
  });

  it.each([
    ['invalid', model, OpenAI.AuthenticationError],
    ['sk-test', 'no-such-model', OpenAI.NotFoundError],
  ])('throws the right error for key %s and model %s', async (key, name, type) => {
    await expect(client(key).chat.completions.create({ model: name, messages: ask })).rejects.toThrow(type);
  });
});

describe('the @anthropic-ai/sdk package against the simulator', () => {
  const client = (apiKey = 'sk-ant-test') => new Anthropic({ apiKey, baseURL: sut.url, maxRetries: 0 });
  const base = { model: 'claude-haiku-4-5', max_tokens: 300, messages: ask };

  it('chats and counts tokens', async () => {
    const reply = await client().messages.create(base);
    expect(reply.content[0]).toMatchObject({ type: 'text' });
    expect(reply.stop_reason).toBe('end_turn');
    expect((await client().messages.countTokens({ model: base.model, messages: ask })).input_tokens).toBe(
      reply.usage.input_tokens,
    );
  });

  it('streams text whose usage is final at the end', async () => {
    const stream = client().messages.stream(base);
    let text = '';
    stream.on('text', (delta) => (text += delta));
    const reply = await stream.finalMessage();
    expect(reply.content).toEqual([expect.objectContaining({ type: 'text', text })]);
    expect(reply.usage.output_tokens).toBeGreaterThan(1);
  });

  it('thinks before it answers when asked to', async () => {
    const reply = await client()
      .messages.stream({ ...base, max_tokens: 4000, thinking: { type: 'enabled', budget_tokens: 2000 } })
      .finalMessage();
    expect(reply.content.map((b) => b.type)).toEqual(['thinking', 'text']);
  });

  it('calls a tool, in JSON and in a stream', async () => {
    const request = {
      ...base,
      tools: [{ name: 'get_weather', input_schema: { ...parameters, required: ['city'] } }],
    };
    const plain = await client().messages.create(request);
    const streamed = await client().messages.stream(request).finalMessage();
    expect(streamed.content).toEqual([
      expect.objectContaining({
        type: 'tool_use',
        name: 'get_weather',
        input: { city: expect.any(String), unit: expect.any(String) },
      }),
    ]);
    expect(plain.stop_reason).toBe('tool_use');
  });

  it('writes a marked prefix to its cache, then reads it', async () => {
    const system = [
      {
        type: 'text' as const,
        text: 'guideline '.repeat(1200),
        cache_control: { type: 'ephemeral' as const },
      },
    ];
    const first = (await client().messages.create({ ...base, system })).usage;
    const second = (await client().messages.create({ ...base, system })).usage;
    expect(first.cache_creation_input_tokens).toBe(1560);
    expect(second).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 1560 });
    expect(second.input_tokens).toBeLessThan(100);
  });

  it('throws its own errors', async () => {
    await expect(client('invalid').messages.create(base)).rejects.toThrow(Anthropic.AuthenticationError);
    await expect(
      client().messages.create({ ...base, max_tokens: undefined as unknown as number }),
    ).rejects.toThrow(/max_tokens: Field required/);
    const failure = await client()
      .messages.create(base, { headers: { 'x-sim-status': '529' } })
      .catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(AnthropicApiError);
    expect(failure).toMatchObject({ status: 529, type: 'overloaded_error' });
  });
});

describe('the @google/genai package against the simulator', () => {
  // The package looks up Node's own dispatcher on the global object, which Jest replaces by one without it.
  const dispatcher = Symbol.for('undici.globalDispatcher.1');
  beforeAll(() => {
    const outer = runInThisContext('new Headers(), globalThis') as Record<symbol, unknown>;
    (globalThis as Record<symbol, unknown>)[dispatcher] = outer[dispatcher];
  });

  const client = (apiKey = 'AIza-test') => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: sut.url } });
  const base = { model: 'gemini-2.5-flash', contents: 'What is the weather in Lisbon?' };

  it('generates with usage and thoughts counted beside the output', async () => {
    const reply = await client().models.generateContent(base);
    const usage = reply.usageMetadata!;
    expect(reply.text?.length).toBeGreaterThan(20);
    expect(usage.totalTokenCount).toBe(
      usage.promptTokenCount! + usage.candidatesTokenCount! + usage.thoughtsTokenCount!,
    );
  });

  it('streams several chunks', async () => {
    let chunks = 0;
    let last = '';
    for await (const chunk of await client().models.generateContentStream(base)) {
      chunks++;
      last = chunk.candidates?.[0]?.finishReason ?? '';
    }
    expect(chunks).toBeGreaterThan(2);
    expect(last).toBe('STOP');
  });

  it('calls a function', async () => {
    const reply = await client().models.generateContent({
      ...base,
      config: {
        tools: [{ functionDeclarations: [{ name: 'get_weather', parametersJsonSchema: parameters }] }],
      },
    });
    expect(reply.functionCalls?.[0]).toMatchObject({
      name: 'get_weather',
      args: { city: expect.any(String) },
    });
  });

  it('embeds', async () => {
    const reply = await client().models.embedContent({ model: 'gemini-embedding-001', contents: ['a', 'b'] });
    expect(reply.embeddings?.map((e) => e.values?.length)).toEqual([768, 768]);
  });

  it('throws its own error for a wrong key', async () => {
    const failure = await client('invalid')
      .models.generateContent(base)
      .catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(GoogleApiError);
    expect(String(failure)).toContain('API key not valid');
  });

  it('sends the array form when SSE is not asked for', async () => {
    const reply = await fetch(`${sut.url}/v1beta/models/gemini-2.0-flash:streamGenerateContent?key=k`, {
      method: 'POST',
      body: JSON.stringify({ contents: [{ parts: [{ text: 'Hi' }] }] }),
    });
    const array = (await reply.json()) as { candidates: { finishReason?: string }[] }[];
    expect(array.length).toBeGreaterThan(1);
    expect(array.at(-1)!.candidates[0]!.finishReason).toBe('STOP');
  });
});

describe('the ai package against the simulator', () => {
  const provider = () => createOpenAI({ apiKey: 'sk-test', baseURL: `${sut.url}/v1` });

  it.each(['chat', 'responses'] as const)('generates and streams by the %s API', async (api) => {
    const model = provider()[api]('gpt-4o-mini');
    const whole = await generateText({ model, prompt: 'A soup recipe?' });
    expect(whole.text.length).toBeGreaterThan(20);
    let text = '';
    for await (const part of streamText({ model, prompt: 'A soup recipe?' }).textStream) text += part;
    expect(text.length).toBeGreaterThan(20);
  });

  it.each(['chat', 'responses'] as const)('calls a tool by the %s API', async (api) => {
    const { toolCalls } = await generateText({
      model: provider()[api]('gpt-4o-mini'),
      prompt: 'What is the weather?',
      tools: { get_weather: tool({ inputSchema: z.object({ city: z.string() }) }) },
    });
    expect(toolCalls[0]).toMatchObject({ toolName: 'get_weather', input: { city: expect.any(String) } });
  });
});

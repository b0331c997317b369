import OpenAI from 'openai';
import { namedSse, sse } from '../testing/call-factory.js';
import type { Json } from '../json/json-value.js';
import { makeTarget } from './testing/translate-factory.js';
import { translateCall, type ClientFormat } from './translate.js';

/** OpenAI's client, answered by a translation of what a provider of the other format says. */
function clientOf(
  from: ClientFormat,
  provider: { text: string } | { json: Json } | { status: number; json: Json },
): OpenAI {
  return new OpenAI({
    apiKey: 'sk-test',
    maxRetries: 0,
    fetch: (_url, init) => {
      const { reply } = translateCall({
        body: JSON.parse(String(init?.body)) as Json,
        from,
        to: from === 'chat' ? 'responses' : 'chat',
        target: makeTarget(),
        context: { id: 'r1', model: 'm', created: 1 },
      });
      if ('text' in provider) {
        const stream = reply!.stream();
        const pieces = [stream.push(Buffer.from(provider.text)), stream.end()].filter(
          (piece) => piece !== undefined,
        );
        return Promise.resolve(
          new Response(Buffer.concat(pieces), { headers: { 'content-type': 'text/event-stream' } }),
        );
      }
      const answer =
        'status' in provider ? reply!.error(provider.status, provider.json) : reply!.json(provider.json);
      return Promise.resolve(Response.json(answer, { status: 'status' in provider ? provider.status : 200 }));
    },
  });
}

const response = {
  id: 'resp_1',
  object: 'response',
  model: 'gpt-5',
  status: 'completed',
  output: [
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
    },
    { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
  ],
  usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
};
const responseStream = namedSse([
  { type: 'response.created', ...{ response: { id: 'resp_1', model: 'gpt-5', created_at: 4 } } },
  ...response.output.map((item, output_index) => ({ type: 'response.output_item.done', output_index, item })),
  { type: 'response.completed', ...{ response } },
]);
const chunk = (delta: object, finish: string | null = null) => ({
  id: 'chatcmpl-1',
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const chatStream = sse([
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Hel' }),
  chunk({ content: 'lo' }),
  chunk({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'f', arguments: '{"a":1}' } }] }),
  chunk({}, 'tool_calls'),
  { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } },
]);
const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello' }];

describe('OpenAI’s client', () => {
  it('gets a chat completion from a provider of Responses (GW-01)', async () => {
    const reply = await clientOf('chat', { json: response }).chat.completions.create({
      model: 'm',
      messages,
    });

    expect(reply.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: 'Hi', tool_calls: [{ id: 'c1', function: { name: 'f', arguments: '{"a":1}' } }] },
    });
    expect(reply.usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 2 });
  });

  it('streams a chat completion from a provider of Responses (GW-15)', async () => {
    const client = clientOf('chat', { text: responseStream });

    const stream = client.chat.completions.stream({
      model: 'm',
      messages,
      stream_options: { include_usage: true },
    });

    const reply = await stream.finalChatCompletion();
    expect(reply.choices[0]?.message).toMatchObject({ content: 'Hi', tool_calls: [{ id: 'c1' }] });
    expect(reply.usage?.total_tokens).toBe(5);
  });

  it('streams a response from a provider of chat (GW-03)', async () => {
    const stream = clientOf('responses', { text: chatStream }).responses.stream({
      model: 'm',
      input: 'Hello',
    });

    const reply = await stream.finalResponse();
    expect(reply.output_text).toBe('Hello');
    expect(reply.output.map((item) => item.type)).toEqual(['message', 'function_call']);
    expect(reply.usage).toMatchObject({ input_tokens: 3, output_tokens: 2, total_tokens: 5 });
  });

  it('gets structured output of a response from a provider of chat', async () => {
    const json = {
      choices: [{ index: 0, message: { role: 'assistant', content: '{"a":1}' }, finish_reason: 'stop' }],
    };

    const reply = await clientOf('responses', { json }).responses.parse({
      model: 'm',
      input: 'Hello',
      text: { format: { type: 'json_schema', name: 'r', schema: { type: 'object' } } },
    });

    expect(reply.output_text).toBe('{"a":1}');
  });

  it('takes a refusal for what it is', async () => {
    const client = clientOf('chat', {
      status: 429,
      json: { error: { message: 'Slow down', code: 'rate_limit' } },
    });

    const call = client.chat.completions.create({ model: 'm', messages });

    await expect(call).rejects.toThrow(OpenAI.RateLimitError);
    await expect(call).rejects.toMatchObject({ code: 'rate_limit', message: '429 Slow down' });
  });

  it('hears of a failure in the middle of a stream', async () => {
    const failed = namedSse([
      { type: 'response.created', ...{ response: { id: 'resp_1' } } },
      {
        type: 'response.failed',
        ...{ response: { status: 'failed', error: { code: 'server_error', message: 'Broken' } } },
      },
    ]);

    const stream = clientOf('chat', { text: failed }).chat.completions.stream({ model: 'm', messages });

    await expect(stream.finalChatCompletion()).rejects.toThrow('Broken');
  });
});

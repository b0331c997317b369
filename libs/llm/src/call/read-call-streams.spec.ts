import { makeCall, namedSse, sse } from '../testing/call-factory.js';
import { readCall } from './read-call.js';

const resType = 'text/event-stream; charset=utf-8';
const chunk = (delta: unknown, finish: string | null = null) => ({
  id: 'c1',
  object: 'chat.completion.chunk',
  model: 'gpt-4o',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const chatEvents = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Hel' }),
  chunk({ content: 'lo é' }),
  chunk({}, 'stop'),
  {
    id: 'c1',
    object: 'chat.completion.chunk',
    model: 'gpt-4o',
    choices: [],
    usage: { prompt_tokens: 1248, completion_tokens: 10, total_tokens: 1258 },
  },
];
const messageStart = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5-20250929',
    content: [],
    usage: {
      input_tokens: 338,
      cache_read_input_tokens: 500,
      cache_creation_input_tokens: 20,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 20 },
      output_tokens: 1,
    },
  },
};
const anthropicEvents = [
  messageStart,
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Let me see.' } },
  { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
  { type: 'ping' },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'It is sunny' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: ' today.' } },
  {
    type: 'content_block_start',
    index: 2,
    content_block: { type: 'tool_use', id: 't1', name: 'w', input: {} },
  },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"city":' } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '"Bern"}' } },
  { type: 'content_block_stop', index: 2 },
  { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 65 } },
  { type: 'message_stop' },
];

describe('readCall of streams', () => {
  it('assembles a chat stream into the reply without streaming', () => {
    const sut = readCall(makeCall({ response: sse(chatEvents), resType }));

    expect(sut).toMatchObject({ isStream: true, usage: { input: 1248, output: 10 }, finishReason: 'stop' });
    expect(sut.responseJson).toMatchObject({
      id: 'c1',
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: 'Hello é' } }],
    });
    expect(sut.responseText).toContain('Hello é');
  });

  it.each([
    ['no space after the colon', (text: string) => text.replaceAll('data: ', 'data:')],
    ['CRLF line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['no [DONE]', (text: string) => text.replace('data: [DONE]\n\n', '')],
    ['no last line end', (text: string) => text.replace('\n\ndata: [DONE]\n\n', '')],
    [
      'comments and garbage lines',
      (text: string) =>
        `: keep-alive\n\n<html>\n${text.replaceAll('\n\ndata', '\n\n: x\nnonsense\ndata: {broken\n\ndata')}`,
    ],
    ['data over several lines', (text: string) => text.replaceAll(',"model"', '\ndata: ,"model"')],
    ['no content type', (text: string) => text],
  ])('tolerates %s', (name, change) => {
    const sut = readCall(
      makeCall({ response: change(sse(chatEvents)), resType: name === 'no content type' ? '' : resType }),
    );

    expect(sut.usage).toEqual({ input: 1248, output: 10 });
    expect(sut.responseJson).toMatchObject({ choices: [{ message: { content: 'Hello é' } }] });
  });

  it('joins tool calls and reasoning of a chat stream', () => {
    const events = [
      chunk({ reasoning_content: 'Hm' }),
      chunk({
        tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{"x"' } }],
      }),
      chunk({
        tool_calls: [
          { index: 0, function: { arguments: ':1}' } },
          { index: 1, id: 'b', function: { name: 'g', arguments: '{}' } },
        ],
      }),
      chunk({}, 'tool_calls'),
    ];
    const sut = readCall(makeCall({ response: sse(events), resType }));

    expect(sut.responseJson).toMatchObject({
      choices: [
        {
          finish_reason: 'tool_calls',
          message: {
            content: null,
            reasoning_content: 'Hm',
            tool_calls: [
              { id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
              { id: 'b', function: { name: 'g', arguments: '{}' } },
            ],
          },
        },
      ],
    });
  });

  it('reads Groq usage at the end of a stream', () => {
    const events = [
      chunk({ content: 'Hi' }),
      {
        ...chunk({}, 'stop'),
        x_groq: { usage: { prompt_tokens: 18, completion_tokens: 100, total_tokens: 118 } },
      },
    ];

    expect(readCall(makeCall({ provider: 'groq', response: sse(events), resType })).usage).toEqual({
      input: 18,
      output: 100,
    });
  });

  it('merges the usage of Anthropic events and rebuilds the message', () => {
    const sut = readCall(
      makeCall({ provider: 'anthropic', path: '/v1/messages', response: namedSse(anthropicEvents), resType }),
    );

    expect(sut.usage).toEqual({ input: 338, output: 65, cacheRead: 500, cacheWrite1h: 20 });
    expect(sut.responseJson).toMatchObject({
      id: 'msg_1',
      stop_reason: 'tool_use',
      content: [
        { type: 'thinking', thinking: 'Let me see.' },
        { type: 'text', text: 'It is sunny today.' },
        { type: 'tool_use', name: 'w', input: { city: 'Bern' } },
      ],
    });
  });

  it('keeps the stated input of a cancelled Anthropic stream and counts its output', () => {
    const sut = readCall(
      makeCall({
        provider: 'anthropic',
        path: '/v1/messages',
        response: namedSse(anthropicEvents.slice(0, 7)),
        resType,
        status: -3,
      }),
    );

    expect(sut.usage).toMatchObject({ input: 338, cacheRead: 500, cacheWrite1h: 20, estimated: true });
    expect(sut.usage?.output).toBeGreaterThanOrEqual(8);
    expect(sut.usage?.output).toBeLessThan(20);
    expect(sut.malformed).toBeUndefined();
  });

  it('counts a stream that its provider broke off, as far as it went', () => {
    const sut = readCall(makeCall({ response: sse(chatEvents.slice(0, 3), ''), resType, status: -100 }));
    expect(sut.usage).toMatchObject({ estimated: true });
    expect(sut.usage!.input).toBeGreaterThan(0);
    expect(sut.usage!.output).toBeGreaterThan(0);
  });

  it('counts nothing for a reply that broke off before its stream', () => {
    expect(readCall(makeCall({ response: '', status: -100 })).usage).toBeNull();
  });

  it('counts both sides of a cancelled chat stream', () => {
    const sut = readCall(makeCall({ response: sse(chatEvents.slice(0, 3), ''), resType, status: -3 }));

    expect(sut.usage).toEqual({ input: 8, output: 2, estimated: true });
  });

  it('reads a finished Responses stream from its last event, and a cancelled one from its deltas', () => {
    const response = {
      id: 'resp_1',
      object: 'response',
      model: 'gpt-5',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'Good day' }] }],
      usage: { input_tokens: 7, output_tokens: 3, total_tokens: 10 },
    };
    const events = [
      { type: 'response.created', response: { ...response, status: 'in_progress', output: [], usage: null } },
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { type: 'message', role: 'assistant', content: [] },
      },
      { type: 'response.output_text.delta', output_index: 0, delta: 'Good' },
      { type: 'response.output_text.delta', output_index: 0, delta: ' day' },
      { type: 'response.completed', response },
    ];
    const request = { model: 'gpt-5', input: 'Greet me', stream: true };
    const sut = (count: number, status: number) =>
      readCall(
        makeCall({
          path: '/v1/responses',
          request,
          response: namedSse(events.slice(0, count)),
          resType,
          status,
        }),
      );

    expect(sut(5, 200)).toMatchObject({
      usage: { input: 7, output: 3 },
      responseJson: response,
      model: 'gpt-5',
    });
    expect(sut(4, -3)).toMatchObject({
      usage: { input: 3, output: 2, estimated: true },
      responseJson: { output: [{ content: [{ text: 'Good day' }] }] },
    });
  });

  const geminiChunks = [
    {
      candidates: [{ content: { role: 'model', parts: [{ text: 'Hmm', thought: true }] } }],
      modelVersion: 'gemini-2.5-pro',
    },
    {
      candidates: [{ content: { role: 'model', parts: [{ text: 'Blue' }] } }],
      usageMetadata: { promptTokenCount: 4, totalTokenCount: 4 },
    },
    {
      candidates: [{ content: { parts: [{ text: ' sky' }] }, finishReason: 'STOP' }],
      usageMetadata: {
        promptTokenCount: 4,
        candidatesTokenCount: 2,
        thoughtsTokenCount: 30,
        totalTokenCount: 36,
      },
      modelVersion: 'gemini-2.5-pro',
      responseId: 'r1',
    },
  ];

  it.each([
    ['SSE', sse(geminiChunks, ''), 'text/event-stream'],
    ['a JSON array', JSON.stringify(geminiChunks, null, 2), 'application/json'],
    ['a JSON array cut at its end', JSON.stringify(geminiChunks).slice(0, -1), 'application/json'],
  ])('reads a Gemini stream as %s', (_, response, type) => {
    const path = '/v1beta/models/gemini-2.5-pro:streamGenerateContent';
    const sut = readCall(
      makeCall({ provider: 'google-ai-studio', path, request: { contents: [] }, response, resType: type }),
    );

    expect(sut).toMatchObject({
      isStream: true,
      model: 'gemini-2.5-pro',
      responseId: 'r1',
      finishReason: 'STOP',
      usage: { input: 4, output: 32, reasoning: 30 },
      responseJson: {
        candidates: [{ content: { parts: [{ text: 'Hmm', thought: true }, { text: 'Blue sky' }] } }],
      },
    });
  });

  it('reads a Cohere v2 stream', () => {
    const events = [
      { type: 'message-start', id: 'x', delta: { message: { role: 'assistant' } } },
      { type: 'content-delta', index: 0, delta: { message: { content: { text: 'Yes' } } } },
      {
        type: 'message-end',
        delta: {
          finish_reason: 'COMPLETE',
          usage: {
            billed_units: { input_tokens: 5, output_tokens: 1 },
            tokens: { input_tokens: 71, output_tokens: 1 },
          },
        },
      },
    ];

    expect(
      readCall(makeCall({ provider: 'cohere', path: '/v2/chat', response: sse(events, ''), resType })),
    ).toMatchObject({
      usage: { input: 5, output: 1 },
      finishReason: 'COMPLETE',
      responseJson: { message: { content: [{ text: 'Yes' }] } },
    });
  });

  it("reads Ollama's lines", () => {
    const lines = [
      { model: 'qwen3', message: { role: 'assistant', content: 'Hi' }, done: false },
      {
        model: 'qwen3',
        message: { role: 'assistant', content: ' you' },
        done: true,
        done_reason: 'stop',
        prompt_eval_count: 9,
        eval_count: 3,
      },
    ];
    const response = lines.map((line) => JSON.stringify(line)).join('\n');

    expect(
      readCall(makeCall({ provider: 'local', path: '/api/chat', response, resType: 'application/x-ndjson' })),
    ).toMatchObject({
      usage: { input: 9, output: 3 },
      responseJson: { message: { content: 'Hi you' } },
    });
  });

  it('reads the frames of a ConverseStream', () => {
    const header = (name: string, value: string) =>
      Buffer.concat([
        Buffer.from([name.length]),
        Buffer.from(name),
        Buffer.from([7, 0, value.length]),
        Buffer.from(value),
      ]);
    const frame = (type: string, event: unknown) => {
      const headers = Buffer.concat([header(':message-type', 'event'), header(':event-type', type)]);
      const payload = Buffer.from(JSON.stringify(event));
      const prelude = Buffer.alloc(12);
      prelude.writeUInt32BE(16 + headers.length + payload.length, 0);
      prelude.writeUInt32BE(headers.length, 4);
      return Buffer.concat([prelude, headers, payload, Buffer.alloc(4)]);
    };
    const response = Buffer.concat([
      frame('messageStart', { role: 'assistant' }),
      frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hel' } }),
      frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'lo' } }),
      frame('messageStop', { stopReason: 'end_turn' }),
      frame('metadata', { usage: { inputTokens: 6, outputTokens: 2, totalTokens: 8 } }),
    ]);
    const path = '/model/amazon.nova-lite-v1%3A0/converse-stream';
    const sut = readCall(
      makeCall({
        provider: 'bedrock',
        path,
        response,
        request: { messages: [] },
        resType: 'application/vnd.amazon.eventstream',
      }),
    );

    expect(sut).toMatchObject({
      requestModel: 'amazon.nova-lite-v1:0',
      usage: { input: 6, output: 2 },
      finishReason: 'end_turn',
      responseJson: { output: { message: { content: [{ text: 'Hello' }] } } },
    });
  });

  it('quotes an error inside a stream that began well', () => {
    const response = sse(
      [chunk({ content: 'Hi' }), { error: { message: 'Server overloaded', code: 529 } }],
      '',
    );

    expect(readCall(makeCall({ response, resType })).error).toBe('Server overloaded');
  });

  it('marks a stream without one readable event', () => {
    expect(readCall(makeCall({ response: 'data: {nope\n\n', resType })).malformed).toEqual({
      response: true,
    });
  });
});

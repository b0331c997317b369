import { ChatCompletionStream } from 'openai/lib/ChatCompletionStream';
import fc from 'fast-check';
import { sse } from '../../testing/call-factory.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { streamedReply } from '../testing/conversation-arbitrary.js';
import { joinDeltas, makeContext, readStream, roundTrip } from '../testing/translate-factory.js';
import { chatCodec as sut } from './chat.codec.js';

const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm' };
const chunk = (delta: object, finish: string | null = null) => ({
  ...head,
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const read = (events: object[], size = Infinity) => readStream(sut.createStreamReader(), sse(events), size);
const write = (events: StreamEvent[], request: object = {}) =>
  sut.createStreamWriter(makeContext({ request: { ...request } })).write(events);
const asked = { stream_options: { include_usage: true } };

const recorded = [
  { ...head, choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] },
  chunk({ reasoning_content: 'Größe' }),
  chunk({ reasoning_content: ' zählt' }),
  chunk({ content: 'Hällo ' }),
  {
    ...head,
    choices: [
      { index: 0, delta: { content: '🌍' }, logprobs: { content: [{ token: 'x' }] }, finish_reason: null },
    ],
  },
  chunk({ tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '' } }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: '{"a":' } }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: '1}' } }] }),
  chunk({ tool_calls: [{ index: 1, id: 'c2', type: 'function', function: { name: 'g', arguments: '{}' } }] }),
  chunk({}, 'tool_calls'),
  {
    ...head,
    choices: [],
    usage: {
      prompt_tokens: 10,
      completion_tokens: 7,
      total_tokens: 17,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  },
];
const expected: StreamEvent[] = [
  { type: 'start', id: 'chatcmpl-1', model: 'm', created: 1 },
  { type: 'part_start', choice: 0, part: 0, kind: 'thinking' },
  { type: 'thinking', choice: 0, part: 0, text: 'Größe zählt' },
  { type: 'part_end', choice: 0, part: 0 },
  { type: 'part_start', choice: 0, part: 1, kind: 'text' },
  { type: 'text', choice: 0, part: 1, text: 'Hällo 🌍' },
  { type: 'part_end', choice: 0, part: 1 },
  { type: 'part_start', choice: 0, part: 2, kind: 'tool_call', id: 'c1', name: 'f' },
  { type: 'arguments', choice: 0, part: 2, json: '{"a":1}' },
  { type: 'part_end', choice: 0, part: 2 },
  { type: 'part_start', choice: 0, part: 3, kind: 'tool_call', id: 'c2', name: 'g' },
  { type: 'arguments', choice: 0, part: 3, json: '{}' },
  { type: 'part_end', choice: 0, part: 3 },
  { type: 'finish', choice: 0, reason: 'tool_calls' },
  { type: 'usage', usage: { input: 6, output: 7, cacheRead: 4, reasoning: 2 } },
  { type: 'end' },
];

describe('a chat stream, read', () => {
  it('gives the same events wherever its bytes are cut (GW-15)', () => {
    for (let size = 1; size < 40; size += 1) expect(joinDeltas(read(recorded, size))).toEqual(expected);
  });

  it('keeps log probabilities with their text', () => {
    const events = read(recorded);

    expect(events).toContainEqual(
      expect.objectContaining({ type: 'text', text: '🌍', logprobs: { content: [{ token: 'x' }] } }),
    );
  });

  it('tells two choices apart', () => {
    const of = (index: number, content: string) => ({ ...head, choices: [{ index, delta: { content } }] });

    const events = read([of(0, 'a'), of(1, 'b'), of(0, 'c')]);

    const said = (choice: number) =>
      events.map((event) => (event.type === 'text' && event.choice === choice ? event.text : '')).join('');
    expect([said(0), said(1)]).toEqual(['ac', 'b']);
  });

  it('reads calls that come whole, without a number, or with one number for all', () => {
    const call = (id: string, more: object = {}) => ({
      id,
      function: { name: id, arguments: '{}' },
      ...more,
    });

    for (const deltas of [
      [{ tool_calls: [call('a'), call('b')] }],
      [{ tool_calls: [call('a', { index: 0 })] }, { tool_calls: [call('b', { index: 0 })] }],
    ]) {
      const events = read([...deltas.map((delta) => chunk(delta)), chunk({}, 'stop')]);
      const started = events.filter((event) => event.type === 'part_start');
      expect(started.map((event) => event.kind === 'tool_call' && event.id)).toEqual(['a', 'b']);
      expect(events).toContainEqual({ type: 'finish', choice: 0, reason: 'tool_calls' });
    }
  });

  it('takes the signature of a thought from OpenRouter’s details and its text only once', () => {
    const detail = (more: object) => ({
      type: 'reasoning.text',
      format: 'anthropic-claude-v1',
      index: 0,
      ...more,
    });

    const events = read([
      chunk({ reasoning: 'Hm', reasoning_details: [detail({ text: 'Hm' })] }),
      chunk({ reasoning_details: [detail({ signature: 'c2ln' })] }),
      chunk({ content: 'Yes' }, 'stop'),
    ]);

    expect(events.slice(1, 5)).toEqual([
      { type: 'part_start', choice: 0, part: 0, kind: 'thinking' },
      { type: 'thinking', choice: 0, part: 0, text: 'Hm' },
      { type: 'signature', choice: 0, part: 0, signature: 'c2ln', signer: 'anthropic' },
      { type: 'part_end', choice: 0, part: 0 },
    ]);
  });

  it('reads generated images (IG-01)', () => {
    const events = read([
      chunk({ images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }] }),
    ]);

    expect(events[1]).toEqual({
      type: 'image',
      choice: 0,
      part: 0,
      media: { mediaType: 'image/png', data: 'AA==' },
    });
  });

  it('reads what Azure, Groq, Mistral and DeepSeek send differently', () => {
    const said = (events: StreamEvent[]) =>
      joinDeltas(events).flatMap((event) => ('text' in event ? [`${event.type}: ${event.text}`] : []));

    const azure = read([
      { id: '', object: '', model: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] },
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'Hi' }, 'stop'),
    ]);
    expect(azure[0]).toEqual({ type: 'start', id: 'chatcmpl-1', model: 'm', created: 1 });
    expect(said(azure)).toEqual(['text: Hi']);

    const counts = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, queue_time: 0.1 };
    const groq = read([{ ...chunk({ content: 'Hi' }, 'stop'), x_groq: { id: 'r', usage: counts } }]);
    expect(groq).toContainEqual({ type: 'usage', usage: { input: 3, output: 2 } });

    const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] };
    const mistral = read([chunk({ content: [thinking] }), chunk({ content: 'Hi' }, 'stop')]);
    expect(said(mistral)).toEqual(['thinking: Hm', 'text: Hi']);

    const deepseek = read([
      chunk({ role: 'assistant', content: null, reasoning_content: 'Hm' }),
      chunk({ content: 'Hi', reasoning_content: null }, 'stop'),
      {
        ...head,
        choices: [],
        usage: {
          prompt_tokens: 10,
          completion_tokens: 5,
          total_tokens: 15,
          prompt_cache_hit_tokens: 8,
          prompt_cache_miss_tokens: 2,
        },
      },
    ]);
    expect(said(deepseek)).toEqual(['thinking: Hm', 'text: Hi']);
    expect(deepseek).toContainEqual({ type: 'usage', usage: { input: 2, output: 5, cacheRead: 8 } });
  });

  it('ends what is open, once, when the connection ends early', () => {
    const events = readStream(
      sut.createStreamReader(),
      `data: ${JSON.stringify(chunk({ content: 'a' }))}\n\n`,
    );

    expect(events.slice(-2)).toEqual([{ type: 'part_end', choice: 0, part: 0 }, { type: 'end' }]);
  });

  it('says what an error in the middle says', () => {
    const events = read([chunk({ content: 'a' }), { error: { message: 'Overloaded', code: 529 } }]);

    expect(events).toContainEqual({
      type: 'error',
      error: { message: 'Overloaded', code: 529 },
      status: 529,
    });
  });

  it('never fails, whatever the chunks hold', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.constant('[DONE]'))), (chunks) => {
        const events = readStream(
          sut.createStreamReader(),
          chunks.map((data) => `data: ${data}\n\n`).join(''),
        );

        expect(events.filter((event) => event.type === 'end')).toHaveLength(1);
      }),
    );
  });
});

describe('a chat stream, written', () => {
  it('is read back as the events that it was written from', () => {
    fc.assert(
      fc.property(streamedReply, (events) => {
        const back = joinDeltas(roundTrip(sut, events, makeContext({ request: asked, model: 'm' })));

        const [, ...told] = joinDeltas(events);
        expect(back.slice(1)).toEqual(told);
      }),
    );
  });

  it('states usage only to those who asked for it, and ends with [DONE]', () => {
    const events: StreamEvent[] = [
      { type: 'start' },
      { type: 'finish', choice: 0, reason: 'stop' },
      { type: 'usage', usage: { input: 1, output: 2, cacheWrite1h: 5 } },
      { type: 'end' },
    ];

    expect(write(events)).not.toContain('usage');
    expect(write(events)).toMatch(/data: \[DONE\]\n\n$/);
    const chunks = write(events, asked).split('\n\n');
    expect(JSON.parse(chunks.at(-3)!.slice(6))).toMatchObject({
      choices: [],
      usage: {
        prompt_tokens: 6,
        completion_tokens: 2,
        total_tokens: 8,
        prompt_tokens_details: {
          cache_write_tokens: 5,
          cache_write_details: { write_5m_tokens: 0, write_1h_tokens: 5 },
        },
      },
    });
  });

  it('gives the legacy call to a client of functions', () => {
    const text = write(expected, { functions: [{ name: 'f' }] });

    expect(text).toContain('"function_call":{"name":"f"');
    expect(text).toContain('"finish_reason":"function_call"');
    expect(text).not.toContain('tool_calls');
  });

  it('gives OpenAI’s own client the whole reply', async () => {
    const bytes = Buffer.from(write(expected, asked));
    // The client's own reader takes the chunks as lines of JSON.
    const lines = bytes
      .toString()
      .split('\n\n')
      .filter((line) => line.startsWith('data: {'))
      .map((line) => `${line.slice(6)}\n`)
      .join('');
    const body = new Blob([lines]).stream();

    const reply = await ChatCompletionStream.fromReadableStream(body).finalChatCompletion();

    expect(reply.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        role: 'assistant',
        content: 'Hällo 🌍',
        tool_calls: [
          { id: 'c1', function: { name: 'f', arguments: '{"a":1}' } },
          { id: 'c2', function: { name: 'g', arguments: '{}' } },
        ],
      },
    });
    expect(reply.usage).toMatchObject({ prompt_tokens: 10, completion_tokens: 7 });
  });
});

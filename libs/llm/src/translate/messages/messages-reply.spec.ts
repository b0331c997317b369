import Anthropic from '@anthropic-ai/sdk';
import fc from 'fast-check';
import { namedSse as sse } from '../../testing/call-factory.js';
import type { ConversationReply } from '../conversation/reply.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { nearJson, nearRequest, streamedReply } from '../testing/conversation-arbitrary.js';
import { joinDeltas, makeContext, readStream, roundTrip } from '../testing/translate-factory.js';
import { encodeFrame } from '../../testing/event-stream-factory.js';
import { messagesCodec as sut } from './messages.codec.js';

const namedSse = (list: { type: string; [field: string]: unknown }[]) => sse(list);
const usage = {
  input_tokens: 9,
  cache_creation_input_tokens: 50,
  cache_read_input_tokens: 183,
  cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 20 },
  output_tokens: 12,
};
const counted = { input: 9, output: 12, cacheRead: 183, cacheWrite5m: 30, cacheWrite1h: 20 };
const message = {
  id: 'msg_01',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5-20250929',
  content: [
    { type: 'thinking', thinking: 'hm', signature: 'sig' },
    { type: 'redacted_thinking', data: 'xyz' },
    {
      type: 'text',
      text: 'Sunny.',
      citations: [
        {
          type: 'web_search_result_location',
          url: 'https://example.com',
          title: 'E',
          encrypted_index: 'q',
          cited_text: 'sun',
        },
      ],
    },
    { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Oslo' } },
  ],
  stop_reason: 'tool_use',
  stop_sequence: null,
  usage,
};
const events = [
  {
    type: 'message_start',
    message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
  { type: 'ping' },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hé' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'm 🌞' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sig' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'content_block_start', index: 1, content_block: { type: 'redacted_thinking', data: 'xyz' } },
  { type: 'content_block_stop', index: 1 },
  {
    type: 'content_block_start',
    index: 2,
    content_block: { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
  },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{}' } },
  { type: 'content_block_stop', index: 2 },
  { type: 'content_block_start', index: 3, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 3, delta: { type: 'text_delta', text: 'Größe' } },
  {
    type: 'content_block_delta',
    index: 3,
    delta: { type: 'citations_delta', citation: message.content[2]!.citations![0] },
  },
  { type: 'content_block_stop', index: 3 },
  {
    type: 'content_block_start',
    index: 4,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} },
  },
  { type: 'content_block_delta', index: 4, delta: { type: 'input_json_delta', partial_json: '' } },
  { type: 'content_block_delta', index: 4, delta: { type: 'input_json_delta', partial_json: '{"city":' } },
  { type: 'content_block_delta', index: 4, delta: { type: 'input_json_delta', partial_json: '"Oslo"}' } },
  { type: 'content_block_stop', index: 4 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'tool_use', stop_sequence: null },
    usage: { output_tokens: 12 },
  },
  { type: 'message_stop' },
];
const citation = {
  title: 'E',
  url: 'https://example.com',
  citedText: 'sun',
  source: { format: 'messages', value: message.content[2]!.citations![0] },
};
const expected = [
  { type: 'start', id: 'msg_01', model: 'claude-sonnet-4-5-20250929' },
  { type: 'part_start', choice: 0, part: 0, kind: 'thinking' },
  { type: 'thinking', choice: 0, part: 0, text: 'hém 🌞' },
  { type: 'signature', choice: 0, part: 0, signature: 'sig', signer: 'anthropic' },
  { type: 'part_end', choice: 0, part: 0 },
  { type: 'part_start', choice: 0, part: 1, kind: 'thinking' },
  { type: 'redacted_thinking', choice: 0, part: 1, data: 'xyz' },
  { type: 'part_end', choice: 0, part: 1 },
  { type: 'part_start', choice: 0, part: 2, kind: 'text' },
  { type: 'text', choice: 0, part: 2, text: 'Größe' },
  { type: 'citation', choice: 0, part: 2, citation },
  { type: 'part_end', choice: 0, part: 2 },
  { type: 'part_start', choice: 0, part: 3, kind: 'tool_call', id: 'toolu_1', name: 'weather' },
  { type: 'arguments', choice: 0, part: 3, json: '{"city":"Oslo"}' },
  { type: 'part_end', choice: 0, part: 3 },
  { type: 'finish', choice: 0, reason: 'tool_calls' },
  { type: 'usage', usage: counted },
  { type: 'end' },
];

/** What Anthropic’s own client makes of a reply. */
const client = (body: string, type: string) =>
  new Anthropic({
    apiKey: 'k',
    maxRetries: 0,
    fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': type } })),
  });
const ask = { model: 'm', max_tokens: 10, messages: [{ role: 'user' as const, content: 'Hi' }] };

describe('a Messages reply', () => {
  it('is read into parts, reason and usage', () => {
    expect(sut.readReply(message)).toEqual({
      id: 'msg_01',
      model: 'claude-sonnet-4-5-20250929',
      choices: [
        {
          index: 0,
          parts: [
            { type: 'thinking', text: 'hm', signature: 'sig', signer: 'anthropic' },
            { type: 'thinking', text: '', redacted: 'xyz', signer: 'anthropic' },
            { type: 'text', text: 'Sunny.', citations: [citation] },
            { type: 'tool_call', id: 'toolu_1', name: 'weather', arguments: '{"city":"Oslo"}' },
          ],
          finish: 'tool_calls',
        },
      ],
      usage: counted,
    });
  });

  it('is written as it was read, and Anthropic’s client understands it', async () => {
    const written = sut.writeReply(sut.readReply(message), makeContext());
    const seen = await client(JSON.stringify(written), 'application/json').messages.create(ask);

    expect(written).toEqual(message);
    expect(seen).toMatchObject({ stop_reason: 'tool_use', usage: { output_tokens: 12 } });
  });

  it('gives the reserved tool’s input as the text of the answer', () => {
    const content = [{ type: 'tool_use', id: 't', name: 'heliostat_json_output', input: { n: 3 } }];

    expect(sut.readReply({ ...message, content }).choices).toEqual([
      { index: 0, parts: [{ type: 'text', text: '{"n":3}' }], finish: 'stop' },
    ]);
    const stream = namedSse([
      events[0]!,
      { type: 'content_block_start', index: 0, content_block: { ...content[0], input: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"n":3}' } },
      { type: 'content_block_stop', index: 0 },
      ...events.slice(-2),
    ]);
    expect(readStream(sut.createStreamReader(), stream).slice(1, 5)).toEqual([
      { type: 'part_start', choice: 0, part: 0, kind: 'text' },
      { type: 'text', choice: 0, part: 0, text: '{"n":3}' },
      { type: 'part_end', choice: 0, part: 0 },
      { type: 'finish', choice: 0, reason: 'stop' },
    ]);
  });

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop_sequence'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'refusal'],
    ['pause_turn', 'pause'],
    ['__proto__', 'other'],
  ])('reads the reason %s as %s', (reason, finish) => {
    expect(sut.readReply({ ...message, content: [], stop_reason: reason }).choices[0]).toMatchObject({
      finish,
    });
  });

  it('has an id and a model where the provider named none', () => {
    expect(sut.writeReply({ choices: [] } as ConversationReply, makeContext({ id: 'x' }))).toMatchObject({
      id: 'msg_x',
      model: 'model-1',
      content: [],
      stop_reason: 'end_turn',
      usage: { input_tokens: 0, output_tokens: 0 },
    });
  });

  it('says an error in Anthropic’s words (ER)', () => {
    const body = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

    expect(sut.readError(529, body)).toEqual({ type: 'overloaded_error', message: 'Overloaded' });
    expect(sut.writeError(529, sut.readError(529, body))).toEqual(body);
    expect(sut.writeError(429, { message: 'slow', type: 'tokens', code: 'x' })).toEqual({
      type: 'error',
      error: { type: 'rate_limit_error', message: 'slow' },
    });
  });

  it('is read and written whatever it holds (property)', () => {
    fc.assert(
      fc.property(nearRequest, (body) => {
        JSON.stringify(sut.writeReply(sut.readReply(body), makeContext()));
        JSON.stringify(sut.writeError(500, sut.readError(500, body)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a Messages stream', () => {
  const stream = namedSse(events);

  it('gives the same events wherever its bytes are cut (GW-15)', () => {
    for (let size = 1; size < 40; size += 1)
      expect(joinDeltas(readStream(sut.createStreamReader(), stream, size))).toEqual(expected);
  });

  it('is read out of Bedrock’s binary frames just the same', () => {
    const frames = Buffer.concat(
      events.map((event) =>
        encodeFrame('chunk', { bytes: Buffer.from(JSON.stringify(event)).toString('base64') }),
      ),
    );
    for (const size of [1, 7, 100, Infinity]) {
      const reader = sut.createStreamReader();
      const seen: StreamEvent[] = [];
      for (let at = 0; at < frames.length; at += Math.min(size, frames.length))
        seen.push(...reader.push(frames.subarray(at, at + size)));
      seen.push(...reader.end());
      expect(joinDeltas(seen)).toEqual(expected);
    }
  });

  it('tells an error in its midst, with its status', () => {
    const broken = namedSse([
      events[0]!,
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    ]);

    expect(readStream(sut.createStreamReader(), broken)).toContainEqual({
      type: 'error',
      status: 529,
      error: { type: 'overloaded_error', message: 'Overloaded' },
    });
  });

  it('ends once when it is cut, with what was counted until then', () => {
    const cut = readStream(sut.createStreamReader(), namedSse(events.slice(0, 4)));

    expect(cut.slice(-3)).toEqual([
      { type: 'part_end', choice: 0, part: 0 },
      { type: 'usage', usage: { ...counted, output: 1 } },
      { type: 'end' },
    ]);
  });

  it('is written so that Anthropic’s client puts the message together', async () => {
    const text = sut.createStreamWriter(makeContext()).write(expected as StreamEvent[]);
    const seen = await client(text, 'text/event-stream').messages.stream(ask).finalMessage();

    expect(seen).toMatchObject({
      id: 'msg_01',
      stop_reason: 'tool_use',
      content: [
        { type: 'thinking', thinking: 'hém 🌞', signature: 'sig' },
        { type: 'redacted_thinking', data: 'xyz' },
        { type: 'text', text: 'Größe' },
        { type: 'tool_use', id: 'toolu_1', input: { city: 'Oslo' } },
      ],
      usage: { input_tokens: 9, output_tokens: 12, cache_read_input_tokens: 183 },
    });
  });

  it('is written as an error that Anthropic’s client throws', async () => {
    const text = sut
      .createStreamWriter(makeContext())
      .write([
        { type: 'start' },
        { type: 'error', error: { message: 'Overloaded' }, status: 529 },
        { type: 'end' },
      ]);

    await expect(client(text, 'text/event-stream').messages.stream(ask).finalMessage()).rejects.toThrow(
      'Overloaded',
    );
    expect(text).not.toContain('message_stop');
  });

  it('is read back as it was written (property)', () => {
    fc.assert(
      fc.property(streamedReply, (given) => {
        // Images have no place in the format, and a refusal is text.
        fc.pre(
          given.every((event) => event.type !== 'image' && !('kind' in event && event.kind === 'refusal')),
        );
        const same = (list: StreamEvent[]) => joinDeltas(list.filter((event) => !isEmpty(event)));
        expect(same(roundTrip(sut, given, makeContext()))).toEqual(same(given));
      }),
    );
  });

  it('is read whatever its events hold (property)', () => {
    const types = fc.constantFrom(...new Set(events.map(({ type }) => type)), 'error', 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(types, nearRequest, nearJson), { maxLength: 10 }), (list) => {
        const text = namedSse(
          list.map(([type, fields, index]) => ({
            ...fields,
            index,
            type,
            delta: fields,
            content_block: fields,
          })),
        );
        const read = readStream(sut.createStreamReader(), text);
        expect(read.filter(({ type }) => type === 'end')).toHaveLength(1);
        sut.createStreamWriter(makeContext()).write(read);
      }),
      { numRuns: 500 },
    );
  });
});

const isEmpty = (event: StreamEvent) => 'text' in event && event.text === '';

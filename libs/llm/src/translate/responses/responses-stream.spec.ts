import fc from 'fast-check';
import { ResponseStream } from 'openai/lib/responses/ResponseStream';
import { namedSse } from '../../testing/call-factory.js';
import { chatCodec } from '../chat/chat.codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { streamedReply } from '../testing/conversation-arbitrary.js';
import { joinDeltas, makeContext, readStream, roundTrip } from '../testing/translate-factory.js';
import { responsesCodec as sut } from './responses.codec.js';

type Frame = { type: string; [field: string]: unknown };
const framesOf = (text: string): Frame[] =>
  text
    .split('\n\n')
    .filter((frame) => frame !== '')
    .map((frame) => JSON.parse(frame.slice(frame.indexOf('data: ') + 6)) as Frame);
const write = (events: StreamEvent[], request: object = {}) =>
  sut.createStreamWriter(makeContext({ request: { ...request }, signer: 'anthropic' })).write(events);
const read = (events: Frame[], size = Infinity) =>
  readStream(sut.createStreamReader(), namedSse(events), size);

const events: StreamEvent[] = [
  { type: 'start', model: 'm' },
  { type: 'part_start', choice: 0, part: 0, kind: 'thinking' },
  { type: 'thinking', choice: 0, part: 0, text: 'Hm' },
  { type: 'signature', choice: 0, part: 0, signature: 'c2ln' },
  { type: 'part_end', choice: 0, part: 0 },
  { type: 'part_start', choice: 0, part: 1, kind: 'text' },
  { type: 'text', choice: 0, part: 1, text: 'Hällo ' },
  { type: 'text', choice: 0, part: 1, text: '🌍' },
  { type: 'citation', choice: 0, part: 1, citation: { start: 0, end: 5, url: 'https://x.test', title: 'T' } },
  { type: 'part_end', choice: 0, part: 1 },
  { type: 'image', choice: 0, part: 2, media: { mediaType: 'image/png', data: 'AA==' } },
  { type: 'part_start', choice: 0, part: 3, kind: 'tool_call', id: 'c1', name: 'f' },
  { type: 'arguments', choice: 0, part: 3, json: '{"a":' },
  { type: 'arguments', choice: 0, part: 3, json: '1}' },
  { type: 'part_end', choice: 0, part: 3 },
  { type: 'finish', choice: 0, reason: 'tool_calls' },
  { type: 'usage', usage: { input: 5, output: 7, cacheRead: 2, reasoning: 3 } },
  { type: 'end' },
];

describe('a Responses stream, written', () => {
  it('has each event in its documented order, numbered', () => {
    const frames = framesOf(write(events));

    expect(frames.map((frame) => frame.type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.annotation.added',
      'response.output_text.done',
      'response.content_part.done',
      'response.content_part.added',
      'response.content_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(frames.map((frame) => frame['sequence_number'])).toEqual(frames.map((_, at) => at));
  });

  it('shows an image empty when it is added and whole when it is done (IG-01)', () => {
    const images = framesOf(write(events)).filter(
      (frame) => (frame['part'] as { type?: string } | undefined)?.type === 'output_image',
    );

    expect(images.map(({ type, part, content_index }) => ({ type, part, content_index }))).toEqual([
      {
        type: 'response.content_part.added',
        part: { type: 'output_image', image_url: '' },
        content_index: 1,
      },
      {
        type: 'response.content_part.done',
        part: { type: 'output_image', image_url: 'data:image/png;base64,AA==' },
        content_index: 1,
      },
    ]);
  });

  it('keeps a picture in the message of its text, which Gemini signs in between (IG-01)', () => {
    const picture = { mediaType: 'image/png', data: 'AA==' };
    const frames = framesOf(
      write([
        { type: 'start' },
        { type: 'part_start', choice: 0, part: 0, kind: 'text' },
        { type: 'text', choice: 0, part: 0, text: 'Here:' },
        { type: 'part_end', choice: 0, part: 0 },
        { type: 'part_start', choice: 0, part: 1, kind: 'thinking' },
        { type: 'signature', choice: 0, part: 1, signature: 'c2ln', signer: 'gemini' },
        { type: 'part_end', choice: 0, part: 1 },
        { type: 'image', choice: 0, part: 2, media: picture },
        { type: 'finish', choice: 0, reason: 'stop' },
        { type: 'end' },
      ]),
    );
    const added = frames.filter(({ type }) => type === 'response.output_item.added');
    expect(added.map(({ output_index, item }) => [output_index, (item as Frame).type])).toEqual([
      [0, 'message'],
      [1, 'reasoning'],
    ]);
    const whole = sut.writeReply(
      {
        choices: [
          {
            index: 0,
            parts: [
              { type: 'text', text: 'Here:' },
              { type: 'thinking', text: '', signature: 'c2ln', signer: 'gemini' },
              { type: 'image', media: picture },
            ],
            finish: 'stop',
          },
        ],
      },
      makeContext({ request: {}, signer: 'anthropic' }),
    );
    const { output } = frames.at(-1)!['response'] as { output: Frame[] };
    expect(output).toMatchObject([
      { type: 'message', content: [{ type: 'output_text' }, { type: 'output_image' }] },
      { type: 'reasoning', encrypted_content: 'hs.gemini.c2ln' },
    ]);
    expect(output).toEqual(whole['output']);
  });

  it('parts a message by the signature of a thought of Claude’s', () => {
    const frames = framesOf(
      write([
        { type: 'start' },
        { type: 'part_start', choice: 0, part: 0, kind: 'text' },
        { type: 'text', choice: 0, part: 0, text: 'Hm.' },
        { type: 'part_end', choice: 0, part: 0 },
        { type: 'part_start', choice: 0, part: 1, kind: 'thinking' },
        { type: 'signature', choice: 0, part: 1, signature: 'c2ln', signer: 'anthropic' },
        { type: 'part_end', choice: 0, part: 1 },
        { type: 'part_start', choice: 0, part: 2, kind: 'text' },
        { type: 'text', choice: 0, part: 2, text: 'Yes.' },
        { type: 'part_end', choice: 0, part: 2 },
        { type: 'finish', choice: 0, reason: 'stop' },
        { type: 'end' },
      ]),
    );
    const { output } = frames.at(-1)!['response'] as { output: Frame[] };
    expect(output.map(({ type }) => type)).toEqual(['message', 'reasoning', 'message']);
  });

  it('ends with the same response that is given without streaming', () => {
    const context = makeContext({ signer: 'anthropic' });
    const last = framesOf(write(events)).at(-1)!['response'];

    const whole = sut.writeReply(sut.readReply(last as Frame), context);

    expect(whole).toEqual({ ...(last as Frame), service_tier: 'default' });
    expect(whole).toMatchObject({
      status: 'completed',
      usage: {
        input_tokens: 7,
        output_tokens: 7,
        total_tokens: 14,
        input_tokens_details: { cached_tokens: 2 },
      },
    });
  });

  it('gives OpenAI’s own client the whole response', async () => {
    const lines = framesOf(write(events))
      .map((frame) => `${JSON.stringify(frame)}\n`)
      .join('');

    const response = await ResponseStream.fromReadableStream(new Blob([lines]).stream()).finalResponse();

    expect(response.output_text).toBe('Hällo 🌍');
    expect(response.output.map((item) => item.type)).toEqual(['reasoning', 'message', 'function_call']);
    expect(response.output[2]).toMatchObject({ call_id: 'c1', name: 'f', arguments: '{"a":1}' });
  });

  it('says why a reply is not complete', () => {
    const ended = (reason: 'length' | 'content_filter') =>
      framesOf(write([{ type: 'start' }, { type: 'finish', choice: 0, reason }, { type: 'end' }])).at(-1)!;

    expect(ended('length')).toMatchObject({
      type: 'response.incomplete',
      response: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
    });
    expect(ended('content_filter')).toMatchObject({
      response: { incomplete_details: { reason: 'content_filter' } },
    });
  });

  it('fails when the provider does, or is cut off', () => {
    const failed = framesOf(
      write([
        { type: 'start' },
        { type: 'error', error: { message: 'Overloaded', code: 'overloaded' } },
        { type: 'end' },
      ]),
    ).at(-1)!;
    const cut = framesOf(write([...events.slice(0, 8), { type: 'end' }])).at(-1)!;

    expect(failed).toMatchObject({
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'overloaded', message: 'Overloaded' } },
    });
    expect(cut).toMatchObject({ type: 'response.failed' });
    expect(cut['response']).toMatchObject({
      output: [{ type: 'reasoning' }, { content: [{ text: 'Hällo 🌍' }] }],
    });
  });

  it('repeats what the request asked for', () => {
    const request = {
      instructions: 'Be brief.',
      tools: [{ type: 'function', name: 'f' }],
      metadata: { a: 'b' },
    };

    expect(framesOf(write(events, request))[0]!['response']).toMatchObject(request);
  });

  it('is read back as the events that it was written from', () => {
    fc.assert(
      fc.property(streamedReply, (told) => {
        const back = joinDeltas(roundTrip(sut, told, makeContext()));

        const withoutIds = back.slice(1).map((event) => {
          if (event.type !== 'part_start' || event.kind === 'tool_call') return event;
          const { id: _, ...rest } = event;
          return rest;
        });
        // A limit is told before waiting calls are.
        expect(withoutIds).toEqual(joinDeltas(told).slice(1));
      }),
    );
  });

  it('gives a client of Responses the same as one of chat that is translated again', () => {
    fc.assert(
      fc.property(streamedReply, (told) => {
        const asked = makeContext({ request: { stream_options: { include_usage: true } } });
        const viaChat = roundTrip(chatCodec, told, asked);
        const text = (of: StreamEvent[]) =>
          framesOf(sut.createStreamWriter(makeContext()).write(of)).at(-1)!['response'] as Frame;

        const [direct, again] = [text(told), text(viaChat)];
        expect({ ...again, model: 0, created_at: 0 }).toEqual({ ...direct, model: 0, created_at: 0 });
      }),
    );
  });
});

describe('a Responses stream, read', () => {
  const item = (output_index: number, type: string, fields: object): Frame => ({
    type: `response.output_item.${type}`,
    output_index,
    item: { ...fields },
  });

  it('gives the same events wherever its bytes are cut', () => {
    const frames = framesOf(write(events));
    const whole = joinDeltas(read(frames));

    for (let size = 1; size < 40; size += 1) expect(joinDeltas(read(frames, size))).toEqual(whole);
  });

  it('reads what a server says only when an item, or all, is done', () => {
    const done = read([
      { type: 'response.created', response: { id: 'resp_1', model: 'm' } },
      item(0, 'done', { type: 'reasoning', id: 'rs_1', summary: [{ text: 'Hm' }], encrypted_content: 'gA' }),
      item(1, 'done', { type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }),
      item(2, 'done', { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' }),
      { type: 'response.completed', response: { status: 'completed' } },
    ]);
    const whole = read([
      {
        type: 'response.completed',
        response: {
          id: 'resp_1',
          model: 'm',
          status: 'completed',
          output: [
            { type: 'reasoning', id: 'rs_1', summary: [{ text: 'Hm' }], encrypted_content: 'gA' },
            { type: 'message', content: [{ type: 'output_text', text: 'Hi' }] },
            { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
          ],
        },
      },
    ]);

    const expected: StreamEvent[] = [
      { type: 'start', id: 'resp_1', model: 'm' },
      { type: 'part_start', choice: 0, part: 0, kind: 'thinking', id: 'rs_1' },
      { type: 'thinking', choice: 0, part: 0, text: 'Hm' },
      { type: 'signature', choice: 0, part: 0, signature: 'gA', signer: 'openai' },
      { type: 'part_end', choice: 0, part: 0 },
      { type: 'part_start', choice: 0, part: 1, kind: 'text' },
      { type: 'text', choice: 0, part: 1, text: 'Hi' },
      { type: 'part_end', choice: 0, part: 1 },
      { type: 'part_start', choice: 0, part: 2, kind: 'tool_call', id: 'c', name: 'f' },
      { type: 'arguments', choice: 0, part: 2, json: '{}' },
      { type: 'part_end', choice: 0, part: 2 },
      { type: 'finish', choice: 0, reason: 'tool_calls' },
      { type: 'end' },
    ];
    expect(done).toEqual(expected);
    expect(whole).toEqual(expected);
  });

  it('joins summaries that follow each other as paragraphs', () => {
    const at = { item_id: 'rs_1', output_index: 0 };
    const told = read([
      { type: 'response.reasoning_summary_part.added', ...at, summary_index: 0 },
      { type: 'response.reasoning_summary_text.delta', ...at, delta: 'One' },
      { type: 'response.reasoning_summary_part.added', ...at, summary_index: 1 },
      { type: 'response.reasoning_summary_text.delta', ...at, delta: 'Two' },
      { type: 'response.reasoning_text.delta', ...at, delta: 'One and two' },
    ]);

    expect(joinDeltas(told)).toContainEqual({ type: 'thinking', choice: 0, part: 0, text: 'One\n\nTwo' });
  });

  it('reads a failure', () => {
    const told = read([
      { type: 'response.created', response: { id: 'resp_1' } },
      {
        type: 'response.failed',
        response: { status: 'failed', error: { code: 'server_error', message: 'Broken' } },
      },
    ]);

    expect(told.slice(1)).toEqual([
      { type: 'error', error: { message: 'Broken', code: 'server_error' } },
      { type: 'finish', choice: 0, reason: 'error' },
      { type: 'end' },
    ]);
  });

  it('never fails, whatever the events hold', () => {
    const types = fc.constantFrom(
      ...['response.output_item.added', 'response.output_item.done', 'response.content_part.added'],
      ...['response.content_part.done', 'response.output_text.delta', 'response.completed', 'error', 'x'],
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(types, fc.json())), (told) => {
        const text = told.map(([type, data]) => `event: ${type}\ndata: ${data}\n\n`).join('');

        expect(
          readStream(sut.createStreamReader(), text).filter((event) => event.type === 'end'),
        ).toHaveLength(1);
      }),
    );
  });
});

describe('a whole response', () => {
  it('keeps a signature of a call through a later turn of the conversation', () => {
    const call = { type: 'tool_call' as const, id: 'c1', name: 'f', arguments: '{}', signature: 'Z3Rz' };
    const reply = { choices: [{ index: 0, parts: [call], finish: 'tool_calls' as const }] };

    const { output } = sut.writeReply(reply, makeContext({ signer: 'gemini' }));

    const [message] = sut.readRequest({ input: output }).messages;
    expect(message).toEqual({ role: 'assistant', parts: [{ ...call, signer: 'gemini' }] });
  });

  it('keeps thoughts and whose they are, though a client sends back nothing but their encrypted part', () => {
    const thoughts = [
      { type: 'thinking' as const, text: 'Hm', signature: 'c2ln' },
      { type: 'thinking' as const, text: '', redacted: 'eA==' },
    ];
    const reply = { choices: [{ index: 0, parts: thoughts, finish: 'stop' as const }] };

    const { output } = sut.writeReply(reply, makeContext({ signer: 'anthropic' })) as { output: Frame[] };

    const bare = output.map(({ id: _, ...item }) => item);
    expect(sut.readRequest({ input: bare }).messages).toEqual([
      { role: 'assistant', parts: thoughts.map((thought) => ({ ...thought, signer: 'anthropic' })) },
    ]);
  });
});

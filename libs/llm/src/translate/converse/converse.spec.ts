import fc from 'fast-check';
import type { Json } from '../../json/json-value.js';
import { readSse } from '../../stream/sse-reader.js';
import { chatCodec } from '../chat/chat.codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { conversation, nearJson, nearRequest, streamedReply } from '../testing/conversation-arbitrary.js';
import { encodeFrame } from '../../testing/event-stream-factory.js';
import { joinDeltas, makeContext, makeTarget } from '../testing/translate-factory.js';
import { converseCodec as sut } from './converse.codec.js';

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const target = (model = claude) => makeTarget({ model, provider: 'bedrock' });
const hi = { role: 'user', content: 'Hi' };
/** A chat request, written for Converse. */
const write = (fields: Json, to = target()) =>
  sut.writeRequest(chatCodec.readRequest({ model: 'm', messages: [hi], ...fields }), to);
const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const weather = { type: 'function', function: { name: 'weather', description: 'd', parameters } };
const called = [
  hi,
  {
    role: 'assistant',
    content: null,
    tool_calls: [
      { id: 'c:1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
    ],
  },
  { role: 'tool', tool_call_id: 'c:1', content: '7 °C' },
];

describe('a chat request, written for Converse', () => {
  it('sends instructions, turns, tools and limits', () => {
    const written = write({
      messages: [{ role: 'system', content: 'Be brief.' }, ...called],
      tools: [weather],
      tool_choice: 'required',
      max_tokens: 50,
      temperature: 1.5,
      top_k: 5,
      stop: ['a'],
      metadata: { team: 'a' },
    });

    expect(written).toEqual({
      body: {
        system: [{ text: 'Be brief.' }],
        messages: [
          { role: 'user', content: [{ text: 'Hi' }] },
          {
            role: 'assistant',
            content: [{ toolUse: { toolUseId: 'c_1', name: 'weather', input: { city: 'Oslo' } } }],
          },
          { role: 'user', content: [{ toolResult: { toolUseId: 'c_1', content: [{ text: '7 °C' }] } }] },
        ],
        toolConfig: {
          tools: [{ toolSpec: { name: 'weather', description: 'd', inputSchema: { json: parameters } } }],
          toolChoice: { any: {} },
        },
        inferenceConfig: { maxTokens: 50, temperature: 1, stopSequences: ['a'] },
        additionalModelRequestFields: { top_k: 5 },
        requestMetadata: { team: 'a' },
      },
      dropped: [],
      headers: {},
    });
  });

  it('declares the tools that a conversation calls, though the client sent none', () => {
    expect(write({ messages: called }).body['toolConfig']).toMatchObject({
      tools: [{ toolSpec: { name: 'weather' } }],
    });
  });

  it('sends pictures and documents as bytes, and names addresses that Bedrock does not read', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      { type: 'file', file: { filename: 'a_b.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'words' }, title: 'T' },
    ];

    expect(write({ messages: [{ role: 'user', content }] })).toMatchObject({
      body: {
        messages: [
          {
            content: [
              { image: { format: 'png', source: { bytes: 'iVBORw==' } } },
              { document: { format: 'pdf', name: 'a b pdf', source: { bytes: 'JVBERi0=' } } },
              { document: { format: 'txt', name: 'T', source: { text: 'words' } } },
              { text: '.' },
            ],
          },
        ],
      },
      dropped: ['messages.content.image_url'],
    });
  });

  it('puts a cache point behind each mark, four at most, of five minutes (PC-02)', () => {
    const part = (text: string, ttl?: string) => ({
      type: 'text',
      text,
      cache_control: { type: 'ephemeral', ...(ttl && { ttl }) },
    });
    const point = { cachePoint: { type: 'default' } };
    const few = write({ messages: [{ role: 'user', content: [part('a', '1h')] }] });
    const many = write({
      messages: [{ role: 'user', content: ['a', 'b', 'c', 'd', 'e'].map((text) => part(text)) }],
    });

    expect(few).toMatchObject({
      body: { messages: [{ content: [{ text: 'a' }, point] }] },
      dropped: ['cache_control.ttl'],
    });
    const [turn] = many.body['messages'] as { content: Json[] }[];
    expect(turn!.content).toEqual([
      { text: 'a' },
      point,
      { text: 'b' },
      { text: 'c' },
      point,
      { text: 'd' },
      point,
      { text: 'e' },
      point,
    ]);
    expect(many.dropped).toEqual(['cache_control']);
  });

  it.each<[string, Json, Json, string[]]>([
    [
      claude,
      { reasoning_effort: 'low', max_tokens: 4000, temperature: 0.2 },
      {
        inferenceConfig: { maxTokens: 4000 },
        additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2048 } },
      },
      ['temperature'],
    ],
    [
      'anthropic.claude-opus-4-6-v1',
      { reasoning_effort: 'high' },
      {
        additionalModelRequestFields: { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
      },
      [],
    ],
    [
      'openai.gpt-oss-120b-1:0',
      { reasoning_effort: 'minimal' },
      { additionalModelRequestFields: { reasoning_effort: 'low' } },
      [],
    ],
    [
      'amazon.nova-2-lite-v1:0',
      { reasoning_effort: 'high', top_k: 3 },
      {
        additionalModelRequestFields: {
          reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' },
          inferenceConfig: { topK: 3 },
        },
      },
      [],
    ],
    [
      'meta.llama3-3-70b-instruct-v1:0',
      { reasoning_effort: 'high', top_k: 3 },
      {},
      ['reasoning_effort', 'top_k'],
    ],
  ])('tells %s to think by its maker’s words', (model, fields, expected, dropped) => {
    const written = write(fields, target(model));

    expect(written.body).toMatchObject(expected);
    expect(written.dropped).toEqual(dropped);
  });

  it('edits the context of Anthropic’s models (CE-01)', () => {
    const context_editing = { enabled: true };

    expect(write({ context_editing }).body['additionalModelRequestFields']).toEqual({
      context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] },
      anthropic_beta: ['context-management-2025-06-27'],
    });
    expect(write({ context_editing }, target('meta.llama3')).dropped).toEqual(['context_editing']);
  });

  it('binds the answer to a schema', () => {
    const response_format = { type: 'json_schema', json_schema: { name: 'x', schema: parameters } };
    const structured = write({ response_format }).body['outputConfig'] as {
      textFormat: { structure: { jsonSchema: { schema: string } } };
    };

    expect(JSON.parse(structured.textFormat.structure.jsonSchema.schema)).toEqual({
      ...parameters,
      additionalProperties: false,
    });
    expect(write({ response_format }, target('amazon.nova-pro-v1:0')).body['toolConfig']).toMatchObject({
      tools: [{ toolSpec: { name: 'heliostat_json_output', inputSchema: { json: parameters } } }],
      toolChoice: { tool: { name: 'heliostat_json_output' } },
    });
  });

  it('names every parameter that Converse has no place for', () => {
    const fields = {
      n: 2,
      seed: 1,
      presence_penalty: 1,
      frequency_penalty: 1,
      logit_bias: { 5: 1 },
      logprobs: true,
      top_logprobs: 3,
      prompt_cache_key: 'k',
      prompt_cache_retention: '24h',
      safety_identifier: 's',
      user: 'u',
      store: true,
      verbosity: 'low',
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy' },
      prediction: { type: 'content', content: 'x' },
      image_generation: { aspect_ratio: '1:1', image_size: '1K' },
      service_tier: 'scale',
      web_search_options: {},
      metadata: { a: 'é' },
      unheard_of: 1,
    };

    expect(new Set(write(fields).dropped)).toEqual(new Set(Object.keys(fields)));
  });
});

describe('a Converse request', () => {
  const request = {
    system: [{ text: 'S' }, { cachePoint: { type: 'default' } }],
    messages: [
      {
        role: 'user',
        content: [{ image: { format: 'png', source: { bytes: 'iVBORw==' } } }, { text: 'Hi' }],
      },
      {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'hm', signature: 'sig' } } },
          { toolUse: { toolUseId: 'c', name: 'f', input: { a: 1 } } },
        ],
      },
      {
        role: 'user',
        content: [{ toolResult: { toolUseId: 'c', content: [{ text: 'no' }], status: 'error' } }],
      },
    ],
    toolConfig: {
      tools: [{ toolSpec: { name: 'f', inputSchema: { json: parameters } } }],
      toolChoice: { auto: {} },
    },
    inferenceConfig: { maxTokens: 5, temperature: 0.5, topP: 0.5 },
    guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
    serviceTier: { type: 'flex' },
  };

  it('comes through the neutral form unchanged', () => {
    const profile = 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x';

    expect(sut.writeRequest(sut.readRequest(request), target(profile))).toEqual({
      body: request,
      dropped: [],
      headers: {},
    });
  });

  it('has the same messages after a way through it (property)', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        const neutral = { model: 'm', messages, stream: false, rest: { source: 'chat', fields: {} } };
        const { body } = sut.writeRequest(neutral, target());
        expect(sut.writeRequest(sut.readRequest(body), target()).body).toEqual(body);
      }),
    );
  });

  it('is read and written whatever it holds (property)', () => {
    fc.assert(
      fc.property(nearRequest, fc.constantFrom(claude, 'amazon.nova-pro', 'x'), (body, model) => {
        const before = structuredClone(body);
        JSON.stringify(sut.writeRequest(sut.readRequest(body), target(model)));
        JSON.stringify(sut.writeRequest(chatCodec.readRequest(body), target(model)));
        expect(body).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });
});

const usage = {
  inputTokens: 3,
  outputTokens: 4,
  totalTokens: 19,
  cacheReadInputTokens: 10,
  cacheWriteInputTokens: 2,
};
const counted = { input: 3, output: 4, cacheRead: 10, cacheWrite5m: 2 };
const reply = {
  output: {
    message: {
      role: 'assistant',
      content: [
        { reasoningContent: { reasoningText: { text: 'hm', signature: 'sig' } } },
        { text: 'Sunny.' },
        { toolUse: { toolUseId: 'c', name: 'f', input: { a: 1 } } },
      ],
    },
  },
  stopReason: 'tool_use',
  usage,
};
const events: [string, Json][] = [
  ['messageStart', { role: 'assistant' }],
  ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'hé' } } }],
  ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'sig' } } }],
  ['contentBlockStop', { contentBlockIndex: 0 }],
  ['contentBlockDelta', { contentBlockIndex: 1, delta: { text: 'Grö' } }],
  ['contentBlockDelta', { contentBlockIndex: 1, delta: { text: 'ße 🌍' } }],
  ['contentBlockStop', { contentBlockIndex: 1 }],
  ['contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId: 'c', name: 'f' } } }],
  ['contentBlockDelta', { contentBlockIndex: 2, delta: { toolUse: { input: '{"a":' } } }],
  ['contentBlockDelta', { contentBlockIndex: 2, delta: { toolUse: { input: '1}' } } }],
  ['contentBlockStop', { contentBlockIndex: 2 }],
  ['messageStop', { stopReason: 'tool_use' }],
  ['metadata', { usage, metrics: { latencyMs: 5 } }],
];
const expected = [
  { type: 'start' },
  { type: 'part_start', choice: 0, part: 0, kind: 'thinking' },
  { type: 'thinking', choice: 0, part: 0, text: 'hé' },
  { type: 'signature', choice: 0, part: 0, signature: 'sig', signer: 'anthropic' },
  { type: 'part_end', choice: 0, part: 0 },
  { type: 'part_start', choice: 0, part: 1, kind: 'text' },
  { type: 'text', choice: 0, part: 1, text: 'Größe 🌍' },
  { type: 'part_end', choice: 0, part: 1 },
  { type: 'part_start', choice: 0, part: 2, kind: 'tool_call', id: 'c', name: 'f' },
  { type: 'arguments', choice: 0, part: 2, json: '{"a":1}' },
  { type: 'part_end', choice: 0, part: 2 },
  { type: 'finish', choice: 0, reason: 'tool_calls' },
  { type: 'usage', usage: counted },
  { type: 'end' },
];

function read(bytes: Buffer, size = bytes.length): StreamEvent[] {
  const reader = sut.createStreamReader();
  const seen: StreamEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) seen.push(...reader.push(bytes.subarray(at, at + size)));
  return joinDeltas([...seen, ...reader.end()]);
}
const framed = (list: [string, unknown][]) =>
  Buffer.concat(list.map(([type, value]) => encodeFrame(type, value)));

describe('a Converse reply', () => {
  it('is read into parts, reason and usage, and written as it was', () => {
    const neutral = sut.readReply(reply);

    expect(neutral).toEqual({
      choices: [
        {
          index: 0,
          parts: [
            { type: 'thinking', text: 'hm', signature: 'sig', signer: 'anthropic' },
            { type: 'text', text: 'Sunny.' },
            { type: 'tool_call', id: 'c', name: 'f', arguments: '{"a":1}' },
          ],
          finish: 'tool_calls',
        },
      ],
      usage: counted,
    });
    expect(sut.writeReply(neutral, makeContext())).toEqual(reply);
  });

  it.each([
    ['end_turn', 'stop'],
    ['max_tokens', 'length'],
    ['guardrail_intervened', 'content_filter'],
    ['malformed_tool_use', 'error'],
    ['news', 'other'],
  ])('reads the reason %s as %s', (stopReason, finish) => {
    expect(sut.readReply({ stopReason }).choices[0]).toMatchObject({ finish });
  });

  it('says an error in Bedrock’s words', () => {
    const body = { __type: 'ThrottlingException', message: 'slow' };

    expect(sut.readError(400, { message: 'bad' })).toEqual({ message: 'bad' });
    expect(sut.readError(429, { ...body, __type: 'com.amazon.bedrock#ThrottlingException' })).toEqual({
      type: 'ThrottlingException',
      message: 'slow',
    });
    expect(sut.writeError(429, { message: 'slow' })).toEqual(body);
  });
});

describe('a Converse stream', () => {
  it('gives the same events wherever its bytes are cut (GW-15)', () => {
    const bytes = framed(events);
    for (let size = 1; size < 200; size += 1) expect(read(bytes, size)).toEqual(expected);
  });

  it('tells an exception with its status', () => {
    const bytes = Buffer.concat([
      framed(events.slice(0, 2)),
      encodeFrame('throttlingException', { message: 'slow' }, 'exception'),
    ]);

    expect(read(bytes)).toContainEqual({
      type: 'error',
      status: 429,
      error: { message: 'slow', type: 'throttlingException' },
    });
  });

  it('is read back as it was written (property)', () => {
    fc.assert(
      fc.property(streamedReply, (given) => {
        fc.pre(
          given.every((event) => event.type !== 'image' && !('kind' in event && event.kind === 'refusal')),
        );
        const list: [string, unknown][] = [];
        readSse(sut.createStreamWriter(makeContext()).write(given), ({ data }) =>
          list.push(...Object.entries(JSON.parse(data) as Json)),
        );
        const [start, ...rest] = joinDeltas(given);
        // Converse names neither a reply nor a model.
        expect(read(framed(list))).toEqual([{ type: start!.type }, ...rest]);
      }),
    );
  });

  it('is read whatever its frames hold (property)', () => {
    const types = fc.constantFrom(...new Set(events.map(([type]) => type)), 'validationException', 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(types, nearRequest, nearJson), { maxLength: 8 }), (list) => {
        const bytes = framed(
          list.map(([type, fields, index]) => [
            type,
            { ...fields, contentBlockIndex: index, delta: fields, start: { toolUse: fields } },
          ]),
        );
        const seen = read(bytes);
        expect(seen.filter(({ type }) => type === 'end')).toHaveLength(1);
        sut.createStreamWriter(makeContext()).write(seen);
      }),
      { numRuns: 300 },
    );
  });
});

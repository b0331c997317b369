import fc from 'fast-check';
import type { Json } from '../../json/json-value.js';
import { chatCodec } from '../chat/chat.codec.js';
import { encodeFrame } from '../../testing/event-stream-factory.js';
import { makeTarget } from '../testing/translate-factory.js';
import { callId } from './converse-blocks.js';
import { converseCodec as sut } from './converse.codec.js';

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const llama = 'us.meta.llama3-3-70b-instruct-v1:0';
const deepseek = 'deepseek.v3-v1:0';
const oss = 'openai.gpt-oss-120b-1:0';
const nova = 'amazon.nova-pro-v1:0';
const profile = 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x';
const hi = { role: 'user', content: 'Hi' };
/** A chat request, written for a model on Bedrock. */
const write = (fields: Json, model = claude) =>
  sut.writeRequest(
    chatCodec.readRequest({ model: 'm', messages: [hi], ...fields }),
    makeTarget({ provider: 'bedrock', model }),
  );
const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const tool = (name: string, more: Json = {}) => ({
  type: 'function',
  function: { name, parameters, ...more },
});
const namesOf = (body: Json) =>
  ((body['toolConfig'] as Json | undefined)?.['tools'] as { toolSpec: { name: string } }[]).map(
    ({ toolSpec }) => toolSpec.name,
  );
const choiceOf = (body: Json) => (body['toolConfig'] as Json)['toolChoice'];
const pdf = (filename: string) => ({
  type: 'file',
  file: { filename, file_data: 'data:application/pdf;base64,JVBERi0=' },
});
const documentNames = (body: Json) =>
  (body['messages'] as { content: { document?: { name: string } }[] }[]).flatMap(({ content }) =>
    content.flatMap(({ document }) => (document ? [document.name] : [])),
  );

describe('a request for one of Bedrock’s models', () => {
  it.each([
    [oss, 'max', { reasoning_effort: 'high' }],
    [oss, 'none', undefined],
    [deepseek, 'low', { reasoning_effort: 'low' }],
    ['us.openai.gpt-5.6-luna', 'minimal', { reasoning: { effort: 'none' } }],
    ['us.openai.gpt-5.6-luna', 'none', { reasoning: { effort: 'none' } }],
    [
      'us.amazon.nova-2-lite-v1:0',
      'xhigh',
      { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' } },
    ],
  ])('tells %s of the effort %s in its maker’s words', (model, reasoning_effort, own) => {
    const { body, dropped } = write({ reasoning_effort }, model);

    expect(body['additionalModelRequestFields']).toEqual(own);
    expect(dropped).toEqual([]);
  });

  it.each([
    [claude, ['f', 'g'], { any: {} }, { tool: { name: 'g' } }, ['f', 'g']],
    [nova, ['f', 'g'], { any: {} }, { tool: { name: 'g' } }, ['f', 'g']],
    [deepseek, ['f', 'g'], { any: {} }, { any: {} }, ['g']],
    [llama, ['f', 'g'], undefined, undefined, ['f', 'g']],
  ])('forces a call as far as %s can be forced', (model, all, required, named, offered) => {
    const tools = [tool('f'), tool('g')];
    const some = write({ tools, tool_choice: 'required' }, model);
    const one = write({ tools, tool_choice: { type: 'function', function: { name: 'g' } } }, model);

    expect([namesOf(some.body), choiceOf(some.body)]).toEqual([all, required]);
    expect([namesOf(one.body), choiceOf(one.body)]).toEqual([offered, named]);
    expect(one.dropped).toEqual(model === llama ? ['tool_choice'] : []);
  });

  it('binds open models to a schema, and tells it to those that cannot be bound', () => {
    const response_format = { type: 'json_schema', json_schema: { name: 'x', schema: parameters } };
    const told = write({ response_format }, llama);

    expect(write({ response_format }, oss).body['outputConfig']).toMatchObject({
      textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'x' } } },
    });
    expect(JSON.stringify(told.body['system'])).toContain('city');
    expect(told.body['toolConfig']).toBeUndefined();
    expect(told.dropped).toEqual(['response_format.json_schema']);
  });

  it('keeps tools strict where the model can be bound, and names it where not', () => {
    const tools = [tool('f', { strict: true })];

    expect(write({ tools }).body['toolConfig']).toEqual({
      tools: [
        {
          toolSpec: {
            name: 'f',
            inputSchema: { json: { ...parameters, additionalProperties: false } },
            strict: true,
          },
        },
      ],
    });
    expect(write({ tools }, nova).dropped).toEqual(['tools.strict']);
  });

  it.each([
    [claude, 2, []],
    ['anthropic.claude-3-haiku-20240307-v1:0', 0, ['cache_control']],
    [nova, 1, ['cache_control']],
    [llama, 0, ['cache_control']],
    [profile, 2, []],
  ])('marks for the cache of %s what it keeps (PC-02)', (model, points, dropped) => {
    const mark = { cache_control: { type: 'ephemeral' } };
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'a', ...mark }] }];
    const written = write({ messages, tools: [{ ...tool('f'), ...mark }] }, model);

    expect(JSON.stringify(written.body).split('cachePoint')).toHaveLength(points + 1);
    expect(written.dropped).toEqual(dropped);
  });

  it('leaves out stop sequences and tiers that a model does not know', () => {
    expect(write({ stop: ['END'], service_tier: 'flex' }, oss)).toMatchObject({
      body: { serviceTier: { type: 'flex' } },
      dropped: ['stop'],
    });
    expect(write({ stop: ['END', '\n'], service_tier: 'flex' })).toMatchObject({
      body: { inferenceConfig: { stopSequences: ['END'] } },
      dropped: ['stop', 'service_tier'],
    });
  });

  it('lets a thinking Claude keep the sampling that it takes', () => {
    const { body, dropped } = write({
      reasoning_effort: 'low',
      temperature: 1,
      top_p: 0.97,
      max_tokens: 4000,
    });

    expect(body['inferenceConfig']).toEqual({ maxTokens: 4000, topP: 0.97 });
    expect(dropped).toEqual([]);
  });

  it('sends thoughts back to models that read them only', () => {
    const reasoning_details = [
      { type: 'reasoning.text', text: 'Hm', signature: 'c2ln', format: 'anthropic-claude-v1' },
    ];
    const messages = [hi, { role: 'assistant', content: 'a', reasoning_details }, hi];

    expect(JSON.stringify(write({ messages }).body)).toContain('c2ln');
    const other = write({ messages }, oss);
    expect(JSON.stringify(other.body)).not.toContain('reasoningContent');
    expect(other.dropped).toEqual(['messages.reasoning_content']);
  });
});

describe('a conversation, fitted to Bedrock', () => {
  it('tells documents of one name apart, and cuts names where they may end', () => {
    const content = [pdf('a.pdf'), pdf('a.pdf'), pdf(`${'b'.repeat(199)} c`)];
    const messages = [
      { role: 'user', content },
      { role: 'assistant', content: 'x' },
      { role: 'user', content },
    ];

    expect(documentNames(write({ messages }).body)).toEqual([
      'a pdf',
      'a pdf (2)',
      'b'.repeat(199),
      'a pdf (3)',
      'a pdf (4)',
      `${'b'.repeat(190)} (2)`,
    ]);
  });

  it('takes pictures out of instructions, and names them', () => {
    const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } };
    const content = [{ type: 'text', text: 'S' }, picture];

    expect(write({ messages: [{ role: 'system', content }, hi] })).toMatchObject({
      body: { system: [{ text: 'S' }] },
      dropped: ['messages.content.image_url'],
    });
  });

  it('ends the beginning of a reply without white space', () => {
    const { body } = write({ messages: [hi, { role: 'assistant', content: 'Once ' }] });

    expect(body['messages']).toContainEqual({ role: 'assistant', content: [{ text: 'Once' }] });
  });

  it('gives each id of a call one of Bedrock’s, the same each time (property)', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (id) => {
        expect(callId(id)).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
        expect(callId(id)).toBe(callId(id));
      }),
    );
    const long = 'call_'.padEnd(90, 'x');
    expect(callId(`${long}1`)).not.toBe(callId(`${long}2`));
  });
});

describe('what Bedrock found in the web or in documents', () => {
  const citation = {
    title: 'E',
    location: { web: { url: 'https://example.com', domain: 'example.com' } },
    sourceContent: [{ text: 'sun' }],
  };
  const read = {
    title: 'E',
    url: 'https://example.com',
    citedText: 'sun',
    source: { format: 'converse', value: citation },
  };

  it('is cited in a whole reply', () => {
    const search = {
      toolUse: { toolUseId: 't', name: 'nova_grounding', type: 'server_tool_use', input: {} },
    };
    const answer = { citationsContent: { content: [{ text: 'Sunny.' }], citations: [citation] } };
    const message = { role: 'assistant', content: [search, answer] };

    expect(sut.readReply({ output: { message }, stopReason: 'end_turn' }).choices[0]?.parts).toEqual([
      { type: 'other', source: 'converse', value: search },
      { type: 'text', text: 'Sunny.', citations: [read] },
    ]);
  });

  it('is cited in a stream, without the calls that Bedrock answered itself', () => {
    const at = (contentBlockIndex: number, value: object) => ({ contentBlockIndex, ...value });
    const toolUse = { toolUseId: 't', name: 'nova_grounding', type: 'server_tool_use' };
    const reader = sut.createStreamReader();
    const events = reader.push(
      Buffer.concat([
        encodeFrame('contentBlockStart', at(0, { start: { toolUse } })),
        encodeFrame('contentBlockDelta', at(0, { delta: { toolUse: { input: '{}' } } })),
        encodeFrame('contentBlockStop', at(0, {})),
        encodeFrame('contentBlockDelta', at(1, { delta: { text: 'Sunny.' } })),
        encodeFrame('contentBlockDelta', at(1, { delta: { citation } })),
      ]),
    );

    expect(events).toEqual([
      { type: 'start' },
      { type: 'part_start', choice: 0, part: 0, kind: 'text' },
      { type: 'text', choice: 0, part: 0, text: 'Sunny.' },
      { type: 'citation', choice: 0, part: 0, citation: read },
    ]);
  });
});

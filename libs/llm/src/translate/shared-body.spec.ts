import fc from 'fast-check';
import type { Json } from '../json/json-value.js';
import { codecs } from './codecs.js';
import type { Format } from './codec.js';
import { conversation, nearRequest } from './testing/conversation-arbitrary.js';
import { makeTarget } from './testing/translate-factory.js';
import { translateCall, type ClientFormat } from './translate.js';

/** As a strict module every write to it throws. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

const formats = Object.keys(codecs) as Format[];
const clients: ClientFormat[] = ['chat', 'responses', 'messages'];
const providers = (
  'openai azure anthropic bedrock vertex google-ai-studio groq mistral deepseek xai cohere perplexity openrouter ' +
  'fireworks together deepinfra nebius novita cerebras'
).split(' ');
const target = fc
  .record({
    provider: fc.constantFrom(...providers),
    model: fc.constantFrom(
      'gpt-4o',
      'o3-mini',
      'gpt-5',
      'claude-opus-4-5',
      'claude-3-5-sonnet-20241022',
      'gemini-2.5-pro',
      'gemini-3-pro-preview',
      'deepseek-r1',
      'grok-4',
      'amazon.nova-pro-v1:0',
      'anthropic.claude-sonnet-4-20250514-v1:0',
    ),
    unsupported: fc.constantFrom(undefined, ['temperature', 'tools', 'stop']),
  })
  .map(({ unsupported, ...parts }) => makeTarget({ ...parts, ...(unsupported ? { unsupported } : {}) }));

const schema = {
  type: 'object',
  properties: {
    a: { type: ['string', 'null'], default: 'x', minLength: 1, format: 'uuid' },
    b: { $ref: '#/$defs/b' },
    c: { anyOf: [{ type: 'integer', exclusiveMinimum: 0 }, { type: 'null' }] },
    d: { type: 'array', items: { type: 'object', properties: { e: { const: 1 } } } },
  },
  $defs: { b: { type: 'object', properties: { f: { enum: ['x', 'y'] } }, additionalProperties: true } },
  additionalProperties: false,
  required: ['a'],
};
const mark = { cache_control: { type: 'ephemeral' } };
const shared: Json = {
  model: 'm',
  stream: true,
  stream_options: { include_usage: false },
  temperature: 0.5,
  metadata: { a: 'b', user_id: 'u' },
  cache_control: { type: 'ephemeral' },
  context_editing: { enabled: true, clear_tool_uses: { trigger: 100, keep: 2 } },
  reasoning_options: { budget_tokens: 2_048 },
  parallel_tool_calls: false,
};

/** Requests with what each format's writers look into: tools and their schemas, pictures, thoughts, marks. */
const rich: Record<ClientFormat, Json> = {
  chat: {
    ...shared,
    max_completion_tokens: 500,
    reasoning_effort: 'high',
    stop: ['x'],
    logit_bias: { 1: 2 },
    image_generation: { aspect_ratio: '1:1' },
    web_search_options: { search_context_size: 'high', user_location: { approximate: { city: 'x' } } },
    response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } },
    tools: [
      { type: 'function', function: { name: 'f', parameters: schema, strict: true }, ...mark },
      { type: 'function', function: { name: 'g' } },
    ],
    tool_choice: { type: 'function', function: { name: 'f' } },
    messages: [
      { role: 'system', content: [{ type: 'text', text: 's', ...mark }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'u', ...mark },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,aaaa', detail: 'low' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        reasoning_details: [{ type: 'reasoning.text', text: 't', signature: 'c2ln' }],
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":{"b":[1]}}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: [{ type: 'text', text: 'r', ...mark }] },
      { role: 'user', content: 'more' },
    ],
  },
  responses: {
    ...shared,
    instructions: 's',
    max_output_tokens: 500,
    reasoning: { effort: 'high', summary: 'auto' },
    text: { format: { type: 'json_schema', name: 'x', schema }, verbosity: 'low' },
    tools: [{ type: 'function', name: 'f', parameters: schema, strict: true }, { type: 'web_search' }],
    tool_choice: { type: 'function', name: 'f' },
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'u', ...mark },
          { type: 'input_image', image_url: 'data:image/png;base64,aaaa' },
        ],
      },
      {
        type: 'reasoning',
        id: 'r1',
        summary: [{ type: 'summary_text', text: 't' }],
        encrypted_content: 'aaaa',
      },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c1', output: [{ type: 'input_text', text: 'r' }] },
      { role: 'assistant', content: [{ type: 'output_text', text: 'a', annotations: [] }] },
      { role: 'user', content: 'more' },
    ],
  },
  messages: {
    ...shared,
    max_tokens: 500,
    thinking: { type: 'enabled', budget_tokens: 2_048 },
    stop_sequences: ['x'],
    system: [{ type: 'text', text: 's', ...mark }],
    tools: [
      { name: 'f', input_schema: schema, ...mark },
      { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
    ],
    tool_choice: { type: 'tool', name: 'f', disable_parallel_tool_use: true },
    context_management: { edits: [{ type: 'clear_tool_uses_20250919', keep: { value: 2 } }] },
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'u', ...mark },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aaaa' } },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'd' }, title: 'x' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 't', signature: 'c2ln' },
          { type: 'tool_use', id: 'c1', name: 'f', input: { a: { b: [1] } } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: [{ type: 'text', text: 'r' }], ...mark },
        ],
      },
    ],
  },
};

const write = (body: Json, from: ClientFormat, to: Format, facts: ReturnType<typeof makeTarget>) =>
  translateCall({
    body,
    from,
    to,
    target: facts,
    context: { id: 'r1', model: 'm', created: 1 },
    askUsage: true,
  });

describe('a body that goes to several providers', () => {
  it.each(clients.flatMap((from) => formats.map((to) => [from, to] as const)))(
    'is never changed when %s is written as %s',
    (from, to) => {
      const names = Object.keys(rich[from]);
      fc.assert(
        fc.property(target, fc.subarray(names), (facts, left) => {
          const body = Object.fromEntries(left.map((name) => [name, rich[from][name]]));
          expect(() => write(deepFreeze(structuredClone(body)), from, to, facts)).not.toThrow();
        }),
      );
    },
  );

  it('is never changed, whatever is in it', () => {
    fc.assert(
      fc.property(
        nearRequest,
        target,
        fc.constantFrom(...clients),
        fc.constantFrom(...formats),
        (body, facts, from, to) => {
          expect(() => write(deepFreeze(structuredClone(body)), from, to, facts)).not.toThrow();
        },
      ),
    );
  });

  it('shares nothing that is changed with what was written for another', () => {
    fc.assert(
      fc.property(target, fc.constantFrom(...clients), fc.constantFrom(...formats), (facts, from, to) => {
        const body = structuredClone(rich[from]);
        const first = JSON.stringify(write(body, from, to, facts).body);
        for (const other of formats) write(body, from, other, facts);
        expect(JSON.stringify(write(body, from, to, facts).body)).toBe(first);
      }),
    );
  });

  it('writes a conversation for all formats without changing it', () => {
    fc.assert(
      fc.property(conversation, fc.constantFrom(...formats), target, (messages, to, facts) => {
        const request = deepFreeze({
          ...codecs[to].readRequest({}),
          messages,
        });
        expect(() => codecs[to].writeRequest(request, facts)).not.toThrow();
      }),
    );
  });
});

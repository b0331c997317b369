import fc from 'fast-check';
import type { Json } from '../../json/json-value.js';
import { nearRequest } from '../testing/conversation-arbitrary.js';
import { checkExtensions } from './check-extensions.js';
import { checkStrictRequest as sut } from './check-strict-request.js';

const chat = (parts: Json = {}) =>
  sut({ model: 'm', messages: [{ role: 'user', content: 'a' }], ...parts }, 'chat');
const message = (entry: Json) => chat({ messages: [entry] });
const responses = (parts: Json) => sut({ model: 'm', ...parts }, 'responses');

describe('a strict chat request', () => {
  it('may use everything that is documented (GW-02)', () => {
    const found = chat({
      messages: [
        { role: 'system', content: 'a', cache_control: { type: 'ephemeral', ttl: '1h' } },
        { role: 'developer', content: [{ type: 'text', text: 'a' }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a', cache_control: { type: 'ephemeral' } },
            { type: 'image_url', image_url: { url: 'https://x.test', detail: 'low' } },
            {
              type: 'document',
              source: { type: 'text', media_type: 'text/plain', data: 'd' },
              title: 'T',
              citations: { enabled: true },
            },
          ],
        },
        {
          role: 'assistant',
          content: null,
          reasoning: 'kept from a reply',
          tool_calls: [
            { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } },
            { id: 'd', type: 'custom', custom: { name: 'f', input: '' } },
          ],
        },
        { role: 'tool', content: 'a', tool_call_id: 'c' },
        { role: 'function', content: null, name: 'f' },
      ],
      metadata: null,
      top_logprobs: 20,
      temperature: 1,
      top_p: 1,
      top_k: 3,
      user: 'u',
      safety_identifier: 's',
      prompt_cache_key: 'k',
      cache_control: { type: 'ephemeral', ttl: '5m' },
      service_tier: 'priority',
      modalities: ['text'],
      verbosity: 'low',
      reasoning_effort: 'minimal',
      reasoning_options: { budget_tokens: 100 },
      max_completion_tokens: 5,
      max_tokens: 5,
      frequency_penalty: -2,
      presence_penalty: 2,
      response_format: { type: 'json_schema', json_schema: { name: 'r', schema: {}, strict: null } },
      store: false,
      stream: true,
      stop: ['a'],
      logit_bias: { 1: 2 },
      logprobs: true,
      n: 128,
      prediction: { type: 'content', content: 'a' },
      seed: 5,
      stream_options: { include_usage: true },
      tools: [
        { type: 'function', function: { name: 'f', parameters: {} } },
        {
          type: 'custom',
          custom: { name: 'f', format: { type: 'grammar', grammar: { definition: 'd', syntax: 'lark' } } },
        },
      ],
      tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{}] } },
      parallel_tool_calls: true,
      function_call: 'auto',
      functions: [{ name: 'f' }],
      context_editing: { enabled: true, clear_tool_uses: { keep: 1 }, clear_thinking: { keep: 'all' } },
      image_generation: { aspect_ratio: '1:1', image_size: '1K' },
      prompt_id: 'p',
      version_id: 'v',
      environment: 'e',
      inputs: { a: 1 },
    });

    expect(found).toBeUndefined();
  });

  it.each<[string, Json]>([
    ['made_up', { made_up: 1 }],
    ['messages', { messages: [] }],
    ['messages', { messages: undefined }],
    ['model', { model: undefined }],
    ['top_logprobs', { top_logprobs: 21 }],
    ['n', { n: 0 }],
    ['n', { n: 129 }],
    ['frequency_penalty', { frequency_penalty: 2.1 }],
    ['presence_penalty', { presence_penalty: -3 }],
    ['functions', { functions: [] }],
    ['modalities[0]', { modalities: ['audio'] }],
    ['service_tier', { service_tier: 'fast' }],
    ['verbosity', { verbosity: 'loud' }],
    ['reasoning_effort', { reasoning_effort: 'extreme' }],
    ['reasoning_options.budget_tokens', { reasoning_options: {} }],
    ['temperature', { temperature: '1' }],
    ['stop', { stop: 1 }],
    ['tools[0].type', { tools: [{ type: 'web_search' }] }],
    ['tools[0].function.name', { tools: [{ type: 'function', function: {} }] }],
    ['tool_choice', { tool_choice: 'any' }],
    ['response_format.json_schema.name', { response_format: { type: 'json_schema', json_schema: {} } }],
    ['context_editing.enabled', { context_editing: {} }],
    ['context_editing.other', { context_editing: { enabled: true, other: 1 } }],
    [
      'context_editing.clear_tool_uses.other',
      { context_editing: { enabled: true, clear_tool_uses: { other: 1 } } },
    ],
    ['image_generation.image_size', { image_generation: { aspect_ratio: '1:1' } }],
  ])('is refused for %s (GW-02, CE-03, IG-02)', (param, parts) => {
    const found = chat(parts);

    expect(found?.param).toBe(param);
    expect(found?.message).toContain(param);
  });

  it.each<[string, Json]>([
    ['messages[0].role', { role: 'robot', content: 'a' }],
    ['messages[0].content', { role: 'user' }],
    ['messages[0].content[0].type', { role: 'user', content: [{ type: 'input_audio' }] }],
    [
      'messages[0].content[0].image_url.detail',
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'u', detail: 'x' } }] },
    ],
    [
      'messages[0].content[0].source.type',
      {
        role: 'user',
        content: [{ type: 'document', source: { type: 'base64', media_type: 'a', data: 'b' } }],
      },
    ],
    ['messages[0].tool_call_id', { role: 'tool', content: 'a' }],
    [
      'messages[0].tool_calls[0].function',
      { role: 'assistant', tool_calls: [{ id: 'a', type: 'function' }] },
    ],
  ])('is refused for %s of a message (GW-02)', (param, entry) => {
    expect(message(entry)?.param).toBe(param);
  });
});

describe('a strict Responses request', () => {
  it('may leave out everything, or use all item kinds (GW-03)', () => {
    expect(sut({}, 'responses')).toBeUndefined();
    expect(
      responses({
        input: [
          { role: 'user', content: 'a' },
          {
            type: 'message',
            role: 'assistant',
            id: 'm',
            status: 'completed',
            content: [
              { type: 'output_text', text: 'a', annotations: [] },
              { type: 'output_image', image_url: 'u' },
            ],
          },
          { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
          { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_text', text: 'a' }] },
          { type: 'reasoning', id: 'r', summary: [] },
          { type: 'image_generation_call', id: 'i', status: 'completed', result: null },
          { type: 'custom_tool_call', call_id: 'c', name: 'f', input: '' },
          { type: 'custom_tool_call_output', call_id: 'c', output: '' },
          { type: 'mcp_call', id: 'i', server_label: 's', name: 'n', arguments: '{}' },
          { type: 'item_reference', id: 'i' },
          { id: 'i' },
        ],
        tools: [
          { type: 'function', name: 'f', parameters: null },
          { type: 'mcp', server_label: 's', connector_id: 'connector_gmail' },
          { type: 'code_interpreter', container: { type: 'auto', file_ids: [] } },
          { type: 'image_generation', output_compression: 100, partial_images: 3 },
          { type: 'web_search_2025_08_26' },
          { type: 'custom', name: 'c', format: { type: 'text' } },
        ],
        tool_choice: { type: 'mcp', server_label: 's' },
        reasoning: { effort: 'low', summary: 'auto' },
        reasoning_options: {},
        text: { format: { type: 'text' }, verbosity: 'low' },
        include: ['reasoning.encrypted_content'],
        truncation: 'auto',
        context_editing: { enabled: true, anything: 1 },
      }),
    ).toBeUndefined();
  });

  it.each<[string, Json]>([
    ['made_up', { made_up: 1 }],
    ['previous_response_id', { previous_response_id: 'r' }],
    ['input', { input: 5 }],
    ['input[0].role', { input: [{ type: 'message', role: 'tool', content: 'a' }] }],
    ['input[0].call_id', { input: [{ type: 'function_call_output', call_id: 'c'.repeat(65), output: '' }] }],
    ['input[0].type', { input: [{ type: 'web_search_call' }] }],
    [
      'tools[0].container.file_ids',
      { tools: [{ type: 'code_interpreter', container: { type: 'auto', file_ids: Array(51).fill('f') } }] },
    ],
    ['tools[0].partial_images', { tools: [{ type: 'image_generation', partial_images: 4 }] }],
    ['tools[0].connector_id', { tools: [{ type: 'mcp', server_label: 's', connector_id: 'x' }] }],
    ['include[0]', { include: ['x'] }],
    ['truncation', { truncation: 'x' }],
    ['top_logprobs', { top_logprobs: 21 }],
    ['context_editing.enabled', { context_editing: { keep: 1 } }],
    ['image_generation.aspect_ratio', { image_generation: { image_size: '1K' } }],
  ])('is refused for %s (GW-03, CE-03, IG-02)', (param, parts) => {
    expect(responses(parts)?.param).toBe(param);
  });
});

describe('the check of extensions on every call', () => {
  it('passes whatever else the body holds', () => {
    expect(checkExtensions({ made_up: 1, messages: 5 }, 'chat')).toBeUndefined();
  });

  it('refuses half an image size (IG-02)', () => {
    expect(checkExtensions({ image_generation: { aspect_ratio: '1:1' } }, 'responses')).toEqual({
      message: 'image_generation.image_size is required.',
      param: 'image_generation.image_size',
    });
  });

  it.each<[string, Json]>([
    ['messages[1].cache_control.type', { role: 'user', content: 'a', cache_control: { type: 'persistent' } }],
    [
      'messages[1].cache_control.ttl',
      { role: 'user', content: 'a', cache_control: { type: 'ephemeral', ttl: '2h' } },
    ],
    ['messages[1].cache_control', { role: 'user', content: 'a', cache_control: 'ephemeral' }],
    [
      'messages[1].content[0].cache_control.ttl',
      { role: 'user', content: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral', ttl: 5 } }] },
    ],
  ])('refuses a mark for the cache that is none, %s (PC-02)', (param, message) => {
    const messages = [
      { role: 'system', content: 'a', cache_control: { type: 'ephemeral', ttl: '1h' } },
      message,
    ];

    expect(checkExtensions({ messages }, 'chat')?.param).toBe(param);
  });

  it('refuses a mark for the whole request whose time to live nobody offers (PC-02)', () => {
    const found = checkExtensions({ cache_control: { type: 'ephemeral', ttl: '2h' } }, 'chat');

    expect(found?.message).toBe('cache_control.ttl must be one of 5m, 1h.');
  });

  it('passes messages whose marks are null, or leave out their type', () => {
    const content = [
      { type: 'text', text: 'a', cache_control: null },
      { type: 'text', text: 'b', cache_control: { ttl: '5m' } },
    ];

    expect(checkExtensions({ messages: [{ role: 'user', content, cache_control: null }] }, 'chat')).toBe(
      undefined,
    );
  });

  it.each<[string, Json]>([
    ['context_editing.clear_tool_uses.trigger', { clear_tool_uses: { trigger: -5 } }],
    ['context_editing.clear_tool_uses.keep', { clear_tool_uses: { keep: -1 } }],
    ['context_editing.clear_thinking.keep', { clear_thinking: { keep: 0 } }],
  ])('refuses a number that cannot be counted, %s (CE-01)', (param, edits) => {
    const body = { context_editing: { enabled: true, ...edits } };

    expect(checkExtensions(body, 'chat')?.param).toBe(param);
  });

  it('refuses unknown keys of context editing in chat alone (CE-03)', () => {
    const body = { context_editing: { enabled: true, clear_thinking: { keep: 1, x: 1 } } };

    expect(checkExtensions(body, 'chat')?.param).toBe('context_editing.clear_thinking.x');
    expect(checkExtensions(body, 'responses')).toBeUndefined();
  });
});

it('never fails, whatever the body holds, and always names the fault', () => {
  fc.assert(
    fc.property(nearRequest, fc.constantFrom('chat' as const, 'responses' as const), (body, api) => {
      const found = sut(body, api);

      expect(found?.message ?? '').toContain(found?.param ?? '');
    }),
  );
});

import fc from 'fast-check';
import type { Json } from '../../json/json-value.js';
import { chatCodec } from '../chat/chat.codec.js';
import { conversation, nearRequest } from '../testing/conversation-arbitrary.js';
import { makeTarget } from '../testing/translate-factory.js';
import { messagesCodec as sut } from './messages.codec.js';

const target = (model = 'claude-sonnet-4-5-20250929', provider = 'anthropic', maxOutputTokens?: number) =>
  makeTarget({ model, provider, maxOutputTokens });
const hi = { role: 'user', content: 'Hi' };
/** A chat request, written for Claude. */
const write = (fields: Json, to = target()) =>
  sut.writeRequest(chatCodec.readRequest({ model: 'm', messages: [hi], ...fields }), to);
const weather = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};

describe('a chat request, written as Messages', () => {
  it('sends a plain question with the limit that Anthropic demands', () => {
    expect(write({})).toEqual({
      body: {
        model: 'claude-sonnet-4-5-20250929',
        max_tokens: 4096,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
      },
      dropped: [],
      headers: {},
    });
    expect(write({}, target('claude-opus-4-1', 'anthropic', 32_000)).body['max_tokens']).toBe(32_000);
    expect(write({ max_tokens: 99_999 }, target('claude-opus-4-1', 'anthropic', 32_000)).body).toMatchObject({
      max_tokens: 32_000,
    });
  });

  it('turns system and developer messages, tools and results into what Anthropic knows', () => {
    const { body } = write({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'developer', content: 'Metric units.' },
        hi,
        {
          role: 'assistant',
          content: 'Looking.',
          tool_calls: [
            { id: 'call:1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
            { id: 'call_2', type: 'function', function: { name: 'weather', arguments: '' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call:1', content: '7 °C' },
        { role: 'tool', tool_call_id: 'call_2', content: '' },
        { role: 'user', content: 'And tomorrow?' },
      ],
      tools: [weather],
      tool_choice: 'required',
      parallel_tool_calls: false,
    });

    expect(body).toMatchObject({
      system: [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'Metric units.' },
      ],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'Looking.' },
            { type: 'tool_use', id: 'call_1', name: 'weather', input: { city: 'Oslo' } },
            { type: 'tool_use', id: 'call_2', name: 'weather', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: '7 °C' }] },
            { type: 'tool_result', tool_use_id: 'call_2' },
            { type: 'text', text: 'And tomorrow?' },
          ],
        },
      ],
      tools: [{ name: 'weather', input_schema: { type: 'object' } }],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
    });
  });

  it('begins with the user, who says what instructions alone said', () => {
    const only = write({ messages: [{ role: 'system', content: 'Tell a joke.' }] }).body;
    const assistant = write({ messages: [{ role: 'assistant', content: 'Once ' }] }).body;

    expect(only['messages']).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Tell a joke.' }] }]);
    expect(only['system']).toBeUndefined();
    expect(assistant['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: '.' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Once' }] },
    ]);
  });

  it('sends images and documents by value and by address', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.jpg', detail: 'low' } },
      {
        type: 'document',
        source: { type: 'text', media_type: 'text/plain', data: 'words' },
        title: 'T',
        citations: { enabled: true },
      },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
      { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
    ];
    const { body, dropped } = write({ messages: [{ role: 'user', content }] });

    expect(body['messages']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.jpg' } },
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'words' },
            title: 'T',
            citations: { enabled: true },
          },
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
            title: 'a.pdf',
          },
        ],
      },
    ]);
    expect(dropped).toEqual(['messages.content.image_url.detail', 'messages.content.input_audio']);
  });

  it('marks the call of a tool where a marked message ends with it (PC-02)', () => {
    const call = { id: 'c', type: 'function', function: { name: 'weather', arguments: '{}' } };
    const cache_control = { type: 'ephemeral' };
    const { body } = write({
      messages: [
        hi,
        { role: 'assistant', content: null, tool_calls: [call], cache_control },
        { role: 'tool', tool_call_id: 'c', content: '7' },
      ],
      tools: [weather],
    });

    expect(body['messages']).toMatchObject([
      {},
      { role: 'assistant', content: [{ type: 'tool_use', id: 'c', cache_control }] },
      {},
    ]);
  });

  it('marks what is to be cached, on messages, parts and the whole (PC-02)', () => {
    const mark = (ttl?: string) => ({ type: 'ephemeral', ...(ttl && { ttl }) });
    const { body, dropped } = write({
      cache_control: mark('5m'),
      messages: [
        { role: 'system', content: 'Long.', cache_control: mark('1h') },
        { role: 'user', content: [{ type: 'text', text: 'a', cache_control: mark('5m') }] },
        { role: 'assistant', content: 'b' },
        { role: 'user', content: 'c' },
      ],
    });

    expect(body['system']).toEqual([{ type: 'text', text: 'Long.', cache_control: mark('1h') }]);
    expect(body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'a', cache_control: mark('5m') }] },
      { role: 'assistant', content: [{ type: 'text', text: 'b' }] },
      { role: 'user', content: [{ type: 'text', text: 'c', cache_control: mark('5m') }] },
    ]);
    expect(dropped).toEqual([]);
  });

  it('keeps four marks, with lifetimes that do not rise, and names what it took (PC-02)', () => {
    const part = (text: string, ttl?: string) => ({
      type: 'text',
      text,
      cache_control: { type: 'ephemeral', ...(ttl && { ttl }) },
    });
    const content = [part('a'), part('b'), part('c'), part('d'), part('e', '1h'), part('f')];
    const { body, dropped } = write({ messages: [{ role: 'user', content }] });

    const blocks = (body['messages'] as { content: Json[] }[])[0]!.content;
    expect(blocks.map((block) => block['cache_control'])).toEqual([
      { type: 'ephemeral' },
      undefined,
      undefined,
      { type: 'ephemeral' },
      { type: 'ephemeral', ttl: '5m' },
      { type: 'ephemeral' },
    ]);
    expect(dropped).toEqual(['cache_control', 'cache_control.ttl']);
  });

  it.each([
    [{ prompt_cache_key: 'k', safety_identifier: 's', user: 'u' }, 'k'],
    [{ safety_identifier: 's', user: 'u' }, 's'],
    [{ user: 'u' }, 'u'],
    [{ prompt_cache_key: '', user: 'u' }, 'u'],
  ])('names the user by %j (PC-03)', (fields, id) => {
    expect(write(fields).body['metadata']).toEqual({ user_id: id });
  });

  it('edits the context by the strategies that were asked for (CE-01)', () => {
    const { body, headers } = write({
      context_editing: {
        enabled: true,
        clear_tool_uses: {
          trigger: 100_000,
          keep: 5,
          clear_at_least: 20_000,
          exclude_tools: ['read'],
          clear_tool_inputs: true,
        },
        clear_thinking: { keep: 3 },
      },
    });

    expect(body['context_management']).toEqual({
      edits: [
        { type: 'clear_thinking_20251015', keep: { type: 'thinking_turns', value: 3 } },
        {
          type: 'clear_tool_uses_20250919',
          trigger: { type: 'input_tokens', value: 100_000 },
          keep: { type: 'tool_uses', value: 5 },
          clear_at_least: { type: 'input_tokens', value: 20_000 },
          exclude_tools: ['read'],
          clear_tool_inputs: true,
        },
      ],
    });
    expect(headers).toEqual({ 'anthropic-beta': 'context-management-2025-06-27' });
  });

  it('edits by the defaults where only `enabled` is said, and not at all where it is false (CE-02, CE-04)', () => {
    const bare = write({ context_editing: { enabled: true } });

    expect(bare).toEqual(write({ context_editing: { enabled: true, clear_tool_uses: {} } }));
    expect(bare.body['context_management']).toEqual({ edits: [{ type: 'clear_tool_uses_20250919' }] });
    expect(write({ context_editing: { enabled: false } })).toEqual(write({}));
    expect(write({ context_editing: { enabled: true, clear_thinking: { keep: 'all' } } }).body).toMatchObject(
      {
        context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
      },
    );
  });

  it.each([
    ['claude-3-5-haiku-20241022', { reasoning_effort: 'high' }, {}, ['reasoning_effort']],
    [
      'claude-sonnet-4-5',
      { reasoning_effort: 'low' },
      { thinking: { type: 'enabled', budget_tokens: 2048 }, max_tokens: 6144 },
      [],
    ],
    [
      'claude-sonnet-4-5',
      { reasoning_options: { budget_tokens: 5000 }, max_tokens: 5000 },
      { thinking: { type: 'enabled', budget_tokens: 4000 }, max_tokens: 5000 },
      [],
    ],
    [
      'claude-sonnet-4-5',
      { reasoning_effort: 'high', max_tokens: 500 },
      { max_tokens: 500 },
      ['reasoning_effort'],
    ],
    ['claude-sonnet-4-5', { reasoning_effort: 'none' }, {}, []],
    [
      'claude-opus-4-6',
      { reasoning_effort: 'minimal' },
      { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } },
      [],
    ],
    [
      'claude-opus-4-7',
      { reasoning_options: { budget_tokens: 10_000 }, temperature: 0.5 },
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
      ['temperature'],
    ],
    [
      'claude-sonnet-4-5',
      { reasoning_effort: 'low', temperature: 0.2, top_p: 0.5 },
      { thinking: { type: 'enabled' } },
      ['temperature', 'top_p'],
    ],
    [
      'claude-sonnet-4-5',
      { reasoning_effort: 'low', tools: [weather], tool_choice: 'required' },
      { tool_choice: { type: 'any' } },
      ['reasoning_effort'],
    ],
  ])('%s thinks as far as it can: %j', (model, fields, expected, dropped) => {
    const written = write(fields, target(model));

    expect(written.body).toMatchObject(expected);
    expect(written.dropped).toEqual(dropped);
    expect('thinking' in written.body).toBe('thinking' in expected);
  });

  it('does not think on where the thoughts before a tool call are missing', () => {
    const call = { id: 'c', type: 'function', function: { name: 'weather', arguments: '{}' } };
    const turn = (assistant: Json) => ({
      reasoning_effort: 'low',
      tools: [weather],
      messages: [
        hi,
        { role: 'assistant', tool_calls: [call], ...assistant },
        { role: 'tool', tool_call_id: 'c' },
      ],
    });
    const signed = {
      reasoning_details: [
        { type: 'reasoning.text', text: 't', signature: 's', format: 'anthropic-claude-v1' },
      ],
    };

    expect(write(turn({})).dropped).toEqual(['reasoning_effort']);
    const { body, dropped } = write(turn(signed));
    expect(dropped).toEqual([]);
    expect(body).toMatchObject({
      thinking: { type: 'enabled' },
      messages: [
        {},
        {
          content: [
            { type: 'thinking', thinking: 't', signature: 's' },
            { type: 'tool_use', id: 'c' },
          ],
        },
        {},
      ],
    });
  });

  it('binds the answer to a schema by the model’s own means, else by a tool, else by words', () => {
    const schema = {
      type: 'object',
      properties: { n: { type: 'integer', minimum: 3 } },
      required: ['n'],
    };
    const response_format = { type: 'json_schema', json_schema: { name: 'x', schema } };

    expect(write({ response_format }).body['output_config']).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          ...schema,
          properties: { n: { type: 'integer', description: '{minimum: 3}' } },
          additionalProperties: false,
        },
      },
    });
    expect(write({ response_format }, target('claude-3-7-sonnet-latest')).body).toMatchObject({
      tools: [{ name: 'heliostat_json_output', input_schema: schema }],
      tool_choice: { type: 'tool', name: 'heliostat_json_output' },
    });
    expect(
      write({ response_format, tools: [weather] }, target('claude-3-7-sonnet-latest')).body,
    ).toMatchObject({
      tools: [{ name: 'weather' }, { name: 'heliostat_json_output' }],
      tool_choice: { type: 'any' },
    });
    expect(write({ response_format: { type: 'json_object' } }).body['system']).toEqual([
      { type: 'text', text: expect.stringContaining('JSON') },
    ]);
  });

  it('fits temperature to the smaller scale, and sends it alone to models that refuse the pair', () => {
    expect(write({ temperature: 1.7, top_p: 0.9 })).toMatchObject({
      body: { temperature: 1 },
      dropped: ['top_p'],
    });
    expect(write({ temperature: 0.3, top_p: 0.9 }, target('claude-3-5-sonnet-20241022'))).toMatchObject({
      body: { temperature: 0.3, top_p: 0.9 },
      dropped: [],
    });
  });

  it('leaves out what the registry says that the model refuses, or does not take', () => {
    const fields = { temperature: 0.3, top_k: 5, stop: ['a'] };

    expect(write(fields, { ...target(), unsupported: ['temperature'] })).toMatchObject({
      body: { top_k: 5, stop_sequences: ['a'] },
      dropped: ['temperature'],
    });
    expect(write(fields, { ...target(), supported: ['temperature', 'stop'] })).toMatchObject({
      body: { temperature: 0.3, stop_sequences: ['a'] },
      dropped: ['top_k'],
    });
  });

  it('searches the web', () => {
    const web_search_options = {
      search_context_size: 'high',
      user_location: { type: 'approximate', approximate: { city: 'Oslo', country: 'NO' } },
    };

    expect(write({ web_search_options })).toMatchObject({
      body: {
        tools: [
          {
            type: 'web_search_20250305',
            name: 'web_search',
            user_location: { type: 'approximate', city: 'Oslo', country: 'NO' },
          },
        ],
      },
      dropped: ['web_search_options.search_context_size'],
    });
    expect(write({ web_search_options }, target('claude-sonnet-4-5', 'bedrock')).dropped).toEqual([
      'web_search_options',
    ]);
  });

  it('names every parameter that Anthropic has no place for', () => {
    const fields = {
      n: 2,
      seed: 1,
      presence_penalty: 1,
      frequency_penalty: 1,
      logit_bias: { 5: 1 },
      logprobs: true,
      top_logprobs: 3,
      prompt_cache_retention: '24h',
      metadata: { a: 'b' },
      store: true,
      verbosity: 'low',
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy' },
      prediction: { type: 'content', content: 'x' },
      image_generation: { aspect_ratio: '1:1', image_size: '1K' },
      service_tier: 'flex',
      unheard_of: 1,
    };

    expect(new Set(write(fields).dropped)).toEqual(new Set(Object.keys(fields)));
  });

  it('writes the forms that Bedrock and Vertex AI take, with five-minute marks only', () => {
    const fields = {
      stream: true,
      context_editing: { enabled: true },
      messages: [{ ...hi, cache_control: { type: 'ephemeral', ttl: '1h' } }],
    };
    const content = [{ type: 'text', text: 'Hi', cache_control: { type: 'ephemeral' } }];
    const bedrock = write(fields, target('anthropic.claude-sonnet-4-5-20250929-v1:0', 'bedrock'));
    const vertex = write(fields, target('claude-sonnet-4-5@20250929', 'vertex'));

    expect(bedrock).toEqual({
      body: {
        anthropic_version: 'bedrock-2023-05-31',
        anthropic_beta: ['context-management-2025-06-27'],
        max_tokens: 4096,
        messages: [{ role: 'user', content }],
        context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] },
      },
      dropped: ['cache_control.ttl'],
      headers: {},
    });
    expect(vertex.body).toMatchObject({ anthropic_version: 'vertex-2023-10-16', stream: true });
    expect(vertex.body).not.toHaveProperty('model');
    expect(vertex.headers).toEqual({ 'anthropic-beta': 'context-management-2025-06-27' });
  });
});

describe('a Messages request', () => {
  const request = {
    model: 'claude-sonnet-4-5',
    max_tokens: 3000,
    system: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 'sig' },
          { type: 'redacted_thinking', data: 'xyz' },
          { type: 'server_tool_use', id: 'srv', name: 'web_search', input: { query: 'q' } },
          { type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't1',
            content: [
              { type: 'text', text: 'no' },
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
            ],
            is_error: true,
          },
          { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' }, context: 'C' },
          { type: 'text', text: 'Go on' },
        ],
      },
    ],
    tools: [
      { name: 'f', description: 'd', input_schema: { type: 'object', properties: {} } },
      { type: 'bash_20250124', name: 'bash' },
    ],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 2000 },
    stop_sequences: ['END'],
    metadata: { user_id: 'u' },
    service_tier: 'standard_only',
    context_management: {
      edits: [{ type: 'clear_tool_uses_20250919', keep: { type: 'tool_uses', value: 3 } }],
    },
    mcp_servers: [{ type: 'url', url: 'https://example.com/mcp', name: 'm' }],
    stream: true,
  };

  it('comes through the neutral form unchanged', () => {
    const written = sut.writeRequest(sut.readRequest(request), target('claude-sonnet-4-5'));

    expect(written.body).toEqual(request);
    expect(written.dropped).toEqual([]);
  });

  it('gives results of tools a message of their own, with the name of what was called', () => {
    const { messages } = sut.readRequest(request);

    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'user']);
    expect(messages[3]!.parts).toMatchObject([{ callId: 't1', name: 'f', isError: true }]);
  });

  it('keeps its fields when it goes to Anthropic, and changes its form for Bedrock', () => {
    const sent = { ...request, prompt_id: 'p', cache_control: { type: 'ephemeral' } };
    const before = structuredClone(sent);
    const same = sut.adaptRequest!(sent, target('claude-opus-4-5'));
    const bedrock = sut.adaptRequest!(sent, target('m', 'bedrock'));

    expect(same.body).toEqual({ ...request, model: 'claude-opus-4-5', cache_control: { type: 'ephemeral' } });
    const { model: _, stream: __, service_tier: ___, ...kept } = request;
    expect(bedrock.body).toEqual({
      ...kept,
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['context-management-2025-06-27'],
    });
    expect(bedrock.dropped).toEqual(['cache_control', 'service_tier']);
    expect(sent).toEqual(before);
  });

  it('has the same messages after a way through it (property)', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        fc.pre(messages.every(({ parts }) => parts.every((p) => p.type !== 'text' || p.text.trim() !== '')));
        fc.pre(isInput(messages));
        const { body } = sut.writeRequest(
          { model: 'm', messages, stream: false, rest: { source: 'chat', fields: {} } },
          target('claude-3-opus-20240229'),
        );
        const again = sut.writeRequest(sut.readRequest(body), target('claude-3-opus-20240229'));

        expect(again.body).toEqual(body);
        expect(texts(sut.readRequest(body).messages)).toEqual(texts(messages));
      }),
    );
  });

  it.each([
    [{ type: 'web_search_20250305', name: 'web_search', cache_control: null }],
    [{ type: 'bash_20250124', name: 'bash', cache_control: null }],
    [{ type: 'bash_20250124', name: 'bash', cache_control: { type: 'ephemeral', ttl: '1h' } }],
  ])('leaves the tool of the caller as it was, also where marks move: %j', (tool) => {
    const body = {
      max_tokens: 1,
      messages: [{ role: 'user', content: 'hi' }],
      tools: [tool],
      cache_control: { type: 'ephemeral' },
    };
    const before = structuredClone(body);
    for (const provider of ['anthropic', 'vertex'])
      for (const codec of [sut, chatCodec])
        sut.writeRequest(codec.readRequest(body), target('claude-opus-4-6', provider));

    expect(body).toEqual(before);
  });

  it('is read and written whatever it holds (property)', () => {
    fc.assert(
      fc.property(nearRequest, fc.constantFrom('anthropic', 'bedrock', 'vertex'), (body, provider) => {
        const before = structuredClone(body);
        const written = sut.writeRequest(sut.readRequest(body), target('claude-sonnet-4-5', provider));
        sut.adaptRequest!(body, target('m', provider));
        JSON.stringify(written.body);
        sut.writeRequest(chatCodec.readRequest(body), target('claude-opus-4-6', provider));
        expect(body).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });
});

type Messages = ReturnType<typeof sut.readRequest>['messages'];
const texts = (messages: Messages) =>
  JSON.stringify(
    messages.flatMap(({ parts }) =>
      parts.map((part) => {
        if (part.type === 'text') return part.text;
        if (part.type === 'tool_result') return [part.callId, part.name, part.content];
        return part.type === 'tool_call' ? [part.id, part.name, JSON.parse(part.arguments)] : part;
      }),
    ),
  );
/** Arguments of calls that are objects, which is all that this format can carry. */
const isInput = (messages: Messages) =>
  messages.every(({ parts }) =>
    parts.every((part) => {
      if (part.type !== 'tool_call') return true;
      const value: unknown = JSON.parse(part.arguments);
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    }),
  );

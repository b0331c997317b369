import {
  claudeTarget as target,
  hi,
  weather,
  writeForClaude as write,
} from '../testing/messages-request-factory.js';

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

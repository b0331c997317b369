import { llmMessageSchema } from '@heliostat/contracts';
import fc from 'fast-check';
import { toLlmSchema } from './to-llm-schema.js';

const sut = (requestJson: unknown, responseJson?: unknown, path = '/v1/chat/completions') =>
  toLlmSchema({ provider: 'x', requestJson, responseJson, path });

describe('toLlmSchema', () => {
  it('shows a chat with pictures, tool calls and their results (RQ-11)', () => {
    const { request, response } = sut(
      {
        model: 'gpt-4o',
        temperature: 0.2,
        max_completion_tokens: 50,
        tools: [
          { type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' } } },
        ],
        tool_choice: 'required',
        messages: [
          { role: 'system', content: 'Be kind.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is it?' },
              { type: 'image_url', image_url: { url: 'https://x.test/a.png' } },
            ],
          },
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
          },
          { role: 'tool', tool_call_id: 'c1', content: 'A cat' },
        ],
      },
      {
        model: 'gpt-4o-2024-08-06',
        choices: [{ message: { role: 'assistant', content: 'A cat.', reasoning_content: 'Whiskers.' } }],
      },
    );

    expect(request).toMatchObject({ llm_type: 'chat', model: 'gpt-4o', temperature: 0.2, max_tokens: 50 });
    expect(request.tools).toEqual([{ name: 'f', description: 'd', parameters: { type: 'object' } }]);
    expect(request.tool_choice).toEqual({ type: 'any' });
    expect(request.messages).toEqual([
      { _type: 'message', role: 'system', content: 'Be kind.' },
      {
        _type: 'contentArray',
        role: 'user',
        content: 'What is it?',
        contentArray: [
          { _type: 'message', role: 'user', content: 'What is it?' },
          { _type: 'image', role: 'user', image_url: 'https://x.test/a.png' },
        ],
      },
      {
        _type: 'functionCall',
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c1', name: 'f', arguments: { a: 1 } }],
      },
      { _type: 'function', role: 'tool', content: 'A cat', tool_call_id: 'c1' },
    ]);
    expect(response).toEqual({
      model: 'gpt-4o-2024-08-06',
      messages: [{ _type: 'message', role: 'assistant', content: 'A cat.', reasoning: 'Whiskers.' }],
    });
  });

  it("shows Anthropic's system, tool results, pictures and thinking", () => {
    const { request, response } = sut(
      {
        model: 'claude-sonnet-4-5',
        system: [{ type: 'text', text: 'Be brief.' }],
        tools: [{ name: 'w', description: 'Weather', input_schema: { type: 'object' } }],
        messages: [
          { role: 'user', content: 'Weather?' },
          {
            role: 'assistant',
            content: [{ type: 'tool_use', id: 't1', name: 'w', input: { city: 'Bern' } }],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'Sunny' }] },
              { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'AAAA' } },
              { type: 'text', text: 'And here?' },
            ],
          },
        ],
      },
      {
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-4-5-20250929',
        content: [
          { type: 'thinking', thinking: 'Hm.' },
          { type: 'text', text: 'Rain.' },
        ],
      },
      '/v1/messages',
    );

    expect(request.messages?.map(({ _type, role, content }) => [_type, role, content])).toEqual([
      ['message', 'system', 'Be brief.'],
      ['message', 'user', 'Weather?'],
      ['functionCall', 'assistant', ''],
      ['function', 'tool', 'Sunny'],
      ['contentArray', 'user', 'And here?'],
    ]);
    expect(request.messages?.[4]?.contentArray?.[0]).toMatchObject({
      _type: 'image',
      image_url: 'data:image/jpeg;base64,AAAA',
    });
    expect(request.tools).toEqual([{ name: 'w', description: 'Weather', parameters: { type: 'object' } }]);
    expect(response?.messages).toEqual([
      { _type: 'message', role: 'assistant', content: 'Rain.', reasoning: 'Hm.' },
    ]);
  });

  it('shows a Responses conversation', () => {
    const { request, response } = sut(
      {
        model: 'gpt-5',
        instructions: 'Be brief.',
        reasoning: { effort: 'low' },
        input: [
          { role: 'user', content: [{ type: 'input_text', text: 'Sum 1 and 2' }] },
          { type: 'function_call', call_id: 'c1', name: 'add', arguments: '{"a":1,"b":2}' },
          { type: 'function_call_output', call_id: 'c1', output: '3' },
        ],
      },
      {
        object: 'response',
        model: 'gpt-5-2025-08-07',
        output: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Easy' }] },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: '3' }] },
          { type: 'web_search_call', id: 'ws', action: { type: 'search', query: 'x' } },
        ],
      },
      '/v1/responses',
    );

    expect(request).toMatchObject({ llm_type: 'chat', instructions: 'Be brief.', reasoning_effort: 'low' });
    expect(request.messages?.map(({ _type, content }) => [_type, content])).toEqual([
      ['message', 'Be brief.'],
      ['message', 'Sum 1 and 2'],
      ['functionCall', ''],
      ['function', '3'],
    ]);
    expect(response?.messages).toMatchObject([
      { reasoning: 'Easy' },
      { content: '3' },
      { tool_calls: [{ id: 'ws', name: 'web_search', arguments: { query: 'x' } }] },
    ]);
  });

  it('shows a Gemini conversation', () => {
    const { request, response } = sut(
      {
        systemInstruction: { parts: [{ text: 'Be brief.' }] },
        contents: [
          { role: 'user', parts: [{ text: 'Look' }, { inlineData: { mimeType: 'image/png', data: 'AA' } }] },
          { role: 'model', parts: [{ functionCall: { name: 'f', args: { a: 1 } } }] },
          { role: 'user', parts: [{ functionResponse: { name: 'f', response: { ok: true } } }] },
        ],
        tools: [
          { functionDeclarations: [{ name: 'f', description: 'd', parameters: {} }] },
          { googleSearch: {} },
        ],
        generationConfig: { maxOutputTokens: 9, topP: 0.5, stopSequences: ['x'] },
      },
      {
        candidates: [{ content: { role: 'model', parts: [{ text: 'Hm', thought: true }, { text: 'Yes' }] } }],
      },
      '/v1beta/models/gemini-2.5-pro:generateContent',
    );

    expect(request).toMatchObject({ model: 'gemini-2.5-pro', max_tokens: 9, top_p: 0.5, stop: ['x'] });
    expect(request.tools?.map((tool) => tool.name)).toEqual(['f', 'googleSearch']);
    expect(request.messages?.map(({ _type, role }) => [_type, role])).toEqual([
      ['message', 'system'],
      ['contentArray', 'user'],
      ['functionCall', 'assistant'],
      ['function', 'tool'],
    ]);
    expect(request.messages?.[3]?.content).toBe('{"ok":true}');
    expect(response?.messages).toEqual([
      { _type: 'message', role: 'assistant', content: 'Yes', reasoning: 'Hm' },
    ]);
  });

  it('shows Bedrock Converse and Cohere', () => {
    const converse = sut(
      {
        system: [{ text: 'Be brief.' }],
        messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
        inferenceConfig: { maxTokens: 5 },
      },
      { output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } } },
      '/model/amazon.nova-lite-v1%3A0/converse',
    );
    const cohere = sut(
      { messages: [{ role: 'user', content: 'Hello' }] },
      { message: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] } },
      '/v2/chat',
    );

    expect(converse.request).toMatchObject({ model: 'amazon.nova-lite-v1:0', max_tokens: 5 });
    expect(converse.request.messages?.map((message) => message.content)).toEqual(['Be brief.', 'Hello']);
    expect(converse.response?.messages?.[0]?.content).toBe('Hi');
    expect(cohere.response?.messages?.[0]?.content).toBe('Hi');
  });

  it('shows legacy completions, embeddings and pictures', () => {
    const completion = sut({ prompt: 'Once' }, { choices: [{ text: ' upon' }] }, '/v1/completions');
    const embedding = sut({ input: ['a', 'b'] }, { data: [{ embedding: [0.1] }] }, '/v1/embeddings');
    const picture = sut(
      { prompt: 'A cat', size: '1x1' },
      { data: [{ b64_json: 'AA' }] },
      '/v1/images/generations',
    );

    expect(completion.request).toMatchObject({ llm_type: 'completion', prompt: 'Once' });
    expect(completion.response?.messages?.[0]?.content).toBe(' upon');
    expect(embedding.request).toMatchObject({ input: ['a', 'b'] });
    expect(embedding.response).not.toHaveProperty('messages');
    expect(picture.request).toMatchObject({ prompt: 'A cat', size: '1x1' });
    expect(picture.response?.messages?.[0]).toMatchObject({ _type: 'image' });
  });

  it('shows errors, and no response where there was none', () => {
    const { response } = toLlmSchema({
      provider: 'openai',
      requestJson: {},
      responseJson: { error: { message: 'Bad key' } },
      status: 401,
    });

    expect(response?.error).toEqual({ heliconeMessage: 'Bad key' });
    expect(sut({ messages: [] }).response).toBeNull();
  });

  it('keeps arguments that are no JSON object', () => {
    const call = (args: string) => ({
      role: 'assistant',
      tool_calls: [{ function: { name: 'f', arguments: args } }],
    });
    const { request } = sut({ messages: [call('{"a":'), call('[1]')] });

    expect(request.messages?.map((message) => message.tool_calls?.[0]?.arguments)).toEqual([
      { input: '{"a":' },
      { input: [1] },
    ]);
  });

  it('gives valid messages for misplaced JSON of any kind', () => {
    const keys =
      'messages role content type text parts contents input output choices message tool_calls function name arguments source candidates image_url data tools id'.split(
        ' ',
      );
    const json = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>('text', 'tool_use', 'tool_result', 'user', 'x', '', null, 3, true),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 5 }),
      ),
    })).node;

    fc.assert(
      fc.property(
        json,
        json,
        fc.constantFrom('/v1/responses', '/v1/messages', ''),
        (request, response, path) => {
          const schema = sut(request, response, path);
          for (const message of [...(schema.request.messages ?? []), ...(schema.response?.messages ?? [])])
            llmMessageSchema.parse(message);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it.each(['constructor', '__proto__'])('shows a role %s as it was sent', (role) => {
    const { messages } = sut({ messages: [{ role, content: 'a' }] }).request;

    expect(messages?.[0]?.role).toBe(role);
  });

  it('survives nesting beyond the stack', () => {
    let content: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) content = [{ type: 'tool_result', content }];

    expect(sut({ messages: [{ role: 'user', content }] }).request.provider).toBe('x');
  });
});

import { requestRow } from '../request.factory';
import { conversationOf } from './conversation';
import { ownPath } from './own-path';

describe('conversationOf', () => {
  it('takes the normalised view and marks where the answer begins', () => {
    const llmSchema = {
      request: { messages: [{ _type: 'message' as const, role: 'user', content: 'Hi' }] },
      response: { messages: [{ _type: 'message' as const, role: 'assistant', content: 'Hello' }] },
    };
    const sut = conversationOf(requestRow({ llmSchema }));
    expect(sut.messages.map(({ content }) => content)).toEqual(['Hi', 'Hello']);
    expect(sut.firstAnswer).toBe(1);
  });

  it('reads an OpenAI call with tools and pictures from its bodies', () => {
    const row = requestRow({
      request_body: {
        messages: [
          { role: 'system', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'See' },
              { type: 'image_url', image_url: { url: 'data:x' } },
            ],
          },
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'c1', function: { name: 'f', arguments: '{"a":1}' } }],
          },
          { role: 'tool', tool_call_id: 'c1', content: '42' },
        ],
      },
      response_body: { choices: [{ message: { role: 'assistant', content: 'Done' } }] },
    });
    const { messages, firstAnswer } = conversationOf(row);
    expect(messages.map(({ _type }) => _type)).toEqual([
      'message',
      'message',
      'image',
      'functionCall',
      'function',
      'message',
    ]);
    expect(messages[3]!.tool_calls).toEqual([{ id: 'c1', name: 'f', arguments: { a: 1 } }]);
    expect(firstAnswer).toBe(5);
  });

  it('reads an Anthropic call from its bodies', () => {
    const row = requestRow({
      request_body: { system: 'Be brief.', messages: [{ role: 'user', content: 'Weather?' }] },
      response_body: {
        content: [
          { type: 'thinking', thinking: 'hm' },
          { type: 'tool_use', id: 't', name: 'weather', input: { city: 'Kyoto' } },
        ],
      },
    });
    const { messages, firstAnswer } = conversationOf(row);
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'assistant']);
    expect(messages[2]!.reasoning).toBe('hm');
    expect(firstAnswer).toBe(2);
  });

  it('reads a Gemini call from its bodies', () => {
    const row = requestRow({
      request_body: {
        systemInstruction: { parts: [{ text: 'Be brief.' }] },
        contents: [
          { role: 'user', parts: [{ text: 'See' }, { inlineData: { mimeType: 'image/png', data: 'xx' } }] },
        ],
      },
      response_body: {
        candidates: [
          { content: { role: 'model', parts: [{ functionCall: { name: 'f', args: { a: 1 } } }] } },
        ],
      },
    });
    const { messages, firstAnswer } = conversationOf(row);
    expect(messages.map(({ role, _type }) => [role, _type])).toEqual([
      ['system', 'message'],
      ['user', 'message'],
      ['user', 'image'],
      ['assistant', 'functionCall'],
    ]);
    expect(messages[2]!.image_url).toBe('data:image/png;base64,xx');
    expect(firstAnswer).toBe(3);
  });

  it('reads a call of the responses API from its bodies', () => {
    const row = requestRow({
      request_body: { instructions: 'Be brief.', input: 'Hello' },
      response_body: {
        output: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'thinking' }] },
          { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] },
        ],
      },
    });
    const { messages } = conversationOf(row);
    expect(messages.map(({ content }) => content)).toEqual([
      'Be brief.',
      'Hello',
      undefined,
      undefined,
      'Hi',
    ]);
    expect(messages[2]!.reasoning).toBe('thinking');
    expect(messages[3]!.tool_calls![0]).toMatchObject({ name: 'f', arguments: { a: 1 } });
  });

  it('shows a picture that was made', () => {
    const row = requestRow({
      request_body: { prompt: 'A lamp' },
      response_body: { data: [{ b64_json: 'xx' }] },
    });
    expect(conversationOf(row).messages[1]).toMatchObject({ image_url: 'data:image/png;base64,xx' });
  });

  it('keeps tool arguments that are no JSON as text', () => {
    const row = requestRow({
      request_body: {},
      response_body: {
        choices: [{ message: { tool_calls: [{ function: { name: 'f', arguments: '{"a":' } }] } }],
      },
    });
    expect(conversationOf(row).messages[0]!.tool_calls![0]!.arguments).toEqual({ text: '{"a":' });
  });

  it.each([null, '', 'not json', 7, { messages: 5 }])('finds nothing in %j', (request_body) => {
    expect(conversationOf(requestRow({ request_body, response_body: null })).messages).toEqual([]);
  });
});

describe('ownPath', () => {
  it.each([
    ['http://localhost:3000/api/v1/request/r-1/body?sig=a%2Bb', '/v1/request/r-1/body?sig=a%2Bb'],
    ['http://localhost:8585/v1/request/r-1/body?sig=x', '/v1/request/r-1/body?sig=x'],
    ['/v1/request/r-1/body?sig=x', '/v1/request/r-1/body?sig=x'],
  ])('turns %s into a path of this origin', (url, path) => {
    expect(ownPath(url)).toBe(path);
  });
});

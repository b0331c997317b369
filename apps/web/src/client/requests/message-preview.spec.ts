import { errorText, requestPreview, responsePreview } from './message-preview';
import { requestRow } from './request.factory';

describe('requestPreview', () => {
  it('shows the last user message of the normalised view', () => {
    const llmSchema = {
      request: {
        messages: [
          { _type: 'message' as const, role: 'user', content: 'first' },
          { _type: 'message' as const, role: 'assistant', content: 'answer' },
          { _type: 'message' as const, role: 'user', content: 'second\n  line' },
        ],
      },
      response: null,
    };
    expect(requestPreview(requestRow({ llmSchema }))).toBe('second line');
  });

  it('names pictures and tool calls', () => {
    const llmSchema = {
      request: {
        messages: [
          {
            _type: 'contentArray' as const,
            role: 'user',
            contentArray: [
              { _type: 'message' as const, content: 'What is this?' },
              { _type: 'image' as const, image_url: 'data:image/png;base64,xx' },
            ],
          },
        ],
      },
      response: {
        messages: [
          {
            _type: 'functionCall' as const,
            role: 'assistant',
            tool_calls: [{ name: 'see', arguments: { a: 1 } }],
          },
        ],
      },
    };
    const row = requestRow({ llmSchema });
    expect(requestPreview(row)).toBe('What is this? [image]');
    expect(responsePreview(row)).toBe('see({"a":1})');
  });

  it.each([
    [{ messages: [{ role: 'user', content: [{ type: 'text', text: 'parts' }] }] }, 'parts'],
    [{ contents: [{ role: 'user', parts: [{ text: 'gemini' }] }] }, 'gemini'],
    [{ input: ['one', 'two'] }, 'one two'],
    [{ prompt: 'complete me' }, 'complete me'],
    ['{"broken": ', '{"broken":'],
    ['{"messages":[{"role":"user","content":"cut\\n off', 'cut off'],
    [null, ''],
    [{}, ''],
  ])('falls back to the body %j', (request_body, words) => {
    expect(requestPreview(requestRow({ request_body }))).toBe(words);
  });

  it('stays short for a long prompt', () => {
    expect(requestPreview(requestRow({ request_body: 'x'.repeat(1_000_000) })).length).toBe(300);
  });
});

describe('responsePreview', () => {
  it.each([
    [{ choices: [{ message: { role: 'assistant', content: 'openai' } }] }, 'openai'],
    [{ content: [{ type: 'text', text: 'anthropic' }] }, 'anthropic'],
    [{ candidates: [{ content: { parts: [{ text: 'gemini' }] } }] }, 'gemini'],
    [{ content: [{ type: 'tool_use', name: 'f', input: { a: 1 } }] }, 'f({"a":1})'],
    [
      {
        choices: [{ message: { content: null, tool_calls: [{ function: { name: 'f', arguments: '{}' } }] } }],
      },
      'f({})',
    ],
    [{ object: 'list', data: [{ embedding: [0.1] }, { embedding: [0.2] }] }, '[2 embeddings]'],
    [{ output: [{ content: [{ type: 'output_text', text: 'responses' }] }] }, 'responses'],
  ])('reads %j', (response_body, words) => {
    expect(responsePreview(requestRow({ response_body }))).toBe(words);
  });
});

describe('errorText', () => {
  it('is the provider’s own message', () => {
    const row = requestRow({ response_status: 429, response_body: { error: { message: 'Slow down.' } } });
    expect(errorText(row)).toBe('Slow down.');
  });

  it('prefers the gateway’s message', () => {
    const llmSchema = { request: {}, response: { error: { heliconeMessage: 'The key was revoked.' } } };
    expect(errorText(requestRow({ response_status: 401, llmSchema }))).toBe('The key was revoked.');
  });

  it('is nothing for a call that worked', () => {
    expect(errorText(requestRow({ response_body: { choices: [] } }))).toBeUndefined();
  });
});

import { makeCall } from '../testing/call-factory.js';
import { readCall } from './read-call.js';

const sut = (response: unknown, resType = 'application/json', request: object = {}) =>
  readCall(
    makeCall({
      provider: 'custom',
      path: 'custom-model-nopath',
      source: 'manual',
      request: { model: 'my-custom-model', messages: [{ role: 'user', content: 'Hello' }], ...request },
      response,
      resType,
    }),
  );
const chunk = (delta: object, rest: object = {}) =>
  JSON.stringify({ model: 'gpt-4o', choices: [{ index: 0, delta }], ...rest });

describe('a call that its maker reported', () => {
  it.each([
    ['OpenAI', { usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } }],
    ['Anthropic', { usage: { input_tokens: 3, output_tokens: 2 } }],
    ['Google', { usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 } }],
    ['nobody in particular', { prompt_token_count: 3, generation_token_count: 2 }],
  ])('has the tokens that it states in the words of %s (LG-03)', (_, reply) => {
    expect(sut(reply)).toMatchObject({ usage: { input: 3, output: 2 }, model: 'my-custom-model' });
  });

  it.each([
    ['JSON', { choices: [{ message: { role: 'assistant', content: 'Hi' } }] }, 'application/json'],
    ['words', 'Once upon a time …', 'text/plain'],
    ['a stream', [chunk({ content: 'Hi' }), chunk({ content: '!' })].join('\n'), 'application/x-ndjson'],
  ])('has no tokens where %s state none: nothing is counted (LG-03)', (_, reply, type) => {
    expect(sut(reply, type).usage).toBeNull();
  });

  it('is assembled of the chunks in its lines, with the usage of the last one (LG-14)', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
    const lines = [chunk({ content: 'Hi' }), chunk({ content: '!' }), chunk({}, { choices: [], usage })];
    const { isStream, responseText, ...rest } = sut(lines.join('\n'), 'application/x-ndjson', {
      stream: true,
    });

    expect(rest).toMatchObject({ usage: { input: 10, output: 2 }, responseModel: 'gpt-4o' });
    expect(isStream).toBe(true);
    expect(responseText).toContain('"Hi!"');
  });

  it("is assembled of Anthropic's events in lines (LG-14)", () => {
    const events = [
      {
        type: 'message_start',
        message: { model: 'claude-haiku-4-5', usage: { input_tokens: 8, output_tokens: 1 } },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi!' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } },
      { type: 'message_stop' },
    ];

    expect(
      sut(events.map((event) => JSON.stringify(event)).join('\n'), 'application/x-ndjson'),
    ).toMatchObject({
      usage: { input: 8, output: 4 },
      responseModel: 'claude-haiku-4-5',
    });
  });

  it('is read from server-sent events that were kept as text', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
    const events = [chunk({ content: 'Hi' }), chunk({}, { choices: [], usage }), '[DONE]'];

    expect(sut(events.map((event) => `data: ${event}\n\n`).join(''), 'text/plain').usage).toEqual({
      input: 10,
      output: 2,
    });
  });
});

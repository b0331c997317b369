import fc from 'fast-check';
import { nearRequest } from '../testing/conversation-arbitrary.js';
import { makeContext } from '../testing/translate-factory.js';
import { chatCodec as sut } from './chat.codec.js';

const reply = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: 'Hello',
        refusal: null,
        reasoning: 'Hm',
        reasoning_details: [
          { type: 'reasoning.text', text: 'Hm', signature: 'c2ln', format: 'anthropic-claude-v1', index: 0 },
          { type: 'reasoning.encrypted', data: 'eA==', index: 1 },
        ],
        annotations: [
          {
            type: 'url_citation',
            url_citation: { start_index: 0, end_index: 5, title: 'T', url: 'https://x.test' },
          },
        ],
        images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' }, index: 0 }],
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      logprobs: { content: [], refusal: null },
      finish_reason: 'tool_calls',
    },
    {
      index: 1,
      message: { role: 'assistant', content: null, refusal: 'No.' },
      logprobs: null,
      finish_reason: 'length',
    },
  ],
  usage: {
    prompt_tokens: 30,
    completion_tokens: 7,
    total_tokens: 37,
    prompt_tokens_details: {
      cached_tokens: 4,
      cache_write_tokens: 11,
      cache_write_details: { write_5m_tokens: 5, write_1h_tokens: 6 },
    },
    completion_tokens_details: { reasoning_tokens: 2 },
  },
  service_tier: 'default',
  system_fingerprint: 'fp',
};

describe('a chat reply', () => {
  it('comes back as it was when read and written', () => {
    expect(sut.writeReply(sut.readReply(reply), makeContext())).toEqual(reply);
  });

  it('tells cache writes of both lifetimes apart (PC-06)', () => {
    expect(sut.readReply(reply).usage).toEqual({
      input: 15,
      output: 7,
      cacheRead: 4,
      cacheWrite5m: 5,
      cacheWrite1h: 6,
      reasoning: 2,
    });
  });

  it('reads thinking in each of the fields that providers use', () => {
    const parts = (message: object) =>
      sut.readReply({ choices: [{ message: { content: 'a', ...message }, finish_reason: 'stop' }] })
        .choices[0]!.parts;
    const expected = [
      { type: 'thinking', text: 'Hm' },
      { type: 'text', text: 'a' },
    ];

    expect(parts({ reasoning_content: 'Hm' })).toEqual(expected);
    expect(parts({ reasoning: 'Hm' })).toEqual(expected);
    expect(parts({ reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] })).toEqual(expected);
    expect(
      parts({
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
          { type: 'text', text: 'a' },
        ],
      }),
    ).toEqual(expected);
  });

  it('is made from the context where the provider leaves things out', () => {
    const written = sut.writeReply({ choices: [], id: 'msg_1' }, makeContext());

    expect(written).toEqual({
      id: 'chatcmpl-r1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'model-1',
      choices: [],
    });
  });

  it('is read from any JSON without an exception', () => {
    fc.assert(
      fc.property(nearRequest, (body) => {
        const written = sut.writeReply(sut.readReply(body), makeContext());

        expect(written['object']).toBe('chat.completion');
      }),
    );
  });
});

describe('an error', () => {
  it.each([
    [
      { error: { message: 'Bad', type: 't', code: 'c', param: 'p' } },
      { message: 'Bad', type: 't', code: 'c', param: 'p' },
    ],
    [{ error: 'Bad' }, { message: 'Bad' }],
    [{ message: 'Bad' }, { message: 'Bad' }],
    [{ detail: [{ loc: ['body', 'n'], msg: 'too big' }] }, { message: 'body.n: too big' }],
    [[{ error: { message: 'Bad' } }], { message: 'Bad' }],
    ['<html>Bad gateway</html>', { message: '<html>Bad gateway</html>' }],
    ['', { message: 'The provider answered 502 without a message.' }],
    [null, { message: 'The provider answered 502 without a message.' }],
  ])('is read from %j', (body, expected) => {
    expect(sut.readError(502, body)).toEqual(expected);
  });

  it('is written in OpenAI’s shape with the status for a code', () => {
    expect(sut.writeError(429, { message: 'Slow down' })).toEqual({
      error: { message: 'Slow down', type: 'rate_limit_error', param: null, code: 429 },
    });
  });
});

import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { makeCall } from '../testing/call-factory.js';
import { readCall } from './read-call.js';

const chatReply = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi!' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 9, total_tokens: 20 },
};

describe('readCall', () => {
  it('reads a chat call: models, id, usage, reason and texts (CO-01)', () => {
    const sut = readCall(makeCall({ response: chatReply }));

    expect(sut).toMatchObject({
      model: 'gpt-4o-2024-08-06',
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      responseId: 'chatcmpl-1',
      isStream: false,
      usage: { input: 11, output: 9 },
      finishReason: 'stop',
      responseJson: chatReply,
    });
    expect(sut.requestText).toContain('Hello');
    expect(sut).not.toHaveProperty('malformed');
    expect(sut).not.toHaveProperty('error');
  });

  it('lets the override decide the model (CO-03)', () => {
    const sut = readCall(makeCall({ response: chatReply, modelOverride: 'my-model' }));

    expect(sut).toMatchObject({ model: 'my-model', responseModel: 'gpt-4o-2024-08-06' });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['zstd', zstdCompressSync],
  ])('reads a reply in %s', (resEncoding, compress) => {
    const response = compress(Buffer.from(JSON.stringify(chatReply)));

    expect(readCall(makeCall({ response, resEncoding })).usage).toEqual({ input: 11, output: 9 });
  });

  it('undoes several encodings in their order', () => {
    const response = brotliCompressSync(gzipSync(Buffer.from(JSON.stringify(chatReply))));

    expect(readCall(makeCall({ response, resEncoding: 'gzip, br' })).usage).toEqual({ input: 11, output: 9 });
  });

  it('does not unpack a bomb', () => {
    const response = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    const sut = readCall(makeCall({ response, resEncoding: 'gzip', request: { input: 'x' } }));

    expect(sut.responseText).toBe('');
    expect(sut.malformed).toEqual({ response: true });
  });

  it('marks bodies that are not the JSON they claim to be', () => {
    const sut = readCall(makeCall({ request: '{"model": "gpt-4o",', response: '{"error', status: 400 }));

    expect(sut.malformed).toEqual({ request: true, response: true });
    expect(sut.usage).toBeNull();
    expect(sut.requestText).toBe('{"model": "gpt-4o",');
  });

  it('does not call a truncated body malformed, and finds usage that came before the cut', () => {
    const whole = JSON.stringify({
      model: 'm',
      usage: { prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 },
      choices: [{ message: { content: 'x'.repeat(1000) } }],
    });
    const sut = readCall(makeCall({ response: whole.slice(0, 300), truncated: true }));

    expect(sut.malformed).toBeUndefined();
    expect(sut.usage).toEqual({ input: 5, output: 6 });
  });

  it.each([
    ['/v1beta/models/gemini-2.5-pro:generateContent', 'gemini-2.5-pro'],
    [
      '/v1/projects/p/locations/l/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict',
      'claude-sonnet-4-5@20250929',
    ],
    [
      '/model/us.anthropic.claude-3-5-haiku-20241022-v1%3A0/converse',
      'us.anthropic.claude-3-5-haiku-20241022-v1:0',
    ],
    ['/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21', 'my-gpt'],
  ])('takes the model from the path %s', (path, model) => {
    expect(readCall(makeCall({ path, request: { contents: [] } })).requestModel).toBe(model);
  });

  it("prefers an Azure reply's model to the deployment's name", () => {
    const path = '/openai/deployments/my-gpt/chat/completions';

    expect(readCall(makeCall({ path, request: { messages: [] }, response: chatReply })).model).toBe(
      'gpt-4o-2024-08-06',
    );
  });

  it.each([
    [{ error: { message: 'Bad key', type: 'invalid_request_error' } }, 'Bad key'],
    [{ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'Overloaded'],
    [[{ error: { code: 400, message: 'API key not valid' } }], 'API key not valid'],
    [{ message: 'invalid api token' }, 'invalid api token'],
    [{ detail: [{ loc: ['body'], msg: 'field required' }] }, 'field required'],
    [{ error: 'model not found' }, 'model not found'],
    ['upstream connect error', 'upstream connect error'],
  ])('quotes the provider on an error: %j', (response, error) => {
    const sut = readCall(makeCall({ response, status: 400, resType: '' }));

    expect(sut.error).toBe(error);
    expect(sut.usage).toBeNull();
  });

  it('counts tokens and says so where the provider states none', () => {
    const { usage: _, ...response } = chatReply;
    const sut = readCall(makeCall({ response }));

    expect(sut.usage).toEqual({ input: 8, output: 2, estimated: true });
  });

  it('counts neither pictures nor data URLs as words', () => {
    const picture = `data:image/png;base64,${'A'.repeat(200_000)}`;
    const content = [
      { type: 'text', text: 'What is it?' },
      { type: 'image_url', image_url: { url: picture } },
    ];
    const sut = readCall(
      makeCall({ request: { messages: [{ role: 'user', content }] }, response: { choices: [] } }),
    );

    expect(sut.usage?.input).toBeGreaterThan(765);
    expect(sut.usage?.input).toBeLessThan(800);
  });

  it.each([
    ['a retrieval', { method: 'GET', path: '/v1/responses/resp_1', response: chatReply }],
    ['a batch that is made', { path: '/v1/batches', request: {}, response: chatReply }],
    ['a batch that is cancelled', { path: '/v1/batches/b1/cancel', request: '', response: chatReply }],
    ['counting tokens', { path: '/v1/messages/count_tokens', response: { input_tokens: 14 } }],
    ['a list of models', { path: '/v1/models', request: '', response: { object: 'list', data: [] } }],
    ['a moderation', { path: '/v1/moderations', request: { input: 'x' }, response: { results: [] } }],
    [
      'a queued background response',
      { path: '/v1/responses', request: { input: 'x' }, response: { status: 'queued' } },
    ],
  ])('sees no usage in %s', (_, parts) => {
    expect(readCall(makeCall(parts)).usage).toBeNull();
  });

  it('sees the usage of a deployment that is called batches', () => {
    const path = '/openai/deployments/batches/chat/completions?api-version=2024-10-21';
    expect(readCall(makeCall({ path, response: chatReply })).usage).not.toBeNull();
  });

  it('estimates the input alone of a call that was cancelled before its reply', () => {
    expect(readCall(makeCall({ status: -3 })).usage).toEqual({ input: 8, output: 0, estimated: true });
  });

  it('sees no usage where no connection was made', () => {
    expect(readCall(makeCall({ status: -100 })).usage).toBeNull();
  });

  it('reads the fields of a form and leaves its file out', () => {
    const form = [
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\nContent-Type: audio/mpeg\r\n\r\n\0\x01\x02\r\n',
      '--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n--b--\r\n',
    ].join('');
    const sut = readCall(
      makeCall({
        path: '/v1/audio/transcriptions',
        request: form,
        reqType: 'multipart/form-data; boundary=b',
        response: { text: 'Hello', usage: { type: 'duration', seconds: 3 } },
      }),
    );

    expect(sut.requestJson).toEqual({ file: { filename: 'a.mp3', bytes: 3 }, model: 'whisper-1' });
    expect(sut.requestModel).toBe('whisper-1');
    expect(sut.usage).toBeNull();
  });

  it('keeps binary replies out of the texts', () => {
    const sut = readCall(
      makeCall({
        path: '/v1/audio/speech',
        request: { model: 'tts-1', input: 'Hello there' },
        response: Buffer.from([0xff, 0xf3, 0x00, 0x80]),
        resType: 'audio/mpeg',
      }),
    );

    expect(sut.responseText).toBe('');
    expect(sut.usage).toEqual({ input: 2, output: 0, estimated: true });
  });
});

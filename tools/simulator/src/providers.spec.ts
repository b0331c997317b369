import { createSimulator, type Simulator } from './simulator.js';

let sut: Simulator;
beforeAll(async () => (sut = await createSimulator()));
afterAll(() => sut.close());

type Json = Record<string, never>;
const post = async (path: string, body: object, headers: Record<string, string>) => {
  const response = await fetch(sut.url + path, { method: 'POST', body: JSON.stringify(body), headers });
  return { status: response.status, text: await response.text() };
};
const google = (model: string, body: object, method = 'generateContent') =>
  post(`/v1beta/models/${model}:${method}`, body, { 'x-goog-api-key': 'k' });
const user = { role: 'user', parts: [{ text: 'What is the weather?' }] };
const tools = [
  {
    functionDeclarations: [
      { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
    ],
  },
];
const call = { functionCall: { name: 'weather', args: {} } };
const result = { role: 'user', parts: [{ functionResponse: { name: 'weather', response: {} } }] };

describe('the simulated Gemini', () => {
  it('signs the first call of a model that thinks, and numbers calls of the third line', async () => {
    const { text } = await google('gemini-3-pro-preview', { contents: [user], tools });
    const { candidates } = JSON.parse(text) as { candidates: { content: { parts: Json[] } }[] };

    expect(candidates[0]!.content.parts).toContainEqual({
      functionCall: { id: expect.any(String), name: 'weather', args: { city: expect.any(String) } },
      thoughtSignature: expect.any(String),
    });
  });

  it('draws where pictures are wanted, whole and in a stream', async () => {
    const generationConfig = {
      responseModalities: ['TEXT', 'IMAGE'],
      imageConfig: { aspectRatio: '16:9', imageSize: '2K' },
    };
    const body = { contents: [user], generationConfig };
    const whole = await google('gemini-3-pro-image-preview', body);
    const streamed = await google('gemini-3-pro-image-preview', body, 'streamGenerateContent');

    for (const { text } of [whole, streamed]) {
      expect(text.match(/"inlineData":\{"mimeType":"image\/png","data":"iVBOR/g)).toHaveLength(1);
      expect(text).toContain('{"modality":"IMAGE","tokenCount":1120}');
    }
  });

  it.each([
    [
      'gemini-3-pro-preview',
      [user, { role: 'model', parts: [call] }, result],
      {},
      /missing a thought_signature/,
    ],
    [
      'gemini-2.5-flash',
      [user, { role: 'model', parts: [call, call] }, result],
      {},
      /number of function response/,
    ],
    ['gemini-2.5-flash', [user, result], {}, /immediately after a function call/],
    ['gemini-2.5-flash', [{ role: 'assistant', parts: [{ text: 'x' }] }], {}, /valid role/],
    ['gemini-2.5-pro', [user], { thinkingConfig: { thinkingBudget: 0 } }, /Budget 0 is invalid/],
    ['gemini-2.5-pro', [user], { thinkingConfig: { thinkingLevel: 'low' } }, /level is not supported/],
    ['gemini-2.0-flash', [user], { thinkingConfig: { thinkingBudget: 100 } }, /not supported for this model/],
    ['gemini-2.5-flash', [user], { responseMimeType: 'application/json' }, /mime type/],
  ])('refuses %s what the real one refuses: %#', async (model, contents, generationConfig, words) => {
    const { status, text } = await google(model, { contents, tools, generationConfig });

    expect(status).toBe(400);
    expect(text).toMatch(words);
  });

  it('serves Anthropic’s models by Vertex AI’s addresses', async () => {
    const at = (method: string) =>
      `/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929:${method}`;
    const body = {
      anthropic_version: 'vertex-2023-10-16',
      max_tokens: 50,
      messages: [{ role: 'user', content: 'Hi' }],
    };
    const auth = { authorization: 'Bearer ya29.x' };
    const whole = await post(at('rawPredict'), body, auth);
    const streamed = await post(at('streamRawPredict'), { ...body, stream: true }, auth);
    const named = await post(at('rawPredict'), { ...body, model: 'm' }, auth);

    expect(JSON.parse(whole.text)).toMatchObject({ type: 'message', model: 'claude-sonnet-4-5@20250929' });
    expect(streamed.text).toMatch(/^event: message_start[\s\S]*event: message_stop/);
    expect(named).toMatchObject({ status: 400, text: expect.stringContaining('invalid_request_error') });
    expect((await post(at('rawPredict'), body, {})).status).toBe(403);
  });
});

describe('the simulated Azure', () => {
  const body = { messages: [{ role: 'user', content: 'Hi' }] };
  const at = (query: string) => `/openai/deployments/my-gpt/chat/completions${query}`;
  const auth = { 'api-key': 'k' };

  it('takes the model from the address, and tells what its filter saw', async () => {
    const whole = await post(at('?api-version=2024-10-21'), body, auth);
    const streamed = await post(at('?api-version=2024-10-21'), { ...body, stream: true }, auth);

    expect(JSON.parse(whole.text)).toMatchObject({
      model: 'my-gpt',
      prompt_filter_results: [{ prompt_index: 0 }],
    });
    expect(streamed.text).toMatch(
      /^data: \{[^\n]*"choices":\[\],"prompt_filter_results"[\s\S]*\[DONE\]\n\n$/,
    );
  });

  it('finds nothing without a version', async () => {
    expect(await post(at(''), body, auth)).toMatchObject({ status: 404 });
    expect((await post(at('?api-version=x').replace('my-gpt', 'no-such'), body, auth)).text).toContain(
      'DeploymentNotFound',
    );
  });
});

import fc from 'fast-check';
import { nearRequest } from '../testing/conversation-arbitrary.js';
import { translateEmbeddings as sut, type EmbeddingsApi, type TranslatedEmbeddings } from './embeddings.js';

const apis: EmbeddingsApi[] = ['openai', 'gemini', 'vertex', 'bedrock-titan', 'bedrock-cohere', 'cohere'];
const translate = (body: object, api: EmbeddingsApi, model = 'm'): TranslatedEmbeddings => {
  const result = sut({ ...body }, { api, model });
  if ('error' in result) throw new Error(result.error.message);
  return result;
};

describe('embeddings', () => {
  it('pass as they are to a provider that speaks OpenAI’s format', () => {
    const body = { model: 'x', input: [[1, 2]], user: 'u', encoding_format: 'base64' };

    expect(translate(body, 'openai')).toEqual({ bodies: [{ ...body, model: 'm' }], dropped: [] });
  });

  it('are asked of Gemini in one batch', () => {
    const { bodies, reply } = translate(
      { input: ['a', 'b'], dimensions: 2, input_type: 'search_query' },
      'gemini',
    );

    const of = (text: string) => ({
      model: 'models/m',
      content: { parts: [{ text }] },
      taskType: 'RETRIEVAL_QUERY',
      outputDimensionality: 2,
    });
    expect(bodies).toEqual([{ requests: [of('a'), of('b')] }]);
    expect(reply!([{ embeddings: [{ values: [1, 2] }, { values: [3, 4] }] }])).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [1, 2] },
        { object: 'embedding', index: 1, embedding: [3, 4] },
      ],
      model: 'm',
      usage: { prompt_tokens: 0, total_tokens: 0 },
    });
  });

  it('are asked of Vertex with their tokens summed', () => {
    const { bodies, reply } = translate({ input: ['a', 'b'] }, 'vertex', 'gemini-embedding-001');

    expect(bodies).toEqual([{ instances: [{ content: 'a' }] }, { instances: [{ content: 'b' }] }]);
    const of = (token_count: number) => ({
      predictions: [{ embeddings: { values: [1], statistics: { token_count } } }],
    });
    expect(reply!([of(2), of(3)])).toMatchObject({
      usage: { prompt_tokens: 5 },
      data: [{ index: 0 }, { index: 1 }],
    });
  });

  it('are asked of Titan one by one', () => {
    const { bodies, reply } = translate(
      { input: ['a', 'b'], dimensions: 256 },
      'bedrock-titan',
      'amazon.titan-embed-text-v2:0',
    );

    expect(bodies).toEqual([
      { inputText: 'a', dimensions: 256 },
      { inputText: 'b', dimensions: 256 },
    ]);
    expect(
      reply!([
        { embedding: [1], inputTextTokenCount: 4 },
        { embedding: [2], inputTextTokenCount: 5 },
      ]),
    ).toMatchObject({ data: [{ embedding: [1] }, { embedding: [2] }], usage: { total_tokens: 9 } });
  });

  it.each(['cohere', 'bedrock-cohere'] as const)('are asked of %s, at most 96 at a time', (api) => {
    const input = Array.from({ length: 100 }, (_, at) => `text ${at}`);

    const { bodies, reply } = translate({ input }, api);

    expect(bodies.map((body) => (body['texts'] as string[]).length)).toEqual([96, 4]);
    expect(bodies[0]!['model']).toBe(api === 'cohere' ? 'm' : undefined);
    const answer = { embeddings: { float: [[1]] }, meta: { billed_units: { input_tokens: 3 } } };
    expect(reply!([answer, { embeddings: [[2]] }])).toMatchObject({
      data: [{ embedding: [1] }, { embedding: [2] }],
      usage: { prompt_tokens: 3 },
    });
  });

  it('are packed where the client asks for base64', () => {
    const { reply } = translate({ input: 'a', encoding_format: 'base64' }, 'gemini');

    const { data } = reply!([{ embeddings: [{ values: [0.5, -2] }] }]) as { data: [{ embedding: string }] };

    const bytes = Buffer.from(data[0].embedding, 'base64');
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4)]).toEqual([0.5, -2]);
  });

  it('name what a provider cannot express', () => {
    expect(translate({ input: 'a', user: 'u' }, 'gemini').dropped).toEqual(['user']);
    expect(translate({ input: 'a', dimensions: 5 }, 'cohere', 'embed-english-v3.0').dropped).toEqual([
      'dimensions',
    ]);
  });

  it.each([
    [{}, 'input'],
    [{ input: [] }, 'input'],
    [{ input: [''] }, 'input'],
    [{ input: [1, 2] }, 'input'],
    [{ input: 'a', dimensions: 0 }, 'dimensions'],
    [{ input: 'a', encoding_format: 'hex' }, 'encoding_format'],
  ])('refuse %j, naming %s', (body, param) => {
    expect(sut(body, { api: 'gemini', model: 'm' })).toMatchObject({ error: { param } });
  });

  it('never fail, whatever is asked and answered', () => {
    fc.assert(
      fc.property(nearRequest, nearRequest, fc.constantFrom(...apis), (body, answer, api) => {
        const result = sut({ ...body, input: ['a'] }, { api, model: 'm' });

        const reply = 'error' in result ? undefined : result.reply?.(result.bodies.map(() => answer));
        expect(reply?.['object'] ?? 'list').toBe('list');
      }),
    );
  });
});

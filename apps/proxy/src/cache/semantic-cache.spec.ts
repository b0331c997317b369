import fc from 'fast-check';
import { createLogger } from '@heliostat/platform';
import { MemoryState } from '@heliostat/stores/state';
import {
  readBody,
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import { createCacheStage } from './cache.stage.js';
import { nearest, packNeighbour } from './nearest.js';
import { OpenAiEmbedder } from './openai-embedder.driver.js';
import { splitUserText } from './user-text.js';

const logger = createLogger('test', 'silent');

describe('the semantic cache', () => {
  let upstream: TestUpstream;
  let embeddings: TestUpstream;
  let embedded: unknown[];
  let embeddingStatus: number;
  let sut: TestProxy;
  let without: TestProxy;

  /** Directions of texts: the first two are close (cosine 0.98), the third is not. */
  const vectors: Record<string, number[]> = {
    'What is the capital of France?': [1, 0, 0],
    'The capital of France is what?': [1, 0.2, 0],
    'How do I bake bread?': [0, 0, 1],
  };

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => {
      void readBody(request).then(() => response.end(`reply ${upstream.requests.length}`));
    });
    embeddings = await startUpstream((request, response) => {
      void readBody(request).then((body) => {
        const asked = JSON.parse(body.toString()) as { input: string };
        embedded.push({ ...asked, path: request.url, key: request.headers.authorization });
        response.statusCode = embeddingStatus;
        response.end(JSON.stringify({ data: [{ embedding: vectors[asked.input] ?? [1, 1, 1] }] }));
      });
    });
    const create = (embedder?: OpenAiEmbedder) => {
      const state = new MemoryState({ maxBytes: 1_000_000, maxEntry: 100_000 });
      return startTestProxy(upstream.url, {
        stages: [createCacheStage({ state, logger, flightWaitMs: 60_000, embedder })],
      });
    };
    sut = await create(
      new OpenAiEmbedder({
        url: `${embeddings.url}/v1/`,
        model: 'small',
        apiKey: 'secret',
        timeoutMs: 60_000,
      }),
    );
    without = await create();
  });
  let seeds = 0;
  beforeEach(() => {
    seeds++;
    upstream.requests.length = 0;
    embedded = [];
    embeddingStatus = 200;
  });
  afterAll(async () => {
    await sut.stop();
    await without.stop();
    await upstream.stop();
    await embeddings.stop();
  });

  const ask = async (text: string, { semantic = 'true', model = 'm', to = sut } = {}) => {
    const response = await fetch(`${to.url}/oai/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer k',
        'helicone-auth': `Bearer ${testKey}`,
        'helicone-cache-enabled': 'true',
        'helicone-cache-seed': String(seeds),
        'heliostat-cache-semantic': semantic,
      },
      body: JSON.stringify({
        model,
        messages: [
          { role: 'system', content: 's' },
          { role: 'user', content: text },
        ],
      }),
    });
    const { status, headers } = response;
    const header = (name: string) => headers.get(name);
    return {
      status,
      text: await response.text(),
      cache: header('helicone-cache'),
      similarity: header('heliostat-cache-similarity'),
      degraded: header('helicone-degraded'),
    };
  };
  const [first, close, far] = Object.keys(vectors) as [string, string, string];

  it('gives the reply to a request that means the same', async () => {
    const original = await ask(first);
    const similar = await ask(close);
    expect([original.cache, original.similarity]).toEqual(['MISS', null]);
    expect(similar).toMatchObject({ cache: 'HIT', text: original.text });
    expect(Number(similar.similarity)).toBeCloseTo(0.981, 2);
    expect(embedded[0]).toEqual({
      model: 'small',
      input: first,
      encoding_format: 'float',
      path: '/v1/embeddings',
      key: 'Bearer secret',
    });
    expect(sut.records().at(-1)!.meta.cacheReferenceId).toBeDefined();
  });

  it('gives none to a request that means something else', async () => {
    await ask(first);
    expect(await ask(far)).toMatchObject({ cache: 'MISS', similarity: null });
  });

  it('wants as much similarity as the header says', async () => {
    await ask(first, { semantic: '0.99' });
    expect((await ask(close, { semantic: '0.99' })).cache).toBe('MISS');
  });

  it('gives none to a request that differs in anything else', async () => {
    await ask(first);
    expect((await ask(close, { model: 'another' })).cache).toBe('MISS');
  });

  it('asks for no vector of a request that was made before', async () => {
    await ask(first);
    embedded = [];
    expect(await ask(first)).toMatchObject({ cache: 'HIT', similarity: null });
    expect(embedded).toEqual([]);
  });

  it('goes on without, and says so, when the server of embeddings fails', async () => {
    embeddingStatus = 500;
    expect(await ask(first)).toMatchObject({ status: 200, cache: 'MISS', degraded: 'semantic-cache' });
    expect(await ask(first)).toMatchObject({ cache: 'HIT', degraded: null });
  });

  it.each(['maybe', '0', '1.5', '-1', 'NaN'])('refuses %p as a similarity', async (semantic) => {
    const { status, text } = await ask(first, { semantic });
    expect(status).toBe(400);
    expect(text).toContain('Heliostat-Cache-Semantic');
  });

  it('is refused where the installation has no server of embeddings, unless it is turned off', async () => {
    const { status, text } = await ask(first, { to: without });
    expect(status).toBe(400);
    expect(text).toContain('SEMANTIC_CACHE_URL');
    expect((await ask(first, { to: without, semantic: 'false' })).status).toBe(200);
  });
});

describe('the words of the user', () => {
  it("are the last message's texts; images stay with the rest", () => {
    const image = { type: 'image_url', image_url: { url: 'x' } };
    const content = [{ type: 'text', text: 'a' }, image, { type: 'text', text: 'b' }];
    const split = splitUserText({ model: 'm', messages: [{ role: 'user', content }] })!;
    expect(split.text).toBe('a\nb');
    expect(split.rest).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: [{ type: 'text', text: '' }, image, { type: 'text', text: '' }] }],
    });
  });

  it('are the input of a response', () => {
    expect(splitUserText({ input: 'hello', model: 'm' })).toEqual({
      text: 'hello',
      rest: { input: '', model: 'm' },
    });
  });

  it.each([
    [{}],
    [{ messages: [] }],
    [{ messages: [{ role: 'user', content: ' ' }] }],
    [
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
    ],
    [{ messages: [{ role: 'user', content: 'x'.repeat(8_001) }] }],
    [{ messages: 'no', input: 5 }],
  ])('are none in %j', (json) => {
    expect(splitUserText(json)).toBeUndefined();
  });
});

describe('neighbours', () => {
  const key = 'a'.repeat(64);
  const vector = fc
    .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 50 })
    .filter((values) => values.some((value) => Math.abs(value) > 0.01))
    .map((values) => Float32Array.from(values));

  it('are as similar as their vectors, whatever these are scaled by', () => {
    fc.assert(
      fc.property(vector, fc.double({ min: 0.001, max: 1_000, noNaN: true }), (one, scale) => {
        const found = nearest(
          one.map((value) => value * scale),
          [packNeighbour(key, one)],
        );
        expect(found?.key).toBe(key);
        expect(found?.similarity).toBeGreaterThan(0.99);
        expect(found?.similarity).toBeLessThanOrEqual(1.000001);
      }),
    );
  });

  it('of other dimensions are not compared', () => {
    expect(nearest(Float32Array.of(1, 0), [packNeighbour(key, Float32Array.of(1, 0, 0))])).toBeUndefined();
  });
});

import { costOf } from '../cost/cost-of.js';
import {
  addModels,
  endpointsOf,
  findEndpoint,
  findModel,
  listModels,
  registryGeneration,
  resolveName,
} from './registry.js';
import type { ModelRow } from './registry-types.js';
import { modelRows } from './rows/index.js';

const allEndpoints = () => listModels().flatMap(({ id }) => endpointsOf(id));
const house = (row: Partial<ModelRow> = {}): ModelRow => ({
  id: 'house-model',
  name: 'House model',
  author: 'us',
  description: '',
  context: 8192,
  created: '2026-01-01',
  parameters: [],
  endpoints: { local: 'llama3:8b' },
  ...row,
});

afterEach(() => addModels({ models: [], prices: [] }));

describe('model registry (MR-01)', () => {
  it('knows at least 100 models, 300 endpoints and 20 providers', () => {
    expect(listModels().length).toBeGreaterThanOrEqual(100);
    expect(allEndpoints().length).toBeGreaterThanOrEqual(300);
    expect(new Set(allEndpoints().map(({ provider }) => provider)).size).toBeGreaterThanOrEqual(20);
  });

  it('gives no name to two models', () => {
    const names = listModels().flatMap(({ id, aliases }) => [id, ...aliases]);

    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.filter((name) => name !== name.toLowerCase())).toEqual([]);
  });

  it('names no id twice in its tables', () => {
    const ids = modelRows.flatMap(({ id, versions = [] }) => [
      id,
      ...versions.map((version) => (typeof version === 'string' ? version : version.id)),
    ]);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['gpt-4o-mini', 'gpt-4o-mini'],
    ['gpt-4.1-mini', 'gpt-4.1-mini'],
    ['claude-3.5-sonnet', 'claude-3.5-sonnet-v2'],
    ['claude-3.5-haiku', 'claude-3.5-haiku'],
    ['claude-sonnet-4-20250514', 'claude-sonnet-4'],
    ['claude-sonnet-4', 'claude-sonnet-4'],
    ['claude-sonnet-4-5', 'claude-4.5-sonnet'],
    ['claude-opus-4', 'claude-opus-4'],
    ['claude-opus-4-1', 'claude-opus-4-1'],
    ['claude-4.5-sonnet', 'claude-4.5-sonnet'],
    ['gemini-2.5-flash', 'gemini-2.5-flash'],
    ['gemini-2.5-flash-lite', 'gemini-2.5-flash-lite'],
    ['gemini-2.0-flash', 'gemini-2.0-flash'],
    ['gpt-5', 'gpt-5'],
    ['gemini-3-pro-image-preview', 'gemini-3-pro-image-preview'],
    ['claude-3-opus-20240229', 'claude-3-opus-20240229'],
    ['GPT-4o ', 'gpt-4o'],
    ['anthropic/claude-3.5-haiku', 'claude-3.5-haiku'],
  ])('resolves %s (GW-14)', (name, id) => {
    expect(resolveName(name)?.model.id).toBe(id);
  });

  it('knows no model by a name that nobody has (GW-13)', () => {
    expect(resolveName('no-such-model')).toBeUndefined();
    expect(findModel('claude-sonnet-4-5')).toBeUndefined();
    expect(endpointsOf('no-such-model')).toEqual([]);
    expect(findEndpoint('gpt-4o', 'anthropic')).toBeUndefined();
  });

  it('keeps a dated version apart from the moving name', () => {
    expect(findModel('gpt-4o-2024-08-06')).toMatchObject({
      pinnedVersionOf: 'gpt-4o',
      name: 'OpenAI GPT-4o (2024-08-06)',
      created: Date.parse('2024-08-06') / 1000,
    });
    expect(findEndpoint('gpt-4o-2024-08-06', 'openai')?.providerModelId).toBe('gpt-4o-2024-08-06');
  });

  it('has a price for every endpoint, the one that the log is billed by', () => {
    const usage = { input: 1000, output: 100 };
    for (const endpoint of allEndpoints()) {
      const { price, provider, providerModelId: model } = endpoint;
      if (price === null) throw new Error(`no price for ${endpoint.id}`);
      const tokens = price.base.input * 1000n + price.base.output * 100n + price.base.request;
      expect([endpoint.id, costOf({ provider, model, usage })]).toEqual([
        endpoint.id,
        { nanoUsd: (tokens + 500_000_000n) / 1_000_000_000n, known: true },
      ]);
    }
  });

  it('sorts endpoints by price, equal ones by priority (GW-06)', () => {
    for (const { id } of listModels()) {
      const prices = endpointsOf(id).map(({ price }) => (price ? price.base.input + price.base.output : 0n));
      expect([id, prices]).toEqual([id, [...prices].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))]);
    }
    expect(endpointsOf('gpt-4o-mini').map(({ provider }) => provider)).toEqual([
      'openai',
      'azure',
      'openrouter',
      'helicone',
    ]);
  });

  it.each([
    ['gpt-4o', 'openai', ['chat', 'responses']],
    ['gpt-5-codex', 'openai', ['responses']],
    ['gpt-5-codex', 'openrouter', ['chat']],
    ['claude-4.5-sonnet', 'anthropic', ['messages']],
    ['claude-4.5-sonnet', 'vertex', ['messages']],
    ['claude-4.5-sonnet', 'bedrock', ['converse']],
    ['gemini-2.5-pro', 'vertex', ['gemini']],
    ['llama-4-scout', 'groq', ['chat']],
    ['text-embedding-3-small', 'openai', ['embeddings']],
    ['gpt-image-1', 'openai', ['images']],
  ])('says what %s at %s speaks', (model, provider, formats) => {
    expect(findEndpoint(model, provider)).toMatchObject({ format: formats[0], formats });
  });

  it("adds an installation's model with its price, until it is replaced", () => {
    const before = registryGeneration();

    addModels({
      models: [house({ aliases: ['house'] })],
      prices: [{ provider: 'local', models: ['llama3:8b'], input: 1, output: 2 }],
    });

    expect(resolveName('house')?.endpoints[0]).toMatchObject({
      id: 'house-model:local',
      providerModelId: 'llama3:8b',
      price: { base: { input: 10n ** 12n } },
    });
    expect(registryGeneration()).toBeGreaterThan(before);
    addModels({ models: [], prices: [] });
    expect(resolveName('house')).toBeUndefined();
  });

  it("adds an installation's endpoint to a known model and keeps the others", () => {
    const known = findModel('gpt-oss-20b');
    const providers = endpointsOf('gpt-oss-20b').map(({ provider }) => provider);

    addModels({ models: [house({ id: 'gpt-oss-20b', context: known?.context ?? 0 })], prices: [] });

    expect(
      endpointsOf('gpt-oss-20b')
        .map(({ provider }) => provider)
        .sort(),
    ).toEqual([...providers, 'local'].sort());
    // Without a price it comes last.
    expect(endpointsOf('gpt-oss-20b').at(-1)?.provider).toBe('local');
  });
});

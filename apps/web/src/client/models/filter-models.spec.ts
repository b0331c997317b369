import type { ModelRegistryItem } from '@heliostat/contracts';
import { capabilitiesOf, cheapest, filterModels, formatContext, formatPrice } from './filter-models';
import { parseModelsSearch } from './models-search';

const model = (id: string, over: Partial<ModelRegistryItem> = {}): ModelRegistryItem => ({
  id,
  name: id,
  author: 'openai',
  contextLength: 8_000,
  endpoints: [{ provider: 'openai', providerSlug: 'openai', pricing: { prompt: 1, completion: 2 } }],
  inputModalities: ['text'],
  outputModalities: ['text'],
  supportedParameters: [],
  ...over,
});
const endpoint = (provider: string, prompt: number, more: object = {}) => ({
  provider,
  providerSlug: provider,
  pricing: { prompt, completion: prompt, ...more },
});

const models = [
  model('gpt-4o', { trainingDate: '2024-05-13', inputModalities: ['text', 'image'], contextLength: 128_000 }),
  model('claude-4.5-haiku', {
    author: 'anthropic',
    trainingDate: '2025-10-01',
    endpoints: [endpoint('bedrock', 0), endpoint('anthropic', 5, { cacheRead: 0.1 }), endpoint('vertex', 6)],
    supportedParameters: ['reasoning'],
  }),
  model('llama', { author: 'meta-llama', endpoints: [endpoint('groq', 0.05)], description: 'Open weights.' }),
];
const sut = (search: Parameters<typeof filterModels>[1]) => filterModels(models, search).map(({ id }) => id);

describe('filterModels (MR-01)', () => {
  it.each<[string, Parameters<typeof filterModels>[1], string[]]>([
    ['nothing, newest first', {}, ['claude-4.5-haiku', 'gpt-4o', 'llama']],
    ['words in any order and case', { q: 'HAIKU anthropic' }, ['claude-4.5-haiku']],
    ['a word of the description', { q: 'weights' }, ['llama']],
    ['a provider', { provider: 'vertex' }, ['claude-4.5-haiku']],
    ['an author', { author: 'openai' }, ['gpt-4o']],
    ['a capability', { capability: 'image' }, ['gpt-4o']],
    ['several that nothing fits', { author: 'openai', provider: 'groq' }, []],
    ['the price', { sort: 'price' }, ['llama', 'gpt-4o', 'claude-4.5-haiku']],
    ['the context', { sort: 'context' }, ['gpt-4o', 'claude-4.5-haiku', 'llama']],
  ])('asks for %s', (_, search, ids) => {
    expect(sut(search)).toEqual(ids);
  });

  it('takes no unknown price for the cheapest one', () => {
    expect(cheapest(models[1]!)?.provider).toBe('anthropic');
    expect(cheapest(models[1]!, 'bedrock')).toBeUndefined();
  });

  it('knows what a model can do', () => {
    expect(capabilitiesOf(models[1]!)).toEqual(['reasoning', 'caching']);
  });
});

describe('numbers of a model', () => {
  it.each<[number | undefined, string]>([
    [undefined, '–'],
    [0.15, '$0.15'],
    [2.5, '$2.50'],
    [0.0375, '$0.0375'],
  ])('writes a price of %j as %s', (usd, words) => {
    expect(formatPrice(usd)).toBe(words);
  });

  it.each([
    [128_000, '128K'],
    [1_047_576, '1M'],
    [2_500_000, '2.5M'],
    [512, '512'],
    [0, '–'],
  ])('writes a context of %d as %s', (tokens, words) => {
    expect(formatContext(tokens)).toBe(words);
  });
});

describe('parseModelsSearch', () => {
  it('drops what makes no sense and leaves defaults out', () => {
    expect(parseModelsSearch({ q: 4, capability: 'flight', sort: 'newest', author: {} })).toEqual({ q: '4' });
    expect(parseModelsSearch({ capability: 'image', sort: 'price', provider: 'groq' })).toEqual({
      capability: 'image',
      sort: 'price',
      provider: 'groq',
    });
  });
});

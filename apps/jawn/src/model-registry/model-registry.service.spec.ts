import { modelRegistrySchema } from '@heliostat/contracts';
import { addModels } from '@heliostat/models';
import { ModelRegistryService } from './model-registry.service.js';

describe(ModelRegistryService.name, () => {
  const sut = () => new ModelRegistryService().registry();
  afterEach(() => addModels({ models: [], prices: [] }));

  it('answers in the shape of the contract (MR-01)', () => {
    const registry = sut();

    expect(modelRegistrySchema.strict().parse(registry)).toEqual(registry);
    expect(registry.total).toBe(registry.models.length);
    expect(registry.total).toBeGreaterThanOrEqual(100);
    expect(registry.filters.providers.length).toBeGreaterThanOrEqual(20);
    expect(registry.filters.providers).toContainEqual({ name: 'anthropic', displayName: 'Anthropic' });
    expect(registry.filters.capabilities).toEqual([
      'audio',
      'video',
      'image',
      'thinking',
      'web_search',
      'caching',
      'reasoning',
    ]);
  });

  it('prices models in USD per million tokens', () => {
    expect(sut().models.find(({ id }) => id === 'claude-opus-4-1')?.endpoints[0]).toEqual({
      provider: 'anthropic',
      providerSlug: 'anthropic',
      supportsPtb: true,
      pricing: { prompt: 15, completion: 75, cacheRead: 1.5, cacheWrite: 18.75, web_search: 0.01 },
    });
  });

  it('names the moving model of a pinned version', () => {
    expect(sut().models.find(({ id }) => id === 'gpt-4o-2024-08-06')?.pinnedVersionOfModel).toBe('gpt-4o');
  });

  it('is made once, and anew when models are added (MR-02)', () => {
    const service = new ModelRegistryService();
    const before = service.registry();
    expect(service.registry()).toBe(before);

    addModels({
      models: [
        {
          id: 'house',
          name: 'House',
          author: 'us',
          description: '',
          context: 1,
          created: '2026-01-01',
          parameters: [],
          endpoints: { local: 'house' },
        },
      ],
      prices: [],
    });

    expect(service.registry().models.at(-1)).toMatchObject({
      id: 'house',
      endpoints: [{ provider: 'local', pricing: { prompt: 0, completion: 0 } }],
    });
  });
});

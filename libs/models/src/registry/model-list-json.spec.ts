import { modelListJson, multimodalListJson } from './model-list-json.js';
import { addModels, listModels } from './registry.js';

type List = { object: string; data: { id: string; object: string; created: number; owned_by: string }[] };
const read = (buffer: Buffer) => JSON.parse(buffer.toString()) as List;
const ids = (buffer: Buffer) => read(buffer).data.map(({ id }) => id);

afterEach(() => addModels({ models: [], prices: [] }));

describe('model lists', () => {
  it("are in OpenAI's shape and hold every model (GW-04)", () => {
    const sut = read(modelListJson());

    expect(sut.object).toBe('list');
    expect(sut.data).toHaveLength(listModels().length);
    expect(sut.data.find(({ id }) => id === 'claude-opus-4')).toEqual({
      id: 'claude-opus-4',
      object: 'model',
      created: 1747180800,
      owned_by: 'anthropic',
    });
    for (const { created } of sut.data) expect(Number.isInteger(created) && created > 0).toBe(true);
  });

  it('name the models with several kinds of input or output (GW-05)', () => {
    const sut = ids(multimodalListJson());

    expect(sut).toEqual(
      expect.arrayContaining(['gpt-4o', 'claude-4.5-sonnet', 'gemini-2.5-pro', 'gpt-image-1']),
    );
    expect(sut).not.toContain('o3-mini');
    expect(sut).not.toContain('text-embedding-3-small');
  });

  it('are made once, and anew when models are added', () => {
    const before = modelListJson();
    expect(modelListJson()).toBe(before);

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
          endpoints: {},
        },
      ],
      prices: [],
    });

    expect(ids(modelListJson())).toContain('house');
  });
});

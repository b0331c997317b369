import { readFile } from 'node:fs/promises';
import { costOf } from '../cost/cost-of.js';
import { addModels, endpointsOf, findEndpoint, findModel, resolveName } from '../registry/registry.js';
import { parseOwnModels } from './parse-own-models.js';

const providers = ['openai', 'local'];
const sut = (value: unknown) => parseOwnModels('/data/models.json', value, providers);

afterEach(() => addModels({ models: [], prices: [] }));

describe('parseOwnModels (MR-02)', () => {
  it('makes a model of an id and an endpoint alone', () => {
    addModels(sut({ models: [{ id: 'house', endpoints: [{ provider: 'local' }] }] }));

    expect(findModel('house')).toMatchObject({ name: 'house', author: 'own', context: 8192 });
    expect(findEndpoint('house', 'local')).toMatchObject({
      providerModelId: 'house',
      format: 'chat',
      price: null,
    });
  });

  it('takes what the entry says of a model and its price', () => {
    addModels(
      sut({
        models: [
          {
            id: 'house',
            name: 'House',
            context: 32_768,
            maxOutput: 4096,
            input: ['text', 'image'],
            aliases: ['our-model'],
            endpoints: [
              {
                provider: 'local',
                model: 'llama3:8b',
                formats: ['messages'],
                price: { input: 1, output: 2, tiers: [{ above: 1000, input: 2, output: 4 }] },
              },
            ],
          },
        ],
      }),
    );

    expect(resolveName('our-model')).toMatchObject({
      model: { id: 'house', inputModalities: ['text', 'image'], maxOutput: 4096 },
      endpoints: [{ providerModelId: 'llama3:8b', format: 'messages' }],
    });
    expect(costOf({ provider: 'local', model: 'llama3:8b', usage: { input: 1001, output: 1 } })).toEqual({
      nanoUsd: 2_006_000n,
      known: true,
    });
  });

  it("keeps a known model's facts and endpoints when an entry adds one", () => {
    const before = endpointsOf('gpt-oss-20b').length;

    addModels(
      sut({ models: [{ id: 'gpt-oss-20b', endpoints: [{ provider: 'local', model: 'gpt-oss:20b' }] }] }),
    );

    expect(findModel('gpt-oss-20b')?.name).toBe('OpenAI GPT-OSS 20b');
    expect(endpointsOf('gpt-oss-20b')).toHaveLength(before + 1);
  });

  it('lets a price beat the registry', () => {
    addModels(sut({ prices: [{ provider: 'openai', models: ['gpt-4o'], input: 1, output: 1 }] }));

    expect(Number(findEndpoint('gpt-4o', 'openai')?.price?.base.output)).toBe(1e12);
  });

  it.each([
    [
      { models: [{ id: 'a', endpoints: [{ provider: 'opnai' }] }] },
      /models\[0\]\.endpoints\[0\]\.provider: "opnai"/,
    ],
    [{ models: [{ id: 'A/B' }] }, /models\[0\]\.id: expected lower-case letters/],
    [
      { models: [{ id: 'a' }, { id: 'b', aliases: ['a'] }] },
      /models\[1\]: the name "a" stands in the file twice/,
    ],
    [{ prices: [{ provider: '*', models: ['a'], input: -1, output: 1 }] }, /prices\[0\]\.input/],
    [{ model: [] }, /the file: .*"model"/],
    [[], /the file: /],
  ])('names the file and the place of what is wrong in %j', (value, message) => {
    expect(() => sut(value)).toThrow(message);
    expect(() => sut(value)).toThrow('/data/models.json cannot be used');
  });

  it('takes the example of the guide', async () => {
    const page = await readFile(new URL('../../../../docs/guide/models.md', import.meta.url), 'utf8');
    const example = /```json\n([^]*?)```/.exec(page)?.[1] ?? '';

    addModels(parseOwnModels('models.json', JSON.parse(example), ['local', 'azure']));

    expect(resolveName('house-default')?.endpoints[0]?.providerModelId).toBe('llama3.3:70b');
    expect(endpointsOf('gpt-oss-20b')[0]?.provider).toBe('local');
  });

  it('takes an empty file', () => {
    expect(sut(null)).toEqual({ models: [], prices: [] });
  });
});

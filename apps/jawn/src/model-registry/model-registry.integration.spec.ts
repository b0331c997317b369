import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelRegistrySchema, type ModelRegistry } from '@heliostat/contracts';
import { dataOf, JawnFixture } from '../testing/jawn-fixture.js';
import { TestClient } from '../testing/test-jawn.js';

describe('GET /v1/public/model-registry/models', () => {
  let fixture: JawnFixture;
  let folder: string;
  beforeAll(async () => {
    fixture = await JawnFixture.start();
    folder = await mkdtemp(join(tmpdir(), 'own-models-'));
  });
  afterEach(() => fixture.closeJawns());
  afterAll(async () => {
    await fixture.stop();
    await rm(folder, { recursive: true });
  });

  it('answers anyone, in the envelope and the shape of the contract (MR-01)', async () => {
    const { url } = await fixture.jawn();

    const reply = await new TestClient(url).get('/v1/public/model-registry/models');

    expect(reply).toMatchObject({ status: 200, body: { error: null } });
    const registry = dataOf<ModelRegistry>(reply);
    expect(modelRegistrySchema.strict().parse(registry)).toEqual(registry);
    expect(registry.total).toBe(registry.models.length);
  });

  it('lists models as OpenAI does, and multimodal ones apart (GW-04, GW-05)', async () => {
    const { url } = await fixture.jawn();
    const idsOf = async (path: string) => {
      const reply = await fetch(url + path);
      expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
      const { object, data } = (await reply.json()) as { object: string; data: { id: string }[] };
      expect(object).toBe('list');
      return data.map(({ id }) => id);
    };

    const all = await idsOf('/v1/models');
    const multimodal = await idsOf('/v1/models/multimodal');

    expect(all).toEqual(expect.arrayContaining([...multimodal, 'text-embedding-3-small']));
    expect(multimodal).toContain('gpt-4o');
    expect(multimodal).not.toContain('text-embedding-3-small');
  });

  it("shows an installation's own model (MR-02)", async () => {
    const file = join(folder, 'models.json');
    await writeFile(
      file,
      JSON.stringify({
        models: [
          { id: 'house', endpoints: [{ provider: 'local', price: { input: 1, output: 2, cacheRead: 0.5 } }] },
        ],
      }),
    );
    const { url } = await fixture.jawn({ MODELS_FILE: file });

    const { models } = dataOf<ModelRegistry>(
      await new TestClient(url).get('/v1/public/model-registry/models'),
    );

    expect(models.find(({ id }) => id === 'house')?.endpoints).toEqual([
      {
        provider: 'local',
        providerSlug: 'local',
        supportsPtb: true,
        pricing: { prompt: 1, completion: 2, cacheRead: 0.5 },
      },
    ]);
  });
});

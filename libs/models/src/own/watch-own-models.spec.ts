import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addModels, resolveName } from '../registry/registry.js';
import { watchOwnModels } from './watch-own-models.js';

describe('watchOwnModels', () => {
  let dataDir: string;
  let watching: { stop(): void } | undefined;
  let errors: object[];
  const sut = async (file?: string) => {
    watching = await watchOwnModels({
      file,
      dataDir,
      providers: ['local'],
      log: { info: () => undefined, error: (fields) => errors.push(fields) },
      intervalMs: 5,
    });
  };
  const write = (name: string, text: string) => writeFile(join(dataDir, name), text);
  const model = (id: string) => JSON.stringify({ models: [{ id, endpoints: [{ provider: 'local' }] }] });
  const until = async (holds: () => boolean) => {
    for (let round = 0; round < 6_000 && !holds(); round += 1) await delay(5);
    expect(holds()).toBe(true);
  };
  beforeEach(async () => {
    errors = [];
    dataDir = await mkdtemp(join(tmpdir(), 'own-models-'));
  });
  afterEach(async () => {
    watching?.stop();
    watching = undefined;
    addModels({ models: [], prices: [] });
    await rm(dataDir, { recursive: true });
  });

  it('reads models.json of the data directory before it resolves', async () => {
    await write('models.json', model('house'));

    await sut();

    expect(resolveName('house')).toBeDefined();
  });

  it('reads YAML', async () => {
    await write('models.yaml', 'models:\n  - id: house\n    endpoints:\n      - provider: local\n');

    await sut();

    expect(resolveName('house')).toBeDefined();
  });

  it('takes a file that appears, changes and goes', async () => {
    await sut();
    await write('models.json', model('one'));
    await until(() => resolveName('one') !== undefined);

    await write('models.json', model('another'));
    await until(() => resolveName('another') !== undefined);
    expect(resolveName('one')).toBeUndefined();

    await rm(join(dataDir, 'models.json'));
    await until(() => resolveName('another') === undefined);
  });

  it('keeps the models and says why when the file becomes unusable', async () => {
    await write('models.json', model('house'));
    await sut();

    await write('models.json', '{"models": [');
    await until(() => errors.length > 0);

    expect(resolveName('house')).toBeDefined();
    expect(errors[0]).toMatchObject({ error: expect.stringContaining('models.json is not valid JSON') });
  });

  it('refuses to start with a file that is missing or wrong', async () => {
    await write('broken.json', '{"models": 1}');

    await expect(sut(join(dataDir, 'none.json'))).rejects.toThrow(/MODELS_FILE names .*none\.json/);
    await expect(sut(join(dataDir, 'broken.json'))).rejects.toThrow(/broken\.json cannot be used: models:/);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecretsSpec } from './secrets-spec.js';

describe(readSecretsSpec.name, () => {
  let dir: string;
  const read = (text: string) => {
    const file = join(dir, 'secrets.json');
    writeFileSync(file, text);
    return readSecretsSpec(file);
  };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'spec-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('reads every kind of key and fills in lengths', async () => {
    const keys = {
      a: { generate: 'hex' },
      b: { generate: 'base64', bytes: 32 },
      c: { generate: 'api-key' },
      d: { generate: 'password' },
      e: { value: 'x' },
    };
    expect(await read(JSON.stringify([{ name: 'heliostat-postgres', keys }]))).toEqual([
      {
        name: 'heliostat-postgres',
        labels: {},
        annotations: {},
        keys: {
          ...keys,
          a: { generate: 'hex', bytes: 24 },
          d: { generate: 'password', length: 24 },
        },
      },
    ]);
  });

  it('names the place of each fault', async () => {
    const text = JSON.stringify([{ name: 'Bad_Name', keys: { a: { generate: 'dice' } } }]);
    const failure = await read(text).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: 'secrets/bad-spec' });
    expect((failure as Error).message).toMatch(/0\.name: .*\n {2}0\.keys\.a: /);
  });

  it('does not repeat a value of a file that is not JSON', async () => {
    const failure = (await read('[{"value": hunter22}]').catch((error: Error) => error)) as Error;
    expect(failure.message).toContain('not JSON');
    expect(failure.message).not.toContain('hunter');
  });

  it('says that the file is absent', async () => {
    await expect(readSecretsSpec(join(dir, 'none.json'))).rejects.toThrow(/none\.json.*ENOENT/s);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGuardSpec } from './guard-spec.js';

describe(readGuardSpec.name, () => {
  let dir: string;
  const read = (text: string) => {
    const file = join(dir, 'guard.json');
    writeFileSync(file, text);
    return readGuardSpec(file);
  };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'guard-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('fills in what may be left out', async () => {
    const sut = await read(
      JSON.stringify({ selector: 'a=b', stores: [{ store: 'valkey', statefulSets: [] }] }),
    );
    expect(sut).toEqual({
      selector: 'a=b',
      allowDataLoss: [],
      stores: [{ store: 'valkey', statefulSets: [], cloudNativePg: false }],
    });
  });

  it('names the place of each fault', async () => {
    const text = JSON.stringify({ stores: [{ store: 'valkey', statefulSet: [] }] });
    await expect(read(text)).rejects.toThrow(/selector: .*stores\.0\.statefulSets: /s);
  });

  it('says what is wrong with a file that is not JSON', async () => {
    await expect(read('{')).rejects.toMatchObject({ code: 'guard/bad-spec' });
  });
});

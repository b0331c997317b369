import { CliFixture } from '../testing/cli-fixture.js';

const file = (version: number) => `releases:\n  api: {chart: ./api, values: {version: ${version}}}\n`;

describe.each([
  ['secrets', 'apiVersion: "1.1"\nstorage: {name: test, numberOfRevisions: 2}\n'],
  ['files', 'apiVersion: "1.1"\nstorage: {name: test, type: local, numberOfRevisions: 2}\n'],
])('revisions kept as %s', (_what, head) => {
  let sut: CliFixture;
  beforeEach(async () => {
    sut = new CliFixture();
    for (const version of [1, 2, 3]) {
      sut.file(file(version), head);
      await sut.run('up');
    }
  });
  afterEach(() => sut.dispose());

  it('are listed, as many as are to be kept, the newest last', async () => {
    expect(await sut.run('list')).toBe(0);
    expect(sut.out.split('\n').slice(1, -1)).toEqual([
      expect.stringMatching(/^2 +20\d\d-/),
      expect.stringMatching(/^3 +20\d\d-/),
    ]);
  });

  it('are printed as a compose file that can be run again', async () => {
    expect(await sut.run('get', '2')).toBe(0);
    sut.file(sut.out, '');
    expect(await sut.run('up')).toBe(0);
    expect(sut.helm.callOf('upgrade', 'api')!.input).toBe('version: 2\n');
  });

  it('are named when another is asked for', async () => {
    expect(await sut.run('get', '1')).toBe(1);
    expect(sut.err).toMatch(/No revision 1 in .*; it has 2, 3\./);
  });
});

describe('a revision that another program wrote', () => {
  it('is named with the way out', async () => {
    const sut = new CliFixture();
    sut.file(file(1));
    await sut.run('up');
    const secret = sut.cluster.secrets.get('default/helm.compose.test.v1')!;
    secret.data.compose = 'bm90IG91cnM=';
    expect(await sut.run('up')).toBe(1);
    expect(sut.err).toMatch(/secret default\/helm\.compose\.test\.v1 cannot be read.*delete it/);
    sut.dispose();
  });
});

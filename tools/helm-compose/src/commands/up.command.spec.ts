import { refusal } from '../testing/fake-helm.js';
import { CliFixture } from '../testing/cli-fixture.js';

const three = `releases:
  web: {chart: ./web, needs: [api]}
  api: {chart: ./api, needs: [store], namespace: apps}
  store: {chart: ./store}
`;

describe('helm compose up', () => {
  let sut: CliFixture;
  beforeEach(() => {
    sut = new CliFixture();
  });
  afterEach(() => sut.dispose());

  it('installs each release after those that it needs, and waits for it', async () => {
    sut.file(three);
    expect(await sut.run('up')).toBe(0);
    expect(sut.helm.called('upgrade')).toEqual(['store', 'api', 'web']);
    expect(sut.helm.callOf('upgrade', 'api')!.args).toEqual(
      expect.arrayContaining(['--wait', '--namespace', 'apps', `${sut.folder}/api`]),
    );
  });

  it('prints one line for each release with what came of it and the seconds', async () => {
    sut.file(three);
    await sut.run('up');
    const lines = sut.out.split('\n').filter((line) => line.startsWith('✔'));
    expect(lines).toEqual([
      expect.stringMatching(/^✔ store +\d+\.\d s {2}installed in default, revision 1$/),
      expect.stringMatching(/^✔ api +\d+\.\d s {2}installed in apps, revision 1$/),
      expect.stringMatching(/^✔ web +\d+\.\d s {2}installed in default, revision 1$/),
    ]);
    expect(sut.out).toContain('Notes of web:\nHello from web');
  });

  it('upgrades on the second run and keeps no second revision of the same file', async () => {
    sut.file(three);
    await sut.run('up');
    expect(await sut.run('up')).toBe(0);
    expect(sut.out).toContain('upgraded in apps, revision 2');
    expect(sut.cluster.secrets.size).toBe(1);
  });

  it('goes on without those that need a failed release, says why, and ends with 1', async () => {
    sut.file(`${three}  other: {chart: ./other}\n`);
    sut.helm.answers.set('upgrade api', () => refusal('Error: timed out waiting for the condition'));
    sut.cluster.troubles.push('api-0: api ImagePullBackOff');
    expect(await sut.run('up')).toBe(1);
    expect(sut.helm.called('upgrade').sort()).toEqual(['api', 'other', 'store']);
    expect(sut.out).toMatch(/✖ api .*timed out waiting for the condition\n {4}api-0: api ImagePullBackOff\n/);
    expect(sut.out).toMatch(/! web .*not tried: needs api, which failed/);
    expect(sut.out).toContain('2 of 4 releases went well; failed: api; not tried: web');
  });

  it('works on no more at a time than told', async () => {
    const many = Array.from({ length: 6 }, (_, index) => `  r${index}: {chart: ./c}\n`).join('');
    sut.file(`releases:\n${many}`);
    await sut.run('up', '--parallel', '2');
    expect(sut.helm.mostRunning).toBe(2);
  });

  it('uninstalls what left the file since the last revision, before it installs', async () => {
    sut.file(three);
    await sut.run('up');
    sut.file('releases:\n  store: {chart: ./store}\n');
    expect(await sut.run('up')).toBe(0);
    expect(sut.helm.called('uninstall')).toEqual(['web', 'api']);
    expect([...sut.helm.releases.keys()]).toEqual(['default/store']);
  });

  it('tries again to uninstall what could not be uninstalled', async () => {
    sut.file(three);
    await sut.run('up');
    sut.file('releases:\n  store: {chart: ./store}\n  api: {chart: ./api, namespace: apps}\n');
    sut.helm.answers.set('uninstall web', () => refusal('Error: hooks failed'));
    expect(await sut.run('up')).toBe(1);
    sut.helm.answers.clear();
    expect(await sut.run('up')).toBe(0);
    expect(sut.helm.called('uninstall')).toEqual(['web']);
  });

  it('moves a release to another namespace by uninstalling it in the old one', async () => {
    sut.file('releases:\n  store: {chart: ./store, namespace: a}\n');
    await sut.run('up');
    sut.file('releases:\n  store: {chart: ./store, namespace: b}\n');
    await sut.run('up');
    expect([...sut.helm.releases.keys()]).toEqual(['b/store']);
  });

  it('keeps a release whose key changed and whose name did not', async () => {
    sut.file('releases:\n  store: {chart: ./store}\n');
    await sut.run('up');
    sut.file('releases:\n  database: {chart: ./store, name: store}\n');
    await sut.run('up');
    expect(sut.helm.called('uninstall')).toEqual([]);
  });

  it('installs only the releases named and what they need, and uninstalls nothing', async () => {
    sut.file(`${three}  other: {chart: ./other}\n`);
    await sut.run('up');
    sut.file(three);
    await sut.run('up', 'api');
    expect(sut.helm.called('upgrade')).toEqual(['store', 'api']);
    expect(sut.helm.called('uninstall')).toEqual([]);
    await sut.run('up');
    expect(sut.helm.called('uninstall')).toEqual(['other']);
  });

  it('names the releases that there are when one is unknown', async () => {
    sut.file(three);
    expect(await sut.run('up', 'wbe')).toBe(1);
    expect(sut.err).toBe('The file has no release wbe; it has web, api, store.\n');
  });

  describe('with skipIfPresent', () => {
    const argo =
      'releases:\n  argo: {chart: ./argo, namespace: argocd, skipIfPresent: {crds: [apps.argo.io]}}\n  apps: {chart: ./apps, needs: [argo]}\n';

    it('skips a release whose definitions another brought, and goes on with what needs it', async () => {
      sut.file(argo);
      sut.cluster.crds.set('apps.argo.io', { release: 'argo', namespace: 'gitops' });
      expect(await sut.run('up')).toBe(0);
      expect(sut.out).toContain('skipped: the cluster has apps.argo.io already');
      expect(sut.helm.called('upgrade')).toEqual(['apps']);
    });

    it('upgrades what it installed itself', async () => {
      sut.file(argo);
      await sut.run('up');
      sut.cluster.crds.set('apps.argo.io', { release: 'argo', namespace: 'argocd' });
      await sut.run('up');
      expect(sut.helm.called('upgrade')).toEqual(['argo', 'apps']);
    });

    it('installs again over the definitions that its uninstalled release left behind', async () => {
      sut.file(argo);
      sut.cluster.crds.set('apps.argo.io', { release: 'argo', namespace: 'argocd' });
      await sut.run('up');
      expect(sut.helm.called('upgrade')).toEqual(['argo', 'apps']);
    });

    it('leaves a release of the same name alone that it did not install, and never takes it down', async () => {
      sut.file(argo);
      sut.cluster.crds.set('apps.argo.io', { release: 'argo', namespace: 'argocd' });
      sut.helm.releases.set('argocd/argo', 7);
      await sut.run('up');
      await sut.run('down');
      expect(sut.helm.releases.get('argocd/argo')).toBe(7);
    });
  });

  it('labels the namespace before the install and says which labels it leaves as they are', async () => {
    sut.cluster.namespaces.set('apps', { level: 'baseline' });
    sut.file(
      'releases:\n  api: {chart: ./api, namespace: apps, namespaceLabels: {level: restricted, team: a}}\n',
    );
    await sut.run('up');
    expect(sut.cluster.namespaces.get('apps')).toEqual({ level: 'baseline', team: 'a' });
    expect(sut.out).toContain('The namespace apps keeps its own labels: level');
  });

  it('gives values on standard input with variables replaced, and keeps the variables in the revision', async () => {
    sut.env = { TOKEN: 's3cret', REPLICAS: '3' };
    sut.file('releases:\n  api: {chart: ./api, values: {token: "$TOKEN", replicas: $REPLICAS}}\n');
    await sut.run('up');
    const { args, input } = sut.helm.callOf('upgrade', 'api')!;
    expect(input).toBe('token: s3cret\nreplicas: 3\n');
    expect(args.join(' ')).not.toContain('s3cret');
    await sut.run('get', '1');
    expect(sut.out).toContain('token: $TOKEN');
    expect(sut.out).not.toContain('s3cret');
  });

  it('changes nothing with --dry-run, and says what would be done', async () => {
    sut.file(three);
    await sut.run('up');
    sut.file('releases:\n  store: {chart: ./store}\n  extra: {chart: ./extra}\n');
    expect(await sut.run('up', '--dry-run')).toBe(0);
    expect(sut.helm.called('upgrade').concat(sut.helm.called('uninstall'))).toEqual([]);
    expect(sut.out).toMatch(/store .*would be upgraded in default/);
    expect(sut.out).toMatch(/extra .*would be installed in default/);
    expect(sut.out).toMatch(/api .*would be uninstalled from apps: no longer in the file/);
    expect(sut.cluster.secrets.size).toBe(1);
  });

  it('starts nothing more once it is stopped, and says what helm makes of what was under way', async () => {
    sut.file(three);
    sut.helm.answers.set('upgrade store', () => {
      sut.stopping.abort();
      sut.helm.releases.set('default/store', 1);
      return refusal('Error: context canceled');
    });
    expect(await sut.run('up')).toBe(1);
    expect(sut.out).toMatch(/! store .*stopped while under way; helm has it as: deployed/);
    expect(sut.helm.called('upgrade')).toEqual(['store']);
    expect(sut.out).toContain('stopped: store; not tried: api, web');
  });

  it('uses the flags of the helm at hand', async () => {
    sut.file('releases:\n  api: {chart: ./api, forceUpdate: true}\n');
    await sut.run('up');
    expect(sut.helm.callOf('upgrade', 'api')!.args).toContain('--force');
    sut.helm.version = 'v4.1.4+g05fa379';
    await sut.run('up');
    expect(sut.helm.callOf('upgrade', 'api')!.args).toContain('--force-replace');
  });
});

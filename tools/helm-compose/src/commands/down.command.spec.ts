import { refusal } from '../testing/fake-helm.js';
import { CliFixture } from '../testing/cli-fixture.js';

describe('helm compose down', () => {
  let sut: CliFixture;
  const claim = { name: 'data-store-0', size: '8Gi' };
  beforeEach(async () => {
    sut = new CliFixture();
    sut.file('releases:\n  store: {chart: ./store}\n  web: {chart: ./web, needs: [store]}\n');
    await sut.run('up');
    sut.cluster.claims.set('default/store', [claim]);
  });
  afterEach(() => sut.dispose());

  it('uninstalls each release after those that need it, and keeps volumes', async () => {
    expect(await sut.run('down')).toBe(0);
    expect(sut.helm.called('uninstall')).toEqual(['web', 'store']);
    expect(sut.out).toContain('Volumes were kept');
    expect(sut.cluster.claims.get('default/store')).toEqual([claim]);
  });

  it('has nothing to do the second time', async () => {
    await sut.run('down');
    expect(await sut.run('down')).toBe(0);
    expect(sut.out).toBe('Nothing is installed.\n');
  });

  it('takes down what was installed, not what the file says now', async () => {
    sut.file('releases:\n  other: {chart: ./other}\n');
    await sut.run('down');
    expect(sut.helm.called('uninstall')).toEqual(['web', 'store']);
  });

  it('keeps what a failed release needs, and takes both the next time', async () => {
    sut.helm.answers.set('uninstall web', () => refusal('Error: a hook failed'));
    expect(await sut.run('down')).toBe(1);
    expect(sut.helm.called('uninstall')).toEqual(['web']);
    sut.helm.answers.clear();
    expect(await sut.run('down')).toBe(0);
    expect(sut.helm.called('uninstall')).toEqual(['web', 'store']);
  });

  it('counts a release that is gone already as taken down', async () => {
    sut.helm.releases.clear();
    expect(await sut.run('down')).toBe(0);
    expect(sut.out).toMatch(/store .*was not installed/);
  });

  it('names the volumes and deletes them when the answer is yes', async () => {
    let asked = '';
    sut.ask = async (question) => ((asked = question), 'yes');
    expect(await sut.run('down', '--delete-volumes')).toBe(0);
    expect(asked).toContain('default/data-store-0 (8Gi)');
    expect(sut.cluster.claims.get('default/store')).toEqual([]);
  });

  it('does nothing when the answer is anything else', async () => {
    sut.ask = async () => 'y';
    expect(await sut.run('down', '--delete-volumes')).toBe(1);
    expect(sut.helm.called('uninstall')).toEqual([]);
  });

  it('does nothing where nobody can answer, and asks for --yes', async () => {
    expect(await sut.run('down', '--delete-volumes')).toBe(1);
    expect(sut.err).toMatch(/default\/data-store-0 \(8Gi\)\nAdd --yes/);
    expect(sut.helm.called('uninstall')).toEqual([]);
    expect(await sut.run('down', '--delete-volumes', '--yes')).toBe(0);
    expect(sut.cluster.claims.get('default/store')).toEqual([]);
  });
});

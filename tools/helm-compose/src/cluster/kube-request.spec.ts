import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { openKubeConfig } from './kube-request.js';

describe(openKubeConfig.name, () => {
  let folder: string;
  let kubeconfig: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
    kubeconfig = join(folder, 'config');
    const contexts = ['one', 'two'].map((name) => ({ name, context: { cluster: name, user: 'me' } }));
    const clusters = ['one', 'two'].map((name) => ({
      name,
      cluster: { server: `https://${name}.example.com` },
    }));
    const users = [{ name: 'me', user: { token: 't' } }];
    writeFileSync(kubeconfig, stringify({ 'current-context': 'one', contexts, clusters, users }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes the current context unless told', () => {
    expect(openKubeConfig({ kubeconfig }, {}).getCurrentCluster()!.server).toBe('https://one.example.com');
  });

  it('takes the context named', () => {
    const sut = openKubeConfig({ kubeconfig, kubecontext: 'two' }, {});
    expect(sut.getCurrentCluster()!.server).toBe('https://two.example.com');
  });

  it('names the contexts that there are when one is unknown', () => {
    expect(() => openKubeConfig({ kubeconfig, kubecontext: 'three' }, {})).toThrow(
      /no context three; it has one, two/,
    );
  });

  it("goes by helm's own flags, which reach a plugin as variables", () => {
    const sut = openKubeConfig(
      {},
      { HELM_KUBEAPISERVER: 'https://api.example.com', HELM_KUBETOKEN: 'secret' },
    );
    expect(sut.getCurrentCluster()!.server).toBe('https://api.example.com');
    expect(sut.getCurrentUser()!.token).toBe('secret');
  });

  it('names a kubeconfig that cannot be read', () => {
    expect(() => openKubeConfig({ kubeconfig: join(folder, 'none') }, {})).toThrow(
      /kubeconfig cannot be read/,
    );
  });
});

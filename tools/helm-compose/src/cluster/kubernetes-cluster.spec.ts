import type { KubeReply } from './kube-request.js';
import { KubernetesCluster } from './kubernetes-cluster.js';

type Request = { method: string; path: string; body?: unknown };

/** A cluster whose API gives these replies, one after the other. */
function clusterOf(...replies: KubeReply[]) {
  const requests: Request[] = [];
  const sut = new KubernetesCluster(async (method, path, body) => {
    requests.push({ method, path, ...(body === undefined ? {} : { body }) });
    return replies[requests.length - 1] ?? { status: 500, body: { message: 'one request too many' } };
  });
  return { sut, requests };
}

const ok = (body: unknown = {}): KubeReply => ({ status: 200, body });
const labelled = (labels: Record<string, string>) => ok({ metadata: { name: 'apps', labels } });

describe(KubernetesCluster.name, () => {
  it('makes an absent namespace with its labels', async () => {
    const { sut, requests } = clusterOf({ status: 404, body: {} }, { status: 201, body: {} });
    expect(await sut.ensureNamespace('apps', { level: 'restricted' })).toEqual([]);
    expect(requests[1]).toMatchObject({
      method: 'POST',
      body: { kind: 'Namespace', metadata: { name: 'apps', labels: { level: 'restricted' } } },
    });
  });

  it('labels a namespace that another made a moment earlier', async () => {
    const conflict = { status: 409, body: {} };
    const { sut, requests } = clusterOf({ status: 404, body: {} }, conflict, labelled({}), ok());
    await sut.ensureNamespace('apps', { level: 'restricted' });
    expect(requests[3]).toMatchObject({
      method: 'PATCH',
      body: { metadata: { labels: { level: 'restricted' } } },
    });
  });

  it('adds labels that are missing and names those with other values', async () => {
    const { sut, requests } = clusterOf(labelled({ level: 'baseline' }), ok());
    expect(await sut.ensureNamespace('apps', { level: 'restricted', team: 'a' })).toEqual(['level=baseline']);
    expect(requests[1]!.body).toEqual({ metadata: { labels: { team: 'a' } } });
  });

  it('writes nothing to a namespace that has all labels', async () => {
    const { sut, requests } = clusterOf(labelled({ level: 'restricted' }));
    await sut.ensureNamespace('apps', { level: 'restricted' });
    expect(requests).toHaveLength(1);
  });

  it('tells which release a definition came with', async () => {
    const annotations = { 'meta.helm.sh/release-name': 'argo', 'meta.helm.sh/release-namespace': 'argocd' };
    const { sut } = clusterOf(ok({ metadata: { name: 'apps.argo.io', annotations } }), {
      status: 404,
      body: {},
    });
    expect(await sut.findCrd('apps.argo.io')).toEqual({ release: 'argo', namespace: 'argocd' });
    expect(await sut.findCrd('none.argo.io')).toBeUndefined();
  });

  it('encodes a secret on its way in and decodes it on its way out', async () => {
    const items = [{ metadata: { name: 's', creationTimestamp: 'then' }, data: { key: 'dsOpbHXDqQ==' } }];
    const { sut, requests } = clusterOf({ status: 201, body: {} }, ok({ items }));
    const secret = { name: 's', type: 'Opaque', labels: { a: 'b' }, data: { key: 'vélué' } };
    expect(await sut.createSecret('apps', secret)).toBe(true);
    expect(requests[0]!.body).toMatchObject({ data: { key: 'dsOpbHXDqQ==' }, immutable: true });
    expect(await sut.listSecrets('apps', { a: 'b', c: 'd' })).toEqual([
      { name: 's', createdAt: 'then', data: { key: 'vélué' } },
    ]);
    expect(requests[1]!.path).toBe('/api/v1/namespaces/apps/secrets?labelSelector=a%3Db%2Cc%3Dd');
  });

  it('tells that a secret of that name is there already', async () => {
    const { sut } = clusterOf({ status: 409, body: {} });
    expect(await sut.createSecret('apps', { name: 's', type: 'Opaque', labels: {}, data: {} })).toBe(false);
  });

  it('finds the volume claims of one release alone', async () => {
    const items = [{ metadata: { name: 'data-0' }, spec: { resources: { requests: { storage: '8Gi' } } } }];
    const { sut, requests } = clusterOf(ok({ items }));
    expect(await sut.listVolumeClaims('apps', 'store')).toEqual([{ name: 'data-0', size: '8Gi' }]);
    expect(decodeURIComponent(requests[0]!.path)).toMatch(
      /\?labelSelector=app\.kubernetes\.io\/instance=store$/,
    );
  });

  it('counts what is gone already as deleted', async () => {
    const { sut } = clusterOf({ status: 404, body: {} });
    await expect(sut.deleteVolumeClaim('apps', 'data-0')).resolves.toBeUndefined();
  });

  it("passes on the cluster's words when it refuses", async () => {
    const { sut } = clusterOf({ status: 403, body: { message: 'secrets is forbidden' } });
    await expect(sut.listSecrets('apps', {})).rejects.toMatchObject({
      code: 'compose/cluster-refused',
      message: expect.stringContaining('secrets is forbidden'),
    });
  });
});

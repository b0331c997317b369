import { ApiException } from '@kubernetes/client-node';
import { KubernetesKeptData, type GuardApis } from './kubernetes-kept-data.js';

const refuse = (code: number) => async () => {
  throw new ApiException(code, 'no', '{}', {});
};
const set = {
  metadata: { name: 'heliostat-valkey', labels: { 'app.kubernetes.io/component': 'valkey' } },
  spec: {
    replicas: 1,
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { storageClassName: 'fast', resources: { requests: { storage: '5Gi' } } },
      },
    ],
  },
};
const create = (change: Record<string, unknown> = {}) => {
  const calls = {
    listNamespacedStatefulSet: async () => ({ items: [set] }),
    listNamespacedPersistentVolumeClaim: async () => ({
      items: [{ metadata: { name: 'data-heliostat-valkey-0' } }],
    }),
    readNamespacedSecret: async ({ name }: { name: string }) => ({ metadata: { name } }),
    listNamespacedCustomObject: async () => ({ items: [{ metadata: { name: 'heliostat-postgres' } }] }),
    ...change,
  };
  const apis = { apps: calls, core: calls, custom: calls } as unknown as GuardApis;
  return new KubernetesKeptData(apis, 'heliostat');
};

describe(KubernetesKeptData.name, () => {
  it('knows StatefulSets with their claims, claims, Clusters and Secrets', async () => {
    expect(await create().read('a=b', ['heliostat-postgres'])).toEqual({
      statefulSets: [
        {
          name: 'heliostat-valkey',
          store: 'valkey',
          replicas: 1,
          claim: { template: 'data', size: '5Gi', storageClass: 'fast' },
        },
      ],
      claims: ['data-heliostat-valkey-0'],
      postgresClusters: ['heliostat-postgres'],
      secrets: ['heliostat-postgres'],
    });
  });

  it('takes 404 for an absent Secret and an absent operator', async () => {
    const sut = create({ readNamespacedSecret: refuse(404), listNamespacedCustomObject: refuse(404) });
    expect(await sut.read('a=b', ['x'])).toMatchObject({ postgresClusters: [], secrets: [] });
  });

  it('names the right that the service account lacks', async () => {
    const sut = create({ listNamespacedStatefulSet: refuse(403) });
    await expect(sut.read('a=b', [])).rejects.toThrow(
      /May not list statefulsets\.apps in namespace heliostat/,
    );
  });

  it('does not take a cluster that does not answer for an empty one', async () => {
    const sut = create({ listNamespacedPersistentVolumeClaim: refuse(500) });
    await expect(sut.read('a=b', [])).rejects.toMatchObject({ code: 'guard/refused' });
  });
});

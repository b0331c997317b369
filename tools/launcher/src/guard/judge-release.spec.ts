import type { GuardSpec } from './guard-spec.js';
import { judgeRelease as sut } from './judge-release.js';
import type { KeptData, KeptSet } from './kept-data.js';

const set = (change: Partial<KeptSet> = {}): KeptSet => ({
  name: 'heliostat-minio',
  store: 'minio',
  replicas: 4,
  claim: { template: 'data', size: '10Gi' },
  ...change,
});
const kept = (change: Partial<KeptData> = {}): KeptData => ({
  statefulSets: [set()],
  claims: ['data-heliostat-minio-0', 'data-heliostat-minio-1'],
  postgresClusters: [],
  secrets: [],
  ...change,
});
const spec = (
  statefulSets: GuardSpec['stores'][number]['statefulSets'],
  change: Partial<GuardSpec> = {},
): GuardSpec => ({
  selector: 'a=b',
  allowDataLoss: [],
  stores: [{ store: 'minio', statefulSets, cloudNativePg: false }],
  ...change,
});
const same = [{ name: 'heliostat-minio', claim: { size: '10Gi' }, replicas: 4 }];

describe('judgeRelease', () => {
  it('lets a release go on that keeps every store as it is', () => {
    expect(sut(spec(same), kept())).toEqual([]);
  });

  it('takes another spelling of the same size for the same', () => {
    expect(sut(spec([{ ...same[0]!, claim: { size: '10240Mi' } }]), kept())).toEqual([]);
  });

  it('lets a first install go on', () => {
    expect(sut(spec(same), kept({ statefulSets: [], claims: [] }))).toEqual([]);
  });

  it('refuses to switch a store off that holds data', () => {
    expect(sut(spec([]), kept())).toEqual([
      expect.stringMatching(/heliostat-minio holds data.*switch minio off.*allowDataLoss/),
    ]);
  });

  it('lets a store be switched off that never ran', () => {
    expect(sut(spec([]), kept({ claims: ['data-heliostat-minio-extra-0'] }))).toEqual([]);
  });

  it('lets a store be switched off that upgrade.allowDataLoss names, and no other', () => {
    expect(sut(spec([], { allowDataLoss: ['minio'] }), kept())).toEqual([]);
    expect(sut(spec([], { allowDataLoss: ['valkey'] }), kept())).toHaveLength(1);
  });

  it('names the StatefulSets that would be read instead', () => {
    const shards = [{ name: 'heliostat-minio-s0', claim: { size: '10Gi' } }];
    expect(sut(spec(shards), kept())[0]).toContain('keep the data in heliostat-minio-s0');
  });

  it('refuses to go without volumes where there are some', () => {
    expect(sut(spec([{ name: 'heliostat-minio', replicas: 4 }]), kept())[0]).toContain(
      'minio.persistence.enabled is false',
    );
  });

  it('tells how to grow volumes, which Kubernetes alone refuses', () => {
    const [words] = sut(spec([{ ...same[0]!, claim: { size: '20Gi' } }]), kept());
    expect(words).toContain('kubectl patch pvc data-heliostat-minio-0 data-heliostat-minio-1');
    expect(words).toContain('"storage":"20Gi"');
    expect(words).toContain('kubectl delete statefulset heliostat-minio --cascade=orphan');
  });

  it('refuses another StorageClass, even where data loss is allowed, since Kubernetes cannot', () => {
    const wanted = [{ ...same[0]!, claim: { size: '10Gi', storageClass: 'fast' } }];
    expect(sut(spec(wanted, { allowDataLoss: ['minio'] }), kept())[0]).toMatch(/\(default\).*want fast/);
  });

  it('refuses another number of pods where the data is laid out for one', () => {
    expect(sut(spec([{ ...same[0]!, replicas: 8 }]), kept())[0]).toContain('has 4 pod(s), the values want 8');
  });

  it('tells every fault at once', () => {
    const wanted = [{ name: 'heliostat-minio', claim: { size: '5Gi', storageClass: 'fast' }, replicas: 8 }];
    expect(sut(spec(wanted), kept())).toHaveLength(3);
  });

  describe('of PostgreSQL', () => {
    const name = 'heliostat-postgres';
    const claims = [`data-${name}-0`];
    const store = { store: 'postgres', statefulSets: [{ name, claim: { size: '10Gi' } }] };
    const sets = [set({ name, store: 'postgres', replicas: 1 })];

    it('refuses a Cluster in place of a StatefulSet with data, and the other way round', () => {
      const toCluster = { ...store, statefulSets: [], cloudNativePg: true };
      expect(sut(spec([], { stores: [toCluster] }), kept({ statefulSets: sets, claims }))[0]).toContain(
        'a CloudNativePG Cluster, which begins empty',
      );
      const back = { ...store, cloudNativePg: false };
      const clusters = kept({ statefulSets: [], claims: [], postgresClusters: [name] });
      expect(sut(spec([], { stores: [back] }), clusters)[0]).toContain('postgres.mode is not cloudnative-pg');
    });

    it('refuses a new password for a volume that holds the old one', () => {
      const stores = [{ ...store, cloudNativePg: false, passwordIn: name }];
      const found = kept({ statefulSets: [], claims });
      expect(sut(spec([], { stores }), found)[0]).toMatch(/not the Secret heliostat-postgres/);
      expect(sut(spec([], { stores }), { ...found, secrets: [name] })).toEqual([]);
    });
  });
});

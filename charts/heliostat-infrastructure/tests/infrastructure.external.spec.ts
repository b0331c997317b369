import { type Container, type Manifest, podSpecOf, renderChart, type RenderOptions } from '@heliostat/charts';

const chart = 'heliostat-infrastructure';
const render = async (values: Record<string, unknown> = {}, options: RenderOptions = {}) =>
  (await renderChart(chart, { values, ...options })).manifests;
const find = (manifests: Manifest[], kind: string, name: string): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};
const names = (manifests: Manifest[], kind: string) =>
  manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
const container = (manifest: Manifest): Container => podSpecOf(manifest)!.containers[0]!;
const envOf = (manifest: Manifest, name: string) =>
  container(manifest).env?.find((entry) => entry.name === name);
const fileOf = (manifests: Manifest[], map: string, file: string) =>
  find(manifests, 'ConfigMap', map).data?.[file] ?? '';

describe('the stores', () => {
  it('are four StatefulSets and Services under the names that heliostat-core looks for', async () => {
    const sut = await render();
    const expected = ['heliostat-clickhouse', 'heliostat-minio', 'heliostat-postgres', 'heliostat-valkey'];
    expect(names(sut, 'StatefulSet').sort()).toEqual(expected);
    expect(names(sut, 'Service')).toEqual(expect.arrayContaining(expected));
  });

  it.each(['postgres', 'clickhouse', 'minio', 'valkey'])(
    'leave nothing of %s when it is outside',
    async (store) => {
      const sut = await render({ [store]: { enabled: false } });
      const left = sut.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === store);
      expect(left).toEqual([]);
      expect(names(sut, 'StatefulSet')).toHaveLength(3);
    },
  );

  it('have a pod each that `helm test` runs', async () => {
    const pods = (await render()).filter(({ kind }) => kind === 'Pod');
    expect(pods.map(({ metadata }) => metadata.name).sort()).toEqual(
      ['clickhouse', 'minio', 'postgres', 'valkey'].map((store) => `heliostat-${store}-test`),
    );
  });

  it('keep their volumes when their StatefulSet goes', async () => {
    for (const set of (await render()).filter(({ kind }) => kind === 'StatefulSet'))
      expect(set.spec.persistentVolumeClaimRetentionPolicy).toEqual({
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      });
  });

  it('have claim templates and selectors that do not change with the version', async () => {
    for (const set of (await render()).filter(({ kind }) => kind === 'StatefulSet'))
      for (const labels of [
        set.spec.selector.matchLabels,
        set.spec.template.metadata.labels,
        set.spec.volumeClaimTemplates[0].metadata.labels,
      ])
        expect(Object.keys(labels).filter((key) => /version|chart/.test(key))).toEqual([]);
  });

  it('select pods by labels that the pods have', async () => {
    const sut = await render({ clickhouse: { cluster: { enabled: true, shards: 2 } } });
    for (const set of sut.filter(({ kind }) => kind === 'StatefulSet'))
      expect(set.spec.template.metadata.labels).toMatchObject(set.spec.selector.matchLabels);
  });

  it('take their volumes from global.storageClass, unless they name one', async () => {
    const sut = await render({
      global: { storageClass: 'slow' },
      clickhouse: { persistence: { storageClass: 'fast' } },
    });
    const classOf = (name: string) =>
      find(sut, 'StatefulSet', name).spec.volumeClaimTemplates[0].spec.storageClassName;
    expect([classOf('heliostat-postgres'), classOf('heliostat-clickhouse')]).toEqual(['slow', 'fast']);
  });

  it('restart when their configuration changes, and not when the version does', async () => {
    const checksum = async (values: Record<string, unknown>) =>
      find(await render(values), 'StatefulSet', 'heliostat-clickhouse').spec.template.metadata.annotations[
        'checksum/config'
      ] as string;
    const before = await checksum({});
    expect(await checksum({ clickhouse: { hql: { maxExecutionSeconds: 5 } } })).not.toBe(before);
    expect(await checksum({ commonLabels: { team: 'x' } })).toBe(before);
  });

  it('come from another registry altogether with global.imageRegistry', async () => {
    const sut = await render({
      global: { imageRegistry: 'registry.example.com/x' },
      postgres: { metrics: { enabled: true } },
      valkey: { metrics: { enabled: true } },
    });
    const images = sut.flatMap((manifest) => {
      const pod = podSpecOf(manifest);
      return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].map(({ image }) => image);
    });
    expect(images.length).toBeGreaterThan(10);
    for (const image of images) expect(image).toMatch(/^registry\.example\.com\/x\/[^.]+:/);
  });

  it('name no user or group on OpenShift', async () => {
    const { text } = await renderChart(chart, { valueFiles: ['examples/openshift.yaml'] });
    expect(text).not.toMatch(/runAsUser|runAsGroup|fsGroup:/);
    expect(text).toContain('runAsNonRoot: true');
  });
});

describe('passwords', () => {
  it('are made by a Job for the stores that run here, and only for those', async () => {
    const spec = async (values: Record<string, unknown>) =>
      JSON.parse(fileOf(await render(values), 'heliostat-infrastructure-secrets', 'secrets.json')) as {
        name: string;
        keys: Record<string, unknown>;
      }[];
    expect((await spec({})).map(({ name, keys }) => [name, Object.keys(keys).sort()])).toEqual([
      ['heliostat-postgres', ['password']],
      ['heliostat-clickhouse', ['hql-password', 'password']],
      ['heliostat-minio', ['access-key', 'secret-key']],
      ['heliostat-valkey', ['password']],
    ]);
    const fewer = { minio: { enabled: false }, valkey: { existingSecret: { name: 'mine' } } };
    expect((await spec(fewer)).map(({ name }) => name)).toEqual([
      'heliostat-postgres',
      'heliostat-clickhouse',
    ]);
  });

  it('are a matter of the Secrets that the Job makes alone', async () => {
    const role = find(await render(), 'Role', 'heliostat-infrastructure-secrets');
    expect(role.rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      {
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['get', 'patch'],
        resourceNames: ['heliostat-postgres', 'heliostat-clickhouse', 'heliostat-minio', 'heliostat-valkey'],
      },
    ]);
  });

  it('come from a Secret and key of your own', async () => {
    const existingSecret = { name: 'mine', passwordKey: 'word' };
    const sut = find(await render({ postgres: { existingSecret } }), 'StatefulSet', 'heliostat-postgres');
    expect(envOf(sut, 'POSTGRES_PASSWORD')?.valueFrom).toEqual({
      secretKeyRef: { name: 'mine', key: 'word' },
    });
  });

  it('need no Job when all are your own', async () => {
    expect(names(await render({ secrets: { create: false } }), 'Job')).toEqual([
      'heliostat-infrastructure-guard',
    ]);
  });

  it('stand in no argument of a process', async () => {
    for (const manifest of await render())
      for (const { command = [], args = [] } of podSpecOf(manifest)?.containers ?? [])
        expect([...command, ...args].join(' ')).not.toMatch(/requirepass|--password|\$\(\w*PASSWORD\)/);
  });
});

describe('ClickHouse', () => {
  it('knows its users by hashes that the init container puts in, and has no user without a password', async () => {
    const sut = fileOf(await render(), 'heliostat-clickhouse-prepare', '10-heliostat.xml');
    expect(sut).toContain('<default remove="remove"/>');
    expect(sut.match(/<password_sha256_hex>@\w+@<\/password_sha256_hex>/g)).toHaveLength(2);
    expect(sut).not.toContain('no_password');
  });

  it('lets tenants’ SQL read the tables named, within its limits, and nothing else', async () => {
    const hql = { tables: ['request_response_rmt', 'other'], maxExecutionSeconds: 7 };
    const sut = fileOf(
      await render({ clickhouse: { hql } }),
      'heliostat-clickhouse-prepare',
      '10-heliostat.xml',
    );
    expect(sut.match(/<query>.*<\/query>/g)).toEqual([
      '<query>GRANT SELECT ON heliostat.request_response_rmt</query>',
      '<query>GRANT SELECT ON heliostat.other</query>',
    ]);
    expect(sut).toContain('<max_execution_time><min>1</min><max>7</max></max_execution_time>');
  });

  it('drops its own logs after some days, or keeps none', async () => {
    const file = async (systemLogDays: number) =>
      fileOf(
        await render({ clickhouse: { config: { systemLogDays } } }),
        'heliostat-clickhouse-config',
        '20-system-logs.xml',
      );
    expect(await file(3)).toMatch(/<query_log>\s*<ttl>event_date \+ INTERVAL 3 DAY DELETE<\/ttl>/);
    expect(await file(3)).toContain('<trace_log remove="remove"/>');
    expect(await file(0)).toContain('<query_log remove="remove"/>');
  });

  it('writes large numbers without an exponent', async () => {
    const sut = fileOf(await render(), 'heliostat-clickhouse-prepare', '10-heliostat.xml');
    expect(sut).toContain('<max_memory_usage>2000000000</max_memory_usage>');
  });

  describe('as a cluster', () => {
    const values = { clickhouse: { cluster: { enabled: true, name: 'main', shards: 2, replicas: 3 } } };

    it('is a StatefulSet for each shard, whose pods know their shard and replica', async () => {
      const manifests = await render(values);
      const sut = find(manifests, 'StatefulSet', 'heliostat-clickhouse-s1');
      expect(names(manifests, 'StatefulSet')).toEqual(
        expect.arrayContaining(['heliostat-clickhouse-s0', 'heliostat-clickhouse-s1', 'heliostat-keeper']),
      );
      expect(sut.spec.replicas).toBe(3);
      expect(envOf(sut, 'CLICKHOUSE_SHARD')?.value).toBe('1');
      expect(envOf(sut, 'CLICKHOUSE_REPLICA')?.valueFrom).toEqual({
        fieldRef: { fieldPath: 'metadata.name' },
      });
      const config = fileOf(manifests, 'heliostat-clickhouse-config', '30-cluster.xml');
      expect(config).toContain('<shard from_env="CLICKHOUSE_SHARD"/>');
      expect(config).toContain('<replica from_env="CLICKHOUSE_REPLICA"/>');
    });

    it('names every replica, by names that the pods will have', async () => {
      const manifests = await render(values);
      const config = fileOf(manifests, 'heliostat-clickhouse-config', '30-cluster.xml');
      const hosts = [...config.matchAll(/<host>(heliostat-clickhouse-[^.]+)\.([^.]+)\./g)];
      expect(hosts.map(([, pod]) => pod)).toEqual(
        ['s0', 's1'].flatMap((set) => [0, 1, 2].map((pod) => `heliostat-clickhouse-${set}-${pod}`)),
      );
      const services = new Set(hosts.map(([, , service]) => service));
      expect([...services]).toEqual([
        find(manifests, 'StatefulSet', 'heliostat-clickhouse-s0').spec.serviceName,
      ]);
      expect(config).toContain('<internal_replication>true</internal_replication>');
    });

    it('has Keeper nodes whose ids match their pods', async () => {
      const manifests = await render(values);
      const keeper = fileOf(manifests, 'heliostat-keeper', 'keeper_config.xml');
      const servers = [...keeper.matchAll(/<id>(\d)<\/id>\s*<hostname>heliostat-keeper-(\d)\./g)];
      expect(servers.map(([, id, pod]) => Number(id) - Number(pod))).toEqual([1, 1, 1]);
      expect(container(find(manifests, 'StatefulSet', 'heliostat-keeper')).command?.[2]).toContain(
        'KEEPER_SERVER_ID=$(( ${POD_NAME##*-} + 1 ))',
      );
    });

    it('has a secret among its replicas', async () => {
      const manifests = await render(values);
      const secrets = fileOf(manifests, 'heliostat-infrastructure-secrets', 'secrets.json');
      expect(secrets).toContain('"cluster-secret"');
      expect(
        envOf(find(manifests, 'StatefulSet', 'heliostat-clickhouse-s0'), 'CLICKHOUSE_CLUSTER_SECRET')
          ?.valueFrom,
      ).toEqual({ secretKeyRef: { name: 'heliostat-clickhouse', key: 'cluster-secret' } });
    });

    it('keeps replicas of a shard on different nodes, and lets one go at a time', async () => {
      const manifests = await render(values);
      const sut = podSpecOf(find(manifests, 'StatefulSet', 'heliostat-clickhouse-s1'))!;
      expect(JSON.stringify(sut.affinity)).toContain('requiredDuringSchedulingIgnoredDuringExecution');
      expect(JSON.stringify(sut.affinity)).toContain('"heliostat/shard":"1"');
      const budget = find(manifests, 'PodDisruptionBudget', 'heliostat-clickhouse-s1');
      expect(budget.spec.maxUnavailable).toBe(1);
      expect(budget.spec.selector.matchLabels['heliostat/shard']).toBe('1');
    });

    it('uses a Keeper outside, and then runs none', async () => {
      const manifests = await render({ ...values, keeper: { external: ['zk-1.example.com:2181'] } });
      expect(names(manifests, 'StatefulSet')).not.toContain('heliostat-keeper');
      expect(fileOf(manifests, 'heliostat-clickhouse-config', '30-cluster.xml')).toMatch(
        /<host>zk-1\.example\.com<\/host>\s*<port>2181<\/port>/,
      );
    });
  });
});

describe('PostgreSQL', () => {
  it('takes the superuser from inside alone, and others with SCRAM', async () => {
    const sut = fileOf(await render(), 'heliostat-postgres', 'pg_hba.conf')
      .trim()
      .split('\n');
    expect(sut).toEqual([
      'local all all trust',
      'host all postgres all reject',
      'host all all all scram-sha-256',
    ]);
  });

  it('refuses connections without encryption when told so', async () => {
    const tls = { existingSecret: 'cert', required: true };
    const manifests = await render({ postgres: { tls } });
    expect(fileOf(manifests, 'heliostat-postgres', 'pg_hba.conf')).toContain('hostssl all all all');
    expect(fileOf(manifests, 'heliostat-postgres', 'postgresql.conf')).toContain('ssl = on');
  });

  it('writes settings as PostgreSQL reads them', async () => {
    const config = { max_connections: 1000000, work_mem: '16MB', jit: false, search_path: "a, 'b'" };
    const sut = fileOf(await render({ postgres: { config } }), 'heliostat-postgres', 'postgresql.conf');
    expect(sut).toContain("max_connections = '1000000'");
    expect(sut).toContain("jit = 'false'");
    expect(sut).toContain("search_path = 'a, ''b'''");
  });

  it('is a Cluster of CloudNativePG behind the same Service, with backups', async () => {
    const manifests = await render({}, { valueFiles: ['examples/cloudnative-pg.yaml'] });
    expect(names(manifests, 'StatefulSet')).not.toContain('heliostat-postgres');
    expect(find(manifests, 'Service', 'heliostat-postgres').spec.selector).toEqual({
      'cnpg.io/cluster': 'heliostat-postgres',
      'cnpg.io/instanceRole': 'primary',
    });
    const cluster = find(manifests, 'Cluster', 'heliostat-postgres');
    expect(cluster.metadata.annotations?.['helm.sh/resource-policy']).toBe('keep');
    expect(cluster.spec.plugins[0]).toMatchObject({
      isWALArchiver: true,
      parameters: { barmanObjectName: find(manifests, 'ObjectStore', 'heliostat-postgres').metadata.name },
    });
    expect(find(manifests, 'ScheduledBackup', 'heliostat-postgres').spec.method).toBe('plugin');
    const secrets = fileOf(manifests, 'heliostat-infrastructure-secrets', 'secrets.json');
    expect(JSON.parse(secrets)[0].keys.username).toEqual({ value: 'heliostat' });
  });

  it('has the operator’s own backups with keys where the plugin is not there', async () => {
    const backup = { enabled: true, method: 'in-tree', destinationPath: 's3://b/p' };
    const values = { postgres: { mode: 'cloudnative-pg', cloudnativePg: { backup } } };
    const sut = find(await render(values), 'Cluster', 'heliostat-postgres');
    expect(sut.spec.backup.barmanObjectStore.s3Credentials.accessKeyId).toEqual({
      name: 'heliostat-minio',
      key: 'access-key',
    });
  });
});

describe('Valkey', () => {
  it('evicts nothing and keeps a log', async () => {
    const sut = fileOf(await render(), 'heliostat-valkey', 'valkey.conf');
    expect(sut).toContain('maxmemory-policy noeviction');
    expect(sut).toContain('appendonly yes');
  });
});

describe('MinIO', () => {
  it('is a set of pods that know one another in distributed mode', async () => {
    const sut = find(
      await render({ minio: { mode: 'distributed', replicas: 6 } }),
      'StatefulSet',
      'heliostat-minio',
    );
    expect(sut.spec.replicas).toBe(6);
    expect(container(sut).command?.[2]).toBe(
      `http://heliostat-minio-{0...5}.${sut.spec.serviceName}.heliostat.svc.cluster.local:9000/data`,
    );
  });
});

describe('network policies', () => {
  const policyOf = async (store: string, values: Record<string, unknown> = {}) =>
    find(await render(values), 'NetworkPolicy', `heliostat-${store}`).spec;
  const componentsIn = (rule: { from: { podSelector?: { matchExpressions?: { values: string[] }[] } }[] }) =>
    rule.from.flatMap(({ podSelector }) => podSelector?.matchExpressions?.[0]?.values ?? []);

  it('deny every pod of the release what no other policy allows', async () => {
    const sut = find(await render(), 'NetworkPolicy', 'heliostat-infrastructure-default-deny').spec;
    expect(sut).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect([sut.ingress, sut.egress]).toEqual([undefined, undefined]);
  });

  it.each([
    [
      'postgres',
      5432,
      ['proxy', 'jawn', 'worker', 'migrate', 'backup', 'restore', 'test', 'reseal', 'reprocess'],
    ],
    ['clickhouse', 8123, ['jawn', 'worker', 'migrate', 'backup', 'restore', 'test', 'reprocess']],
    ['minio', 9000, ['proxy', 'jawn', 'worker', 'migrate', 'backup', 'restore', 'test', 'reprocess']],
    ['valkey', 6379, ['proxy', 'jawn', 'worker', 'migrate', 'test', 'reprocess']],
  ])('let to %s those who need it, on its port', async (store, port, components) => {
    const [clients] = (await policyOf(store)).ingress;
    expect(componentsIn(clients)).toEqual(components);
    expect(clients.ports[0].port).toBe(port);
  });

  it('let Prometheus at the metrics alone', async () => {
    const { ingress } = await policyOf('clickhouse');
    expect(ingress.at(-1)).toEqual({
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ports: [{ port: 9363 }],
    });
  });

  it('let Heliostat in from another namespace', async () => {
    const { ingress } = await policyOf('valkey', { networkPolicy: { clientNamespaces: ['apps'] } });
    expect(ingress[0].from[1]).toMatchObject({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'apps' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'heliostat' } },
    });
  });

  it('let replicas at one another and at Keeper', async () => {
    const values = { clickhouse: { cluster: { enabled: true } } };
    const { egress } = await policyOf('clickhouse', values);
    const ports = egress.flatMap((rule: { ports: { port: number }[] }) => rule.ports.map(({ port }) => port));
    expect(ports).toEqual(expect.arrayContaining([9000, 9009, 9181]));
    expect((await policyOf('keeper', values)).ingress.map((rule: { ports: unknown }) => rule.ports)).toEqual([
      [{ port: 9181 }],
      [{ port: 9234 }],
      [{ port: 9363 }],
    ]);
  });

  it('are left out when told so', async () => {
    expect(names(await render({ networkPolicy: { enabled: false } }), 'NetworkPolicy')).toEqual([]);
  });
});

describe('the guard', () => {
  const specOf = async (values: Record<string, unknown>) =>
    JSON.parse(fileOf(await render(values), 'heliostat-infrastructure-guard', 'guard.json')) as {
      stores: { store: string; statefulSets: { name: string; claim?: unknown; replicas?: number }[] }[];
    };

  it('is told each StatefulSet with its claim as it is rendered', async () => {
    const values = { clickhouse: { cluster: { enabled: true, shards: 2 } }, minio: { mode: 'distributed' } };
    const manifests = await render(values);
    const told = (await specOf(values)).stores.flatMap(({ statefulSets }) => statefulSets);
    expect(told.map(({ name }) => name).sort()).toEqual(names(manifests, 'StatefulSet').sort());
    for (const { name, claim } of told)
      expect(claim).toEqual({
        size: find(manifests, 'StatefulSet', name).spec.volumeClaimTemplates[0].spec.resources.requests
          .storage,
      });
    expect(told.find(({ name }) => name === 'heliostat-minio')?.replicas).toBe(4);
  });

  it('is told of no StatefulSet of a store that is outside', async () => {
    const { stores } = await specOf({ valkey: { enabled: false } });
    expect(stores.find(({ store }) => store === 'valkey')?.statefulSets).toEqual([]);
  });

  it('runs before the Job that makes passwords, and before all else', async () => {
    const weights = (await render())
      .filter(({ kind }) => kind === 'Job')
      .map(({ metadata }) => [metadata.name, Number(metadata.annotations?.['helm.sh/hook-weight'])]);
    expect(Object.fromEntries(weights)).toEqual({
      'heliostat-infrastructure-guard': -30,
      'heliostat-infrastructure-secrets': -20,
    });
  });

  it('may look and change nothing', async () => {
    const role = find(await render(), 'Role', 'heliostat-infrastructure-guard') as Manifest & {
      rules: { verbs: string[] }[];
    };
    expect(new Set(role.rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['list', 'get']));
  });
});

describe('values that do not fit together', () => {
  it('are refused all at once, each with the way out', async () => {
    const values = {
      postgres: {
        config: { port: 1 },
        tls: { required: true },
        cloudnativePg: { backup: { enabled: true } },
      },
      clickhouse: { hqlUser: 'heliostat' },
      valkey: { config: { 'maxmemory-policy': 'allkeys-lru' } },
    };
    const failure = (await render(values).catch((error: Error) => error)) as Error;
    for (const words of [
      'postgres.config.port: the chart sets it',
      'postgres.tls.required: there is no certificate',
      'postgres.cloudnativePg.backup.enabled: only the operator',
      'clickhouse.hqlUser: tenants',
      'valkey.config.maxmemory-policy: the chart sets it. Remove it (a queue needs noeviction)',
    ])
      expect(failure.message).toContain(words);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'postgres.resources.requests.memory: 64Gi is more than postgres.resources.limits.memory (1Gi)',
      { postgres: { resources: { requests: { memory: '64Gi' } } } },
    ],
    [
      'clickhouse.resources.requests.cpu: 1500m is more than clickhouse.resources.limits.cpu (1)',
      { clickhouse: { resources: { requests: { cpu: '1500m' }, limits: { cpu: 1 } } } },
    ],
    [
      'valkey.maxmemory: 1gb does not fit into valkey.resources.limits.memory (512Mi)',
      { valkey: { maxmemory: '1gb', resources: { limits: { memory: '512Mi' } } } },
    ],
    [
      'postgres.config.shared_buffers: 4GB does not fit into postgres.resources.limits.memory (1Gi)',
      { postgres: { config: { shared_buffers: '4GB' } } },
    ],
  ])('say "%s"', async (words, values) => {
    await expect(render(values)).rejects.toThrow(words);
  });

  it('let a store that is off have any resources', async () => {
    const valkey = { enabled: false, maxmemory: '9gb', resources: { requests: { memory: '64Gi' } } };
    await expect(render({ valkey })).resolves.toBeDefined();
  });

  it.each([
    ['a key that is not there', { postgresql: { enabled: false } }, /postgresql/],
    ['two Keeper nodes', { keeper: { replicas: 2 } }, /keeper.*replicas/],
    ['three MinIO pods', { minio: { replicas: 3 } }, /minio.*replicas/],
    ['a wrong type', { valkey: { enabled: 3 } }, /valkey.*enabled/],
    [
      'Keeper without volumes',
      { clickhouse: { cluster: { enabled: true } }, keeper: { persistence: { enabled: false } } },
      /keeper\.persistence\.enabled/,
    ],
    [
      'more synchronous replicas than pods',
      { postgres: { mode: 'cloudnative-pg', cloudnativePg: { instances: 2, minSyncReplicas: 2 } } },
      /Set at most 1/,
    ],
  ])('are refused: %s', async (_, values, words) => {
    await expect(render(values)).rejects.toThrow(words);
  });
});

import { podSpecOf, renderChart } from '@heliostat/charts';
import { NetworkFlows, type PodPeer } from './network-flows.js';

const backups = { enabled: true, bucket: 'heliostat-backups' };
const restore = { enabled: true, backup: 'latest' };
const exposed = {
  publicUrl: { web: 'https://a.example.com', gateway: 'https://b.example.com' },
  ingress: { enabled: true, web: { host: 'a.example.com' }, gateway: { host: 'b.example.com' } },
};

const flows = async (values: Record<string, unknown> = {}) =>
  new NetworkFlows((await renderChart('heliostat-core', { values })).manifests);
const store = (component: string): PodPeer => ({
  labels: { 'app.kubernetes.io/part-of': 'heliostat', 'app.kubernetes.io/component': component },
});
const anyPod: PodPeer = { labels: { app: 'mine' } };
const elsewhere = (namespace: string): PodPeer => ({ labels: { app: 'theirs' }, namespace });
const ports: Record<string, number> = {
  proxy: 8787,
  jawn: 8585,
  worker: 8686,
  web: 3000,
  postgres: 5432,
  clickhouse: 8123,
  valkey: 6379,
  minio: 9000,
};
const apps = ['proxy', 'jawn', 'worker', 'web'];
const stores = ['postgres', 'clickhouse', 'valkey', 'minio'];

describe('network policies of heliostat-core', () => {
  let sut: NetworkFlows;
  beforeAll(async () => (sut = await flows({ backup: backups })));

  it.each([
    ['web', ['jawn']],
    ['jawn', ['proxy', 'jawn', 'worker', 'web', 'postgres', 'clickhouse', 'valkey', 'minio']],
    ['proxy', ['postgres', 'valkey', 'minio']],
    ['worker', ['postgres', 'clickhouse', 'valkey', 'minio']],
    ['migrate', ['postgres', 'clickhouse', 'valkey', 'minio']],
    ['backup', ['postgres', 'clickhouse', 'minio']],
    ['test', ['proxy', 'jawn']],
    ['secrets', []],
  ])('let %s reach %j of the apps and stores, and no other', (from, to) => {
    const reached = [...apps, ...stores].filter((name) => {
      const target = stores.includes(name) ? store(name) : sut.pod(name);
      // The namespace may call the proxy, so only what leaves `from` is asked for here.
      return sut.allows(sut.pod(from), target, ports[name]!);
    });
    expect(reached.sort()).toEqual([...to].sort());
  });

  it('let a restore reach the stores of a backup and no app', async () => {
    const restoring = await flows({ backup: backups, restore });
    const reached = stores.filter((name) =>
      restoring.allows(restoring.pod('restore'), store(name), ports[name]!),
    );
    expect(reached).toEqual(['postgres', 'clickhouse', 'minio']);
    expect(
      apps.filter((name) => restoring.allows(restoring.pod('restore'), restoring.pod(name), ports[name]!)),
    ).toEqual([]);
  });

  it('let pods of the namespace call the proxy and no other app', () => {
    expect(apps.filter((name) => sut.allows(anyPod, sut.pod(name), ports[name]!))).toEqual(['proxy']);
  });

  it('keep jawn from the pods that it has nothing to show of without jawn.platform', async () => {
    const blind = await flows({ jawn: { platform: { enabled: false } } });
    const reached = apps.filter((name) => blind.allows(blind.pod('jawn'), blind.pod(name), ports[name]!));
    expect(reached).toEqual(['proxy']);
  });

  it('close the proxy to the namespace when proxyFromNamespace is off, but not to jawn', async () => {
    const closed = await flows({ networkPolicy: { proxyFromNamespace: false } });
    expect(closed.allows(anyPod, closed.pod('proxy'), 8787)).toBe(false);
    expect(closed.allows(closed.pod('jawn'), closed.pod('proxy'), 8787)).toBe(true);
  });

  it('open the proxy to a namespace that proxy.networkPolicy.from names', async () => {
    const peer = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'team-a' } } };
    const open = await flows({ proxy: { networkPolicy: { from: [peer] } } });
    expect(open.allows(elsewhere('team-a'), open.pod('proxy'), 8787)).toBe(true);
    expect(open.allows(elsewhere('team-b'), open.pod('proxy'), 8787)).toBe(false);
  });

  it('let the ingress controller reach only what has a host', async () => {
    const nginx = elsewhere('ingress-nginx');
    const open = await flows(exposed);
    expect(apps.filter((name) => sut.allows(nginx, sut.pod(name), ports[name]!))).toEqual([]);
    expect(apps.filter((name) => open.allows(nginx, open.pod(name), ports[name]!))).toEqual(['proxy', 'web']);
  });

  it('let the monitoring namespace reach every app’s port and no store or Job', () => {
    const prometheus = elsewhere('monitoring');
    expect(apps.filter((name) => sut.allows(prometheus, sut.pod(name), ports[name]!))).toEqual(apps);
    expect(sut.allows(prometheus, sut.pod('migrate'), 8787)).toBe(false);
  });

  it('let the proxy reach the test’s provider, which nobody else reaches', () => {
    expect(sut.allows(sut.pod('proxy'), sut.pod('test'), 9099)).toBe(true);
    expect(sut.allows(sut.pod('worker'), sut.pod('test'), 9099)).toBe(false);
    expect(sut.allows(anyPod, sut.pod('test'), 9099)).toBe(false);
  });

  it.each(['proxy', 'worker'])('let %s reach the internet at 443, and nothing private', (name) => {
    const [ipv4, ipv6] = sut.outside(sut.pod(name), 443);
    expect(ipv4).toMatchObject({
      cidr: '0.0.0.0/0',
      except: expect.arrayContaining(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16']),
    });
    expect(ipv6).toMatchObject({ cidr: '::/0', except: expect.arrayContaining(['fc00::/7', 'fe80::/10']) });
    expect(sut.outside(sut.pod(name), 80)).toEqual([]);
  });

  it('keep web and the migration from every address outside', () => {
    for (const name of ['web', 'migrate']) expect(sut.outside(sut.pod(name), 443)).toEqual([]);
  });

  it('let only the pods that speak to the Kubernetes API reach port 6443', () => {
    const speaking = [...apps, 'secrets', 'migrate', 'backup', 'test'].filter(
      (name) => sut.outside(sut.pod(name), 6443).length > 0,
    );
    expect(speaking).toEqual(['jawn', 'secrets']);
  });

  it('let the pods resolve names by the cluster’s DNS', () => {
    const dns = elsewhere('kube-system');
    for (const name of [...apps, 'secrets', 'migrate', 'backup', 'test'])
      expect([name, sut.allows(sut.pod(name), dns, 53)]).toEqual([name, true]);
  });

  it('reach an outside store at its own port, and only where networkPolicy.stores says when it does', async () => {
    const postgres = { host: 'db.example.com', port: 6432 };
    const open = await flows({ postgres });
    expect(open.outside(open.pod('proxy'), 6432)).toEqual([{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }]);
    const peers = [{ ipBlock: { cidr: '10.7.0.0/16' } }];
    const narrow = await flows({ postgres, networkPolicy: { stores: { postgres: peers } } });
    expect(narrow.outside(narrow.pod('proxy'), 6432)).toEqual([{ cidr: '10.7.0.0/16' }]);
  });

  it('take the namespace of a store from its name, and the port from its URL or scheme', async () => {
    const other = await flows({
      clickhouse: { url: 'https://ch.data.svc.cluster.local' },
      redis: { url: 'rediss://valkey.cache.svc:6380' },
    });
    expect(other.allows(other.pod('worker'), elsewhere('data'), 443)).toBe(true);
    expect(other.allows(other.pod('worker'), elsewhere('cache'), 6380)).toBe(true);
    expect(other.allows(other.pod('worker'), elsewhere('cache'), 443)).toBe(false);
  });

  it('open the proxy to all addresses behind a load balancer', async () => {
    const { manifests } = await renderChart('heliostat-core', {
      values: { proxy: { service: { type: 'LoadBalancer' } } },
    });
    const policy = manifests.find(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'heliostat-proxy',
    );
    expect(policy?.spec.ingress[0]).toEqual({ ports: [{ port: 8787, protocol: 'TCP' }] });
  });

  it('let the proxy reach the servers that the values name, each at its own port', async () => {
    const open = await flows({
      providers: {
        openai: { baseUrl: 'http://vllm.models.svc.cluster.local:8000' },
        local: { baseUrl: 'http://ollama:11434' },
      },
      proxy: {
        allowedPrivateTargets: ['tgi.tgi-system.svc', '10.9.8.7:3000'],
        cache: {
          redis: { url: 'redis://cache.stores.svc' },
          semantic: { url: 'https://embeddings.example.com:8443/v1' },
        },
        guards: { promptGuard: { url: 'http://guard.guards.svc/classify' } },
      },
    });
    const proxy = open.pod('proxy');
    expect(open.allows(proxy, elsewhere('models'), 8000)).toBe(true);
    expect(open.allows(proxy, elsewhere('models'), 8001)).toBe(false);
    expect(open.allows(proxy, anyPod, 11434)).toBe(true);
    expect(open.allows(proxy, elsewhere('tgi-system'), 1234)).toBe(true);
    expect(open.allows(proxy, elsewhere('guards'), 80)).toBe(true);
    expect(open.allows(proxy, elsewhere('stores'), 6379)).toBe(true);
    expect(open.outside(proxy, 3000)).toEqual([{ cidr: '10.9.8.7/32' }]);
    expect(open.outside(proxy, 8443)).toEqual([{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }]);
    expect(open.allows(open.pod('worker'), elsewhere('models'), 8000)).toBe(false);
  });

  it('open no more than HTTPS for servers on the internet', async () => {
    const open = await flows({
      providers: { openai: { baseUrl: 'https://eu.api.openai.com' } },
      proxy: { cache: { semantic: { url: 'https://api.openai.com/v1' } } },
    });
    expect(open.outside(open.pod('proxy'), 443)).toEqual(sut.outside(sut.pod('proxy'), 443));
  });

  it('let the worker reach a PostHog in the cluster, and the proxy not', async () => {
    const open = await flows({ worker: { allowedPrivateTargets: ['posthog.analytics.svc:8000'] } });
    expect(open.allows(open.pod('worker'), elsewhere('analytics'), 8000)).toBe(true);
    expect(open.allows(open.pod('proxy'), elsewhere('analytics'), 8000)).toBe(false);
  });

  it('let the Job that seals keys anew reach PostgreSQL alone, for as long as it is there', async () => {
    const { manifests } = await renderChart('heliostat-core', { values: { secrets: { reseal: true } } });
    const open = new NetworkFlows(manifests);
    const reached = stores.filter((name) => open.allows(open.pod('reseal'), store(name), ports[name]!));
    expect(reached).toEqual(['postgres']);
    const own = manifests.filter(({ metadata }) => metadata.name.startsWith('heliostat-reseal'));
    expect(own.map(({ kind }) => kind).sort()).toEqual(['Job', 'NetworkPolicy', 'ServiceAccount']);
    expect(own.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'])).toEqual([]);
  });

  it.each([
    ['Valkey', {}, ['clickhouse', 'valkey', 'minio']],
    [
      'PostgreSQL',
      { redis: { enabled: false }, proxy: { replicas: 1, autoscaling: { enabled: false } } },
      ['postgres', 'clickhouse', 'minio'],
    ],
  ])('let the Job that reprocesses reach what it reads and the queue in %s', async (_, values, reached) => {
    const open = await flows({ ...values, reprocess: { enabled: true, from: '2026-01-31' } });
    const job = open.pod('reprocess');
    expect(stores.filter((name) => open.allows(job, store(name), ports[name]!))).toEqual(reached);
    expect(apps.filter((name) => open.allows(job, open.pod(name), ports[name]!))).toEqual([]);
    expect(open.outside(job, 443)).toEqual([]);
  });

  it('leave nothing open that the infrastructure chart closes, and nothing closed that it opens', async () => {
    const values = {
      backup: backups,
      restore,
      secrets: { reseal: true },
    };
    const core = (await renderChart('heliostat-core', { values })).manifests;
    const onePod = { replicas: 1, autoscaling: { enabled: false } };
    // The queue in PostgreSQL is a way of its own.
    const reprocess = { reprocess: { enabled: true, from: '2026-01-31' } };
    const jobs = [reprocess, { ...reprocess, redis: { enabled: false }, proxy: onePod }];
    const releases = [
      core,
      ...(await Promise.all(
        jobs.map(async (one) => (await renderChart('heliostat-core', { values: one })).manifests),
      )),
    ];
    const infrastructure = (await renderChart('heliostat-infrastructure')).manifests;
    const opened = new Set<string>();
    for (const manifests of releases) {
      const [here, both] = [new NetworkFlows(manifests), new NetworkFlows([...manifests, ...infrastructure])];
      const components = new Set(
        manifests
          .filter((manifest) => podSpecOf(manifest))
          .map(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] ?? ''),
      );
      for (const from of components)
        for (const name of stores) {
          const pod = new NetworkFlows(infrastructure).pod(name);
          if (!here.allows(here.pod(from), pod, ports[name]!)) continue;
          opened.add(`${from} to ${name}`);
          expect([from, name, both.allows(here.pod(from), pod, ports[name]!)]).toEqual([from, name, true]);
        }
    }
    // The other way round: what the stores let in is used. `test` is the infrastructure chart's own, `migrate` asks all.
    const clients = infrastructure
      .filter(
        ({ kind, metadata }) =>
          kind === 'NetworkPolicy' && stores.some((name) => metadata.name === `heliostat-${name}`),
      )
      .flatMap(({ metadata, spec }) =>
        (spec.ingress[0].from[0].podSelector.matchExpressions[0].values as string[]).map(
          (from) => `${from} to ${metadata.name.replace('heliostat-', '')}`,
        ),
      );
    expect(clients.filter((flow) => !flow.startsWith('test ') && !opened.has(flow))).toEqual([]);
  });

  it('are none when they are turned off', async () => {
    const { manifests } = await renderChart('heliostat-core', {
      values: { networkPolicy: { enabled: false }, backup: backups, restore, secrets: { reseal: true } },
    });
    expect(manifests.filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
  });
});

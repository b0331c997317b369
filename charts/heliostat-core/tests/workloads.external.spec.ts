import { podSpecOf, renderChart, renderNotes, type Manifest } from '@heliostat/charts';
import { loadConfig } from '@heliostat/platform';

type Container = {
  env: { name: string; value?: string; valueFrom?: { secretKeyRef: Record<string, unknown> } }[];
};

const chart = 'heliostat-core';
/** Helm 3 asks a cluster before it prints the notes. */
const helm = 'helm4';
const render = async (values: Record<string, unknown> = {}, kubeVersion?: string) =>
  (await renderChart(chart, { values, kubeVersion })).manifests;
const ofKind = (manifests: Manifest[], ...kinds: string[]) =>
  manifests.filter(({ kind }) => kinds.includes(kind));
const workload = (manifests: Manifest[], name: string) =>
  ofKind(manifests, 'Deployment', 'StatefulSet').find(
    ({ metadata }) => metadata.name === `heliostat-${name}`,
  )!;
const workloads = (manifests: Manifest[]) => ofKind(manifests, 'Deployment', 'StatefulSet');

describe('workloads of heliostat-core', () => {
  it.each([
    ['the defaults', {}],
    ['KEDA', { worker: { autoscaling: { mode: 'keda' } } }],
    ['all scaled', { jawn: { autoscaling: { enabled: true } }, web: { autoscaling: { enabled: true } } }],
    ['a proxy without volumes', { proxy: { spool: { persistence: { enabled: false } } } }],
  ])('have a number of pods exactly where no autoscaler sets it, with %s', async (_, values) => {
    const manifests = await render(values);
    const scaled = ofKind(manifests, 'HorizontalPodAutoscaler', 'ScaledObject').map(
      ({ spec }) => spec.scaleTargetRef.name,
    );
    expect(scaled).toContain('heliostat-proxy');
    for (const { metadata, spec } of workloads(manifests))
      expect([metadata.name, 'replicas' in spec]).toEqual([metadata.name, !scaled.includes(metadata.name)]);
  });

  it('name the right kind to the proxy’s autoscaler', async () => {
    for (const enabled of [true, false]) {
      const manifests = await render({ proxy: { spool: { persistence: { enabled } } } });
      const [hpa] = ofKind(manifests, 'HorizontalPodAutoscaler').filter(
        ({ metadata }) => metadata.name === 'heliostat-proxy',
      );
      expect(hpa!.spec.scaleTargetRef.kind).toBe(workload(manifests, 'proxy').kind);
    }
  });

  it('scale the worker by the queue where a metric tells its depth', async () => {
    const manifests = await render({
      worker: { autoscaling: { jobsPerPod: 20, queueMetric: { enabled: true } } },
    });
    const hpa = ofKind(manifests, 'HorizontalPodAutoscaler').find(
      ({ metadata }) => metadata.name === 'heliostat-worker',
    );
    expect(hpa!.spec.metrics[1]).toEqual({
      type: 'External',
      external: {
        metric: {
          name: 'heliostat_queue_jobs',
          selector: { matchLabels: { queue: 'ingest', state: 'waiting' } },
        },
        target: { type: 'AverageValue', averageValue: '20' },
      },
    });
  });

  it('ask Prometheus for the ingest queue of their own namespace with KEDA', async () => {
    const { manifests } = await renderChart(chart, {
      values: { worker: { autoscaling: { mode: 'keda' } } },
      namespace: 'team-a',
    });
    expect(ofKind(manifests, 'ScaledObject')[0]!.spec.triggers[0].metadata.query).toBe(
      'max(heliostat_queue_jobs{namespace="team-a",queue="ingest",state="waiting"})',
    );
  });

  it('have a disruption budget exactly where there is more than one pod', async () => {
    const manifests = await render({
      jawn: { replicas: 1 },
      web: { podDisruptionBudget: { enabled: false } },
    });
    const budgets = ofKind(manifests, 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
    expect(budgets.sort()).toEqual(['heliostat-proxy', 'heliostat-worker']);
  });

  it('restart a pod only when its process is dead, and take it out of service when it is not ready', async () => {
    for (const manifest of workloads(await render())) {
      const { startupProbe, readinessProbe, livenessProbe } = podSpecOf(manifest)!.containers[0]!;
      expect([startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet)).toEqual([
        { path: '/healthz', port: 'http' },
        { path: '/healthz', port: 'http' },
        { path: '/readyz', port: 'http' },
      ]);
    }
  });

  it.each([
    ['1.34.0', { sleep: { seconds: 5 } }],
    ['1.29.4-eks-1234', { exec: { command: ['node', '-e', 'setTimeout(() => {}, 5000)'] } }],
  ])('go on serving for a moment when they are stopped, on Kubernetes %s', async (version, preStop) => {
    const manifests = await render({}, version);
    for (const name of ['proxy', 'jawn', 'web'])
      expect(podSpecOf(workload(manifests, name))!.containers[0]).toHaveProperty('lifecycle', { preStop });
  });

  it('give realtime sessions and long streams the time that the values say', async () => {
    const manifests = await render({ proxy: { graceSeconds: 300, terminationGracePeriodSeconds: 330 } });
    const pod = podSpecOf(workload(manifests, 'proxy'))!;
    expect(pod.containers[0]!.env).toContainEqual({ name: 'SHUTDOWN_GRACE_MS', value: '300000' });
    expect(pod).toHaveProperty('terminationGracePeriodSeconds', 330);
  });

  it('give the proxy time to finish calls and to empty its spool', async () => {
    expect(podSpecOf(workload(await render(), 'proxy'))).toHaveProperty('terminationGracePeriodSeconds', 60);
  });

  it('spread over zones and nodes, pods of one version among themselves', async () => {
    for (const manifest of workloads(await render())) {
      const hash = manifest.kind === 'StatefulSet' ? 'controller-revision-hash' : 'pod-template-hash';
      expect(podSpecOf(manifest)!.topologySpreadConstraints).toMatchObject([
        { topologyKey: 'topology.kubernetes.io/zone', matchLabelKeys: [hash] },
        { topologyKey: 'kubernetes.io/hostname', matchLabelKeys: [hash] },
      ]);
    }
  });

  it('keep the proxy’s volumes when it is scaled down or uninstalled', async () => {
    const proxy = workload(await render(), 'proxy');
    expect(proxy.spec).toMatchObject({
      podManagementPolicy: 'Parallel',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '10Gi' } } } }],
    });
  });

  it('select by labels that no value and no version changes', async () => {
    const selectors = async (values: Record<string, unknown>) =>
      workloads(await render(values)).map(({ metadata, spec }) => [metadata.name, spec.selector]);
    const values = { commonLabels: { team: 'a' }, proxy: { podLabels: { b: 'c' } } };
    expect(await selectors(values)).toEqual(await selectors({}));
  });

  it('trust the authority of caBundle in every pod', async () => {
    const manifests = await render({ caBundle: { configMap: 'ca', key: 'root.pem' } });
    for (const manifest of manifests.filter((one) => podSpecOf(one))) {
      const [container] = podSpecOf(manifest)!.containers;
      expect(container!.env).toContainEqual({
        name: 'NODE_EXTRA_CA_CERTS',
        value: '/etc/heliostat/ca/root.pem',
      });
      expect(container!.volumeMounts).toContainEqual(
        expect.objectContaining({ name: 'ca', mountPath: '/etc/heliostat/ca' }),
      );
    }
  });

  it('take images by digest, and from the registry that stands for all', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const manifests = await render({
      global: { imageRegistry: 'r.example.com/' },
      proxy: { image: { digest } },
      web: { image: { registry: 'other.example.com', tag: '9.9.9' } },
    });
    const image = (name: string) => podSpecOf(workload(manifests, name))!.containers[0]!.image;
    expect(image('proxy')).toBe(`r.example.com/heliostat/proxy@${digest}`);
    expect(image('web')).toBe('r.example.com/heliostat/web:9.9.9');
  });

  it('annotate every service account, and one with its own word over the common one', async () => {
    const manifests = await render({
      serviceAccount: { annotations: { role: 'all' } },
      worker: { serviceAccount: { annotations: { role: 'worker' } } },
    });
    for (const { metadata } of ofKind(manifests, 'ServiceAccount'))
      expect([metadata.name, metadata.annotations?.role]).toEqual([
        metadata.name,
        metadata.name === 'heliostat-worker' ? 'worker' : 'all',
      ]);
  });
});

describe('settings of the gateway', () => {
  const envOf = (manifests: Manifest[], name: string) =>
    Object.fromEntries(
      (podSpecOf(workload(manifests, name))!.containers[0] as Container).env.map(({ name: key, ...rest }) => [
        key,
        rest.value ?? rest.valueFrom?.secretKeyRef,
      ]),
    );

  it('reach the proxy with the units that it reads, keys from their Secrets', async () => {
    const existingSecret = { name: 'keys' };
    const manifests = await render({
      proxy: {
        bodies: { max: '200MB', maxLogged: '1MiB', redactPii: true },
        timeouts: { connectSeconds: 3, firstByteSeconds: 120, idleSeconds: 60 },
        cache: {
          maxEntry: '2MB',
          flightWaitSeconds: 30,
          redis: { url: 'rediss://cache.stores.svc:6380', existingSecret },
          semantic: { url: 'https://e.example.com/v1', existingSecret },
        },
        guards: {
          timeoutMs: 500,
          promptGuard: { url: 'http://vllm.models.svc:8000/classify', threshold: 0.8 },
          llamaGuard: {
            url: 'http://vllm.models.svc:8001/v1',
            existingSecret: { name: 'keys', key: 'guard' },
          },
          moderation: { url: 'https://m.example.com', model: 'omni' },
        },
      },
    });
    expect(envOf(manifests, 'proxy')).toMatchObject({
      PROXY_MAX_BODY: '200MB',
      LOG_MAX_BODY: '1MiB',
      LOG_REDACT_PII: 'true',
      PROXY_CONNECT_TIMEOUT_MS: '3000',
      PROXY_FIRST_BYTE_TIMEOUT_MS: '120000',
      PROXY_IDLE_TIMEOUT_MS: '60000',
      CACHE_MAX_ENTRY: '2MB',
      CACHE_FLIGHT_WAIT_MS: '30000',
      CACHE_REDIS_URL: 'rediss://cache.stores.svc:6380',
      CACHE_REDIS_PASSWORD: { name: 'keys', key: 'password' },
      SEMANTIC_CACHE_URL: 'https://e.example.com/v1',
      SEMANTIC_CACHE_MODEL: 'text-embedding-3-small',
      SEMANTIC_CACHE_API_KEY: { name: 'keys', key: 'api-key' },
      GUARD_TIMEOUT_MS: '500',
      LLM_SECURITY_URL: 'http://vllm.models.svc:8000/classify',
      LLM_SECURITY_THRESHOLD: '0.8',
      LLM_SECURITY_ADVANCED_API_KEY: { name: 'keys', key: 'guard' },
      MODERATION: 'openai',
      MODERATION_URL: 'https://m.example.com',
      MODERATION_MODEL: 'omni',
    });
  });

  it.each([
    ['the defaults', {}],
    [
      'every server',
      {
        proxy: {
          cache: { semantic: { url: 'https://e.example.com/v1' } },
          guards: { promptGuard: { url: 'http://g' }, moderation: { url: 'http://m' } },
        },
      },
    ],
    [
      'one proxy without Redis',
      { redis: { enabled: false }, proxy: { replicas: 1, autoscaling: { enabled: false } } },
    ],
  ])('are settings that the apps take, with %s', async (_, values) => {
    const manifests = await render(values);
    for (const name of ['proxy', 'jawn', 'worker']) {
      const env = Object.entries(envOf(manifests, name)).filter(([, value]) => typeof value === 'string');
      expect(() => loadConfig(Object.fromEntries(env) as Record<string, string>)).not.toThrow();
    }
  });

  it.each([
    ['as it is', {}, '1000'],
    ['as wanted', { jawn: { requestsPerMinute: 1_000_000 } }, '1000000'],
    ['not at all', { jawn: { requestsPerMinute: 0 } }, '0'],
  ])('limit the requests to jawn %s (RL-09)', async (_, values, expected) => {
    expect(envOf(await render(values), 'jawn')['API_REQUESTS_PER_MINUTE']).toBe(expected);
  });

  it('tell jawn, which shows them, the providers that the proxy knows, and the worker none', async () => {
    const manifests = await render({
      providers: {
        openai: { existingSecret: { name: 'keys', key: 'openai' } },
        local: { baseUrl: 'http://ollama.models.svc:11434' },
        vertex: { tokenUrl: 'http://sts.internal' },
      },
    });
    const ofProviders = (name: string) =>
      Object.entries(envOf(manifests, name)).filter(([key]) => key.startsWith('PROVIDER_'));
    expect(ofProviders('jawn')).toEqual(ofProviders('proxy'));
    expect(ofProviders('jawn')).toEqual([
      ['PROVIDER_LOCAL_BASE_URL', 'http://ollama.models.svc:11434'],
      ['PROVIDER_OPENAI_API_KEY', { name: 'keys', key: 'openai' }],
      ['PROVIDER_VERTEX_TOKEN_URL', 'http://sts.internal'],
    ]);
    expect(ofProviders('worker')).toEqual([]);
  });

  it('leave the servers of guards and embeddings out where there are none', async () => {
    const names = Object.keys(envOf(await render(), 'proxy'));
    expect(names.filter((name) => /^(LLM_SECURITY|SEMANTIC_CACHE|MODERATION)_/.test(name))).toEqual([]);
  });

  it('let jawn judge private addresses as the proxy does, and the worker by a list of its own', async () => {
    const manifests = await render({
      proxy: { allowedPrivateTargets: ['vllm.models.svc:8000'] },
      worker: { allowedPrivateTargets: ['posthog.analytics.svc'] },
      tests: { enabled: false },
    });
    const targets = ['proxy', 'jawn', 'worker'].map(
      (name) => envOf(manifests, name)['ALLOWED_PRIVATE_TARGETS'],
    );
    expect(targets).toEqual(['vllm.models.svc:8000', 'vllm.models.svc:8000', 'posthog.analytics.svc']);
  });

  it('give proxy, jawn and worker the key before, which need not be there', async () => {
    const manifests = await render({ secrets: { existingSecret: { name: 'mine' } } });
    for (const name of ['proxy', 'jawn', 'worker'])
      expect([name, envOf(manifests, name)['ENCRYPTION_KEY_PREVIOUS']]).toEqual([
        name,
        { name: 'mine', key: 'encryption-key-previous', optional: true },
      ]);
  });

  it('keep the installation’s models in a ConfigMap that running pods see change', async () => {
    const models = { models: [{ id: 'a', endpoints: [{ provider: 'local' }] }] };
    const manifests = await render({ models: { config: models } });
    const [map] = ofKind(manifests, 'ConfigMap').filter(
      ({ metadata }) => metadata.name === 'heliostat-models',
    );
    expect(JSON.parse(map!.data!['models.json']!)).toEqual(models);
    for (const name of ['proxy', 'jawn', 'worker']) {
      const { containers, volumes } = podSpecOf(workload(manifests, name))!;
      expect(envOf(manifests, name)['MODELS_FILE']).toBe('/etc/heliostat/models/models.json');
      const mount = containers[0]!.volumeMounts!.find((one) => one.name === 'models');
      expect(mount).toEqual({ name: 'models', mountPath: '/etc/heliostat/models', readOnly: true });
      expect(volumes).toContainEqual({ name: 'models', configMap: { name: 'heliostat-models' } });
    }
    // A changed ConfigMap alone rolls no pod.
    const other = await render({ models: { config: { models: [{ id: 'b' }] } } });
    expect(workloads(other)).toEqual(workloads(manifests));
  });

  it('take the installation’s models from a ConfigMap that is there', async () => {
    const manifests = await render({ models: { existingConfigMap: { name: 'mine', key: 'house.yaml' } } });
    expect(ofKind(manifests, 'ConfigMap').map(({ metadata }) => metadata.name)).not.toContain(
      'heliostat-models',
    );
    expect(envOf(manifests, 'worker')['MODELS_FILE']).toBe('/etc/heliostat/models/house.yaml');
    expect(podSpecOf(workload(manifests, 'worker'))!.volumes).toContainEqual({
      name: 'models',
      configMap: { name: 'mine' },
    });
  });
});

describe('ways into heliostat-core', () => {
  const publicUrl = { web: 'https://a.example.com', gateway: 'https://g.example.com' };

  it('make an ingress for each host, with its own certificate and unbuffered streams', async () => {
    const manifests = await render({
      publicUrl,
      ingress: {
        enabled: true,
        className: 'nginx',
        annotations: { issuer: 'x' },
        web: { host: 'a.example.com' },
        gateway: { host: 'g.example.com' },
      },
    });
    const [web, gateway] = ['web', 'gateway'].map((name) =>
      ofKind(manifests, 'Ingress').find(({ metadata }) => metadata.name === `heliostat-${name}`)!,
    );
    expect(ofKind(manifests, 'Ingress')).toHaveLength(2);
    expect(web!.spec).toMatchObject({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['a.example.com'], secretName: 'heliostat-web-tls' }],
      rules: [
        { http: { paths: [{ backend: { service: { name: 'heliostat-web', port: { number: 3000 } } } }] } },
      ],
    });
    expect(gateway!.metadata.annotations).toMatchObject({
      issuer: 'x',
      'nginx.ingress.kubernetes.io/proxy-buffering': 'off',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
    });
  });

  it('make routes of the Gateway API in place of ingresses', async () => {
    const manifests = await render({
      publicUrl,
      gatewayApi: {
        enabled: true,
        parentRefs: [{ name: 'public', namespace: 'gateways' }],
        hosts: { web: 'a.example.com', gateway: 'g.example.com' },
        requestTimeout: '0s',
      },
    });
    expect(ofKind(manifests, 'Ingress')).toEqual([]);
    expect(
      ofKind(manifests, 'HTTPRoute').map(({ spec }) => [spec.hostnames, spec.rules[0].backendRefs]),
    ).toEqual([
      [['a.example.com'], [{ name: 'heliostat-web', port: 3000 }]],
      [['g.example.com'], [{ name: 'heliostat-proxy', port: 8787 }]],
    ]);
  });

  it('tell after an install how to reach it, and the owner’s password', async () => {
    const notes = await renderNotes(chart, { namespace: 'team-a', helm });
    expect(notes).toContain('kubectl -n team-a port-forward svc/heliostat-web 3000');
    expect(notes).toContain('kubectl -n team-a get secret heliostat-owner');
    expect(notes).toContain('there are no backups');
  });

  it.each([
    [true, 'Each upgrade stops it before the new one starts'],
    [false, 'When its node fails'],
  ])('warn of a single proxy (spool on a volume: %s)', async (enabled, words) => {
    const proxy = { replicas: 1, autoscaling: { enabled: false }, spool: { persistence: { enabled } } };
    expect(await renderNotes(chart, { values: { proxy }, helm })).toContain(words);
  });
});

import { podSpecOf, renderChart } from '@heliostat/charts';

const render = (values: Record<string, unknown>, kubeVersion?: string) =>
  renderChart('heliostat-core', { values, kubeVersion });

const hosts = { web: { host: 'a.example.com' }, gateway: { host: 'b.example.com' } };
const publicUrl = { web: 'https://a.example.com', gateway: 'https://b.example.com' };

const onePod = (proxy: Record<string, unknown>) => ({
  redis: { enabled: false },
  proxy: { replicas: 1, autoscaling: { enabled: false }, ...proxy },
});

describe('checks of heliostat-core’s values', () => {
  it.each<[string, Record<string, unknown>]>([
    ['ingress.enabled: no host is given; set ingress.web.host', { ingress: { enabled: true } }],
    [
      'publicUrl.web: empty, while a.example.com is served; set it to the address that people use, such as https://a.example.com',
      { ingress: { enabled: true, web: { host: 'a.example.com' } } },
    ],
    [
      'publicUrl.gateway: empty, while b.example.com is served',
      { gatewayApi: { enabled: true, parentRefs: [{ name: 'g' }], hosts: { gateway: 'b.example.com' } } },
    ],
    [
      'gatewayApi.enabled: both ingress and gatewayApi are on; turn one of them off',
      {
        publicUrl,
        ingress: { enabled: true, ...hosts },
        gatewayApi: { enabled: true, parentRefs: [{ name: 'g' }], hosts: { web: 'a.example.com' } },
      },
    ],
    [
      'gatewayApi.parentRefs: empty; name the gateway',
      { publicUrl, gatewayApi: { enabled: true, hosts: { web: 'a.example.com' } } },
    ],
    ['gatewayApi.hosts: no host is given', { gatewayApi: { enabled: true, parentRefs: [{ name: 'g' }] } }],
    [
      'proxy.autoscaling.minReplicas: 5 is more than maxReplicas (4)',
      { proxy: { autoscaling: { minReplicas: 5, maxReplicas: 4 } } },
    ],
    [
      'worker.autoscaling.minReplicas: 9 is more than maxReplicas (6)',
      { worker: { autoscaling: { mode: 'keda', minReplicas: 9 } } },
    ],
    [
      'jawn.resources.requests.cpu: not set, but the autoscaler goes by a share of it',
      { jawn: { autoscaling: { enabled: true }, resources: { requests: { cpu: null } } } },
    ],
    ['jawn.terminationGracePeriodSeconds: 45 is too short', { preStopSleepSeconds: 40 }],
    [
      'web.podDisruptionBudget.maxUnavailable: 0 would forbid that a node is ever drained',
      { web: { podDisruptionBudget: { maxUnavailable: 0 } } },
    ],
    [
      'worker.autoscaling.keda.prometheusUrl: empty',
      { worker: { autoscaling: { mode: 'keda', keda: { prometheusUrl: '' } } } },
    ],
    [
      'proxy.spool.maxBytes: 20GB does not fit into proxy.spool.persistence.size (10Gi)',
      { proxy: { spool: { maxBytes: '20GB' } } },
    ],
    ['postgres.host: empty', { postgres: { host: '' } }],
    ['postgres.existingSecret.name: empty', { postgres: { existingSecret: { name: '' } } }],
    [
      'postgres.existingSecret.passwordKey: empty; name the key in the Secret aurora',
      { postgres: { existingSecret: { name: 'aurora', passwordKey: '' } } },
    ],
    [
      'clickhouse.existingSecret.hqlPasswordKey: empty; name the key in the Secret heliostat-clickhouse',
      { clickhouse: { existingSecret: { hqlPasswordKey: '' } } },
    ],
    [
      'providers.openai.existingSecret.key: empty; name the key in the Secret keys',
      { providers: { openai: { existingSecret: { name: 'keys' } } } },
    ],
    [
      "clickhouse.hqlUser: is clickhouse.user too, and tenants' SQL must not run as the owner",
      { clickhouse: { hqlUser: 'heliostat' } },
    ],
    [
      'proxy.resources.requests.memory: 2Gi is more than proxy.resources.limits.memory (1Gi)',
      { proxy: { resources: { requests: { memory: '2Gi' } } } },
    ],
    [
      'worker.resources.requests.cpu: 1500m is more than worker.resources.limits.cpu (1)',
      { worker: { resources: { requests: { cpu: '1500m' }, limits: { cpu: 1 } } } },
    ],
    [
      'backup.resources.requests.memory: 2G is more than backup.resources.limits.memory (1Gi)',
      { backup: { resources: { requests: { memory: '2G' } } } },
    ],
    [
      'podSecurityContext.runAsUser: 0 is root, which runAsNonRoot forbids',
      { podSecurityContext: { runAsUser: 0 } },
    ],
    [
      'migrations.waitSeconds: 1800 leaves no time to migrate before migrations.activeDeadlineSeconds (1800)',
      { migrations: { waitSeconds: 1800 } },
    ],
    ['clickhouse.sharded: true without clickhouse.cluster', { clickhouse: { sharded: true } }],
    ['redis.url: empty', { redis: { url: '' } }],
    ['redis.url: holds a password', { redis: { url: 'redis://:hunter2@cache:6379' } }],
    ['objects.endpoint: empty', { objects: { endpoint: '' } }],
    ['objects.bucket: empty', { objects: { bucket: '' } }],
    [
      'objects.existingSecret.name: empty; name the Secret that holds the access keys, or set objects.auth: iam',
      { objects: { existingSecret: { name: '' } } },
    ],
    ['secrets.existingSecret.name: empty, while secrets.create is false', { secrets: { create: false } }],
    [
      'owner.existingSecret.name: empty, while secrets.create is false',
      { secrets: { create: false, existingSecret: { name: 'keys' } } },
    ],
    ['backup.bucket: empty; name the bucket', { backup: { enabled: true } }],
    ['backup.bucket: is the bucket of the bodies too', { backup: { enabled: true, bucket: 'heliostat' } }],
    ['backup.jobs: empty', { backup: { enabled: true, bucket: 'backups', jobs: [] } }],
    [
      'backup.jobs: the name nightly is there twice',
      {
        backup: {
          enabled: true,
          bucket: 'backups',
          jobs: [
            { name: 'nightly', schedule: '0 1 * * *' },
            { name: 'nightly', schedule: '0 2 * * *' },
          ],
        },
      },
    ],
    [
      'restore.enabled: true, while backup.enabled is false',
      { restore: { enabled: true, backup: 'latest' }, backup: { bucket: 'backups' } },
    ],
    [
      'restore.backup: empty; give a backup’s id'.replace('’', "'"),
      { restore: { enabled: true }, backup: { enabled: true, bucket: 'backups' } },
    ],
    ['reprocess.from: empty; give the first day', { reprocess: { enabled: true } }],
    [
      'reprocess.enabled: true, while restore.enabled stops the workers',
      {
        reprocess: { enabled: true, from: '2026-01-31' },
        restore: { enabled: true, backup: 'latest' },
        backup: { enabled: true, bucket: 'backups' },
      },
    ],
    [
      'redis.enabled: false, while there may be 10 proxies: each would count rate limits and cache replies for itself alone',
      { redis: { enabled: false } },
    ],
    [
      'proxy.bodies.maxLogged: 20MB is more than proxy.bodies.max (10MB)',
      { proxy: { bodies: { max: '10MB', maxLogged: '20MB' } } },
    ],
    [
      'proxy.cache.maxEntry: 1GB does not fit into proxy.cache.maxBytes (256MB)',
      { ...onePod({ cache: { maxEntry: '1GB' } }) },
    ],
    [
      'proxy.cache.maxBytes: 2GB is more than half of proxy.resources.limits.memory (1Gi)',
      { ...onePod({ cache: { maxBytes: '2GB' } }) },
    ],
    [
      'proxy.timeouts.firstByteSeconds: 5 is less than proxy.timeouts.connectSeconds (10)',
      { proxy: { timeouts: { firstByteSeconds: 5 } } },
    ],
    [
      'proxy.guards.moderation.url: https://m.example.com is never asked, since proxy.guards.moderation.mode is local',
      { proxy: { guards: { moderation: { mode: 'local', url: 'https://m.example.com' } } } },
    ],
    [
      'proxy.cache.semantic.existingSecret.name: keys is the key of a server that proxy.cache.semantic.url does not name',
      { proxy: { cache: { semantic: { existingSecret: { name: 'keys' } } } } },
    ],
    [
      'proxy.cache.redis.existingSecret.name: is set without proxy.cache.redis.url',
      { proxy: { cache: { redis: { existingSecret: { name: 'cache' } } } } },
    ],
    [
      'proxy.cache.redis.url: is set, but redis.enabled is false',
      { proxy: { replicas: 1, cache: { redis: { url: 'redis://cache:6379' } } }, redis: { enabled: false } },
    ],
    [
      'proxy.guards.promptGuard.existingSecret.key: empty; name the key in the Secret keys',
      { proxy: { guards: { promptGuard: { url: 'http://g', existingSecret: { name: 'keys', key: '' } } } } },
    ],
    [
      'proxy.cache.redis.existingSecret.passwordKey: empty; name the key in the Secret cache',
      {
        proxy: {
          cache: { redis: { url: 'redis://cache:6379', existingSecret: { name: 'cache', passwordKey: '' } } },
        },
      },
    ],
    [
      'models.existingConfigMap.name: mine, while models.config is given too; keep one of them',
      { models: { config: { models: [{ id: 'a' }] }, existingConfigMap: { name: 'mine' } } },
    ],
    [
      'models.config.models: the id a is there twice',
      { models: { config: { models: [{ id: 'a' }, { id: 'a' }] } } },
    ],
    [
      'providers.openai.tokenUrl: only vertex asks for tokens',
      { providers: { openai: { tokenUrl: 'https://t' } } },
    ],
    ['providers.openai: neither baseUrl nor existingSecret.name is given', { providers: { openai: {} } }],
    [
      'proxy.extraEnv: LLM_SECURITY_URL is set by the chart; use proxy.guards.promptGuard.url',
      { proxy: { extraEnv: [{ name: 'LLM_SECURITY_URL', value: 'http://g' }] } },
    ],
    [
      'backup.extraEnv: CLICKHOUSE_BACKUP is set by the chart; use backup.clickhouseMethod',
      { backup: { extraEnv: [{ name: 'CLICKHOUSE_BACKUP', value: 'export' }] } },
    ],
    [
      'migrations.extraEnv: CLICKHOUSE_CLUSTER is set by the chart; use clickhouse.cluster',
      { migrations: { extraEnv: [{ name: 'CLICKHOUSE_CLUSTER', value: 'main' }] } },
    ],
    [
      'proxy.extraEnv: PROVIDER_LOCAL_BASE_URL is set by the chart; use providers.local.baseUrl',
      { proxy: { extraEnv: [{ name: 'PROVIDER_LOCAL_BASE_URL', value: 'http://ollama:11434' }] } },
    ],
    [
      'jawn.extraEnv: PROVIDER_GOOGLE_AI_STUDIO_API_KEY is set by the chart; use providers.google-ai-studio.existingSecret',
      { jawn: { extraEnv: [{ name: 'PROVIDER_GOOGLE_AI_STUDIO_API_KEY', value: 'k' }] } },
    ],
    [
      'proxy.extraEnv: PROVIDER_VERTEX_TOKEN_URL is set by the chart; use providers.vertex.tokenUrl',
      { proxy: { extraEnv: [{ name: 'PROVIDER_VERTEX_TOKEN_URL', value: 'http://sts' }] } },
    ],
    [
      'ingress.web.host: a.example.com serves gateway too, and only one would be reached',
      { publicUrl, ingress: { enabled: true, web: hosts.web, gateway: hosts.web } },
    ],
    [
      'proxy.terminationGracePeriodSeconds: 60 is too short; 308 seconds go to preStopSleepSeconds, drainSeconds and proxy.graceSeconds, and the spool needs 15 more; raise it to 323',
      { proxy: { graceSeconds: 300 } },
    ],
    [
      'providers.local.baseUrl: 99999 is no port',
      { providers: { local: { baseUrl: 'http://ollama:99999/v1' } } },
    ],
    [
      'worker.allowedPrivateTargets[0]: 70000 is no port',
      { worker: { allowedPrivateTargets: ['posthog.a.svc:70000'] } },
    ],
  ])('say "%s"', async (message, values) => {
    await expect(render(values)).rejects.toThrow(message);
  });

  it('refuse each variable that the chart sets, in every list of further ones', async () => {
    const existingSecret = { name: 'keys' };
    const server = { url: 'http://s.example.com', existingSecret };
    const full = {
      publicUrl: { ...publicUrl, api: 'https://c.example.com' },
      caBundle: { configMap: 'ca' },
      postgres: { directHost: 'direct' },
      clickhouse: { cluster: 'main' },
      owner: { organization: 'Mine' },
      models: { config: { models: [{ id: 'a' }] } },
      backup: { enabled: true, bucket: 'backups', endpoint: 'http://s3', region: 'r', existingSecret },
      restore: { backup: 'latest' },
      secrets: { reseal: true },
      proxy: {
        cache: { semantic: server, redis: { url: 'redis://cache', existingSecret } },
        guards: { promptGuard: server, llamaGuard: server, moderation: { ...server, model: 'm' } },
        allowedPrivateTargets: ['vllm:8000'],
      },
    };
    const { manifests } = await render(full);
    const names = manifests.flatMap((manifest) =>
      manifest.metadata.labels?.['app.kubernetes.io/component'] === 'test'
        ? []
        : (podSpecOf(manifest)?.containers ?? []).flatMap(({ env }) => env?.map(({ name }) => name) ?? []),
    );
    const unique = [...new Set(names)].sort();
    expect(unique.length).toBeGreaterThan(80);
    const extraEnv = unique.map((name) => ({ name, value: 'x' }));
    for (const component of ['proxy', 'migrations']) {
      const error: unknown = await render({ [component]: { extraEnv } }).catch((reason: unknown) => reason);
      const refused = [
        ...String(error).matchAll(
          /extraEnv: ([A-Z0-9_]+) is set by the chart(?:; use \S|, and no other value would work; remove it)/g,
        ),
      ];
      expect(refused.map(([, name]) => name)).toEqual(unique);
    }
  });

  it('tell all faults at once', async () => {
    const error: unknown = await render({
      clickhouse: { sharded: true },
      objects: { bucket: '' },
      backup: { enabled: true },
    }).catch((reason: unknown) => reason);
    expect(String(error).match(/^ {2}- [a-z]/gm)).toHaveLength(3);
  });

  it('do not repeat a password', async () => {
    await expect(render({ redis: { url: 'redis://:hunter2@cache:6379' } })).rejects.not.toThrow(/hunter2/);
  });

  it('refuse a Kubernetes that is too old', async () => {
    await expect(render({}, '1.26.9')).rejects.toThrow(/1\.27/);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a misspelt key', { proxy: { replcas: 2 } }],
    ['a misspelt key of Kubernetes', { proxy: { resources: { request: { cpu: 1 } } } }],
    ['a word for a number', { proxy: { replicas: 'two' } }],
    ['an unknown choice', { worker: { autoscaling: { mode: 'auto' } } }],
    ['a provider with a misspelt key', { providers: { openai: { baseurl: 'http://x' } } }],
    [
      'a store of backups that does not exist',
      { backup: { jobs: [{ name: 'a', schedule: '0 1 * * *', stores: ['redis'] }] } },
    ],
    ['a provider that does not exist', { providers: { opnai: { baseUrl: 'http://x' } } }],
    ['a password in a provider’s address', { providers: { openai: { baseUrl: 'https://me:hunter2@x' } } }],
    ['a scheme before a private target', { proxy: { allowedPrivateTargets: ['http://vllm:8000'] } }],
    ['a path behind a private target', { worker: { allowedPrivateTargets: ['posthog:8000/batch'] } }],
    ['a Kubernetes quantity for one of the apps’ sizes', { proxy: { bodies: { max: '100Mi' } } }],
    ['a size of nothing', { proxy: { cache: { maxEntry: '0MB' } } }],
    ['a spool of nothing', { proxy: { spool: { maxBytes: '0' } } }],
    ['an address without a scheme', { proxy: { guards: { promptGuard: { url: 'vllm:8000' } } } }],
    ['a certainty in per cent', { proxy: { guards: { promptGuard: { threshold: 50 } } } }],
    ['a duration for a number of seconds', { proxy: { timeouts: { connectSeconds: '10s' } } }],
    ['a moderator that does not exist', { proxy: { guards: { moderation: { mode: 'azure' } } } }],
    ['a key in the place of its Secret', { proxy: { guards: { moderation: { apiKey: 'sk-x' } } } }],
    ['the name of a Secret with capitals', { providers: { openai: { existingSecret: { name: 'Keys' } } } }],
    ['a model with a slash in its id', { models: { config: { models: [{ id: 'meta/llama' }] } } }],
    [
      'a model at a provider that does not exist',
      { models: { config: { models: [{ id: 'a', endpoints: [{ provider: 'olama' }] }] } } },
    ],
    [
      'a price as text',
      { models: { config: { prices: [{ provider: 'openai', models: ['a'], input: '1', output: 2 }] } } },
    ],
    [
      'a file of models in a format that is not read',
      { models: { existingConfigMap: { key: 'models.toml' } } },
    ],
    ['a name that no object may have', { fullnameOverride: 'My_Release' }],
    ['the name of a store’s Secret with capitals', { postgres: { existingSecret: { name: 'Keys' } } }],
    ['the name of a ConfigMap with an underscore', { caBundle: { configMap: 'my_ca' } }],
    ['a StorageClass with a space', { proxy: { spool: { persistence: { storageClassName: 'a b' } } } }],
    ['a registry with a scheme', { global: { imageRegistry: 'https://registry.example.com' } }],
    ['an image’s name with capitals', { proxy: { image: { repository: 'Heliostat/Proxy' } } }],
    ['a tag with a space', { proxy: { image: { tag: '1.0 beta' } } }],
    ['a URL for the host of PostgreSQL', { postgres: { host: 'postgres://db' } }],
    ['a port in the host of PostgreSQL', { postgres: { host: 'db:5432' } }],
    ['an address of ClickHouse without a host', { clickhouse: { url: 'http://:8123' } }],
    ['a bucket with capitals', { objects: { bucket: 'Bodies' } }],
    ['an e-mail address that the API would refuse', { owner: { email: 'owner@localhost' } }],
    ['an hour that no clock has', { backup: { jobs: [{ name: 'a', schedule: '0 24 * * *' }] } }],
    ['a schedule with seconds', { backup: { jobs: [{ name: 'a', schedule: '0 0 1 * * *' }] } }],
    ['a time zone with a space', { backup: { timeZone: 'Mars/Olympus Mons' } }],
    ['a range of addresses that is too long', { networkPolicy: { privateRanges: ['10.0.0.0/99'] } }],
    [
      'a peer without a length',
      { networkPolicy: { stores: { postgres: [{ ipBlock: { cidr: '10.0.0.1' } }] } } },
    ],
    ['a label that Kubernetes refuses', { commonLabels: { 'cost centre': 'a' } }],
    ['a value of a label that Kubernetes refuses', { proxy: { podLabels: { team: 'a b' } } }],
    ['a window without a day', { reprocess: { from: '2026-01' } }],
    ['an organisation by its name', { reprocess: { organization: 'mine' } }],
    ['a timeout that no gateway reads', { gatewayApi: { requestTimeout: '10 minutes' } }],
  ])('refuse %s by the schema', async (_, values) => {
    await expect(render(values)).rejects.toThrow(/schema/);
  });

  it.each(['30 2 * * *', '*/5 0-23/2 1,15 * MON-FRI', '@hourly', '0 0 ? * 7'])(
    'take the schedule %s',
    async (schedule) => {
      const backup = { enabled: true, bucket: 'backups', jobs: [{ name: 'a', schedule }] };
      expect((await render({ backup })).text).toContain(`schedule: "${schedule}"`);
    },
  );

  it.each(['2001:db8::5', 'db.example.com'])('take %s for the host of PostgreSQL', async (name) => {
    const host = name.includes(':') ? `[${name}]` : name;
    expect((await render({ postgres: { host } })).text).toContain(`postgres://heliostat@${host}:5432/`);
  });

  it('take a redis that is off where there is one proxy', async () => {
    const { text } = await render(onePod({}));
    expect(text).toContain('name: CACHE_MAX_BYTES');
  });

  it('bound the cache in Redis too, by more than half of a pod', async () => {
    const { text } = await render({ proxy: { cache: { maxBytes: '20GB' } } });
    expect(text).toMatch(/name: CACHE_MAX_BYTES\s+value: "?20GB/);
  });

  it('pass the redis URL over where the queue is in PostgreSQL', async () => {
    const { text } = await render({ ...onePod({}), redis: { enabled: false, url: '' } });
    expect(text).not.toContain('REDIS_URL');
  });
});

import { renderChart } from '@heliostat/charts';

const render = (values: Record<string, unknown>, kubeVersion?: string) =>
  renderChart('heliostat-core', { values, kubeVersion });

const hosts = { web: { host: 'a.example.com' }, gateway: { host: 'b.example.com' } };
const publicUrl = { web: 'https://a.example.com', gateway: 'https://b.example.com' };

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
    ['backup.jobs: empty', { backup: { enabled: true, bucket: 'b', jobs: [] } }],
    [
      'backup.jobs: the name nightly is there twice',
      {
        backup: {
          enabled: true,
          bucket: 'b',
          jobs: [
            { name: 'nightly', schedule: '0 1 * * *' },
            { name: 'nightly', schedule: '0 2 * * *' },
          ],
        },
      },
    ],
    [
      'restore.enabled: true, while backup.enabled is false',
      { restore: { enabled: true, backup: 'latest' }, backup: { bucket: 'b' } },
    ],
    [
      'restore.backup: empty; give a backup’s id'.replace('’', "'"),
      { restore: { enabled: true }, backup: { enabled: true, bucket: 'b' } },
    ],
  ])('say "%s"', async (message, values) => {
    await expect(render(values)).rejects.toThrow(message);
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
  ])('refuse %s by the schema', async (_, values) => {
    await expect(render(values)).rejects.toThrow(/schema/);
  });

  it('pass the redis URL over where the queue is in PostgreSQL', async () => {
    const { text } = await render({ redis: { enabled: false, url: '' } });
    expect(text).not.toContain('REDIS_URL');
  });
});

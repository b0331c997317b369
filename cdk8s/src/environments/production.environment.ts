import { type Environment, repository } from './environment.js';

/**
 * On AWS, with the stores that `terraform/` makes: PostgreSQL, Redis and S3 are managed; ClickHouse runs in the cluster.
 * Follows a tag: an upgrade is a commit that somebody reviewed.
 */
export const production: Environment = {
  name: 'production',
  source: { repoURL: repository, targetRevision: 'v0.1.0' },
  infrastructure: {
    postgres: { enabled: false },
    minio: { enabled: false },
    valkey: { enabled: false },
    clickhouse: {
      config: { markCacheBytes: 2_147_483_648 },
      persistence: { size: '1Ti', storageClass: 'gp3' },
      resources: { requests: { cpu: '8', memory: '32Gi' }, limits: { memory: '32Gi' } },
    },
  },
  core: {
    publicUrl: { web: 'https://heliostat.example.com', gateway: 'https://gateway.example.com' },
    owner: { email: 'platform@example.com', organization: 'Example' },
    postgres: {
      host: 'heliostat.cluster-example.eu-central-1.rds.amazonaws.com',
      sslMode: 'verify-full',
      existingSecret: { name: 'heliostat-aurora', passwordKey: 'password' },
    },
    redis: {
      url: 'rediss://heliostat.example.euc1.cache.amazonaws.com:6379',
      existingSecret: { name: 'heliostat-elasticache', passwordKey: 'password' },
    },
    objects: {
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      bucket: 'example-heliostat',
      auth: 'iam',
    },
    ingress: {
      enabled: true,
      className: 'nginx',
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
      web: { host: 'heliostat.example.com' },
      gateway: { host: 'gateway.example.com' },
    },
    providers: {
      openai: { existingSecret: { name: 'heliostat-providers', key: 'openai' } },
      anthropic: { existingSecret: { name: 'heliostat-providers', key: 'anthropic' } },
    },
    proxy: {
      autoscaling: { minReplicas: 3, maxReplicas: 20 },
      // Shares Redis with the queue, which must not fill up.
      cache: { maxEntry: '1MB' },
      graceSeconds: 300,
      terminationGracePeriodSeconds: 330,
      spool: { maxBytes: '18GB', persistence: { size: '20Gi', storageClassName: 'gp3' } },
      resources: { requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '1Gi' } },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: {
            matchLabels: {
              'app.kubernetes.io/name': 'heliostat-core',
              'app.kubernetes.io/component': 'proxy',
            },
          },
        },
      ],
    },
    jawn: { autoscaling: { enabled: true, maxReplicas: 6 } },
    worker: { autoscaling: { mode: 'keda', minReplicas: 2, maxReplicas: 12 } },
    backup: {
      enabled: true,
      bucket: 'example-heliostat-backups',
      jobs: [
        { name: 'nightly', schedule: '30 2 * * *', stores: ['postgres', 'clickhouse', 'objects'], keep: 30 },
        { name: 'hourly', schedule: '15 * * * *', stores: ['postgres'], keep: 48 },
      ],
    },
  },
  monitoring: {
    operator: { enabled: 'always', labels: { release: 'kube-prometheus-stack' } },
    prometheus: { enabled: false },
    grafana: { enabled: false },
  },
};

import { simulatorHost, simulatorPort } from '../constructs/provider-simulator.js';
import { type Environment, repository } from './environment.js';

/**
 * Production's shape at a third of its size. Its OpenAI door leads to a provider of made-up replies, so that load tests
 * cost nothing. Needs the k6 operator, which runs one after each change.
 */
export const staging: Environment = {
  name: 'staging',
  source: { repoURL: repository, targetRevision: 'main' },
  infrastructure: {
    postgres: { persistence: { size: '20Gi' } },
    clickhouse: { persistence: { size: '100Gi' } },
    minio: { persistence: { size: '100Gi' } },
  },
  core: {
    publicUrl: {
      web: 'https://heliostat.staging.example.com',
      gateway: 'https://gateway.staging.example.com',
    },
    owner: { email: 'platform@example.com', organization: 'Example' },
    ingress: {
      enabled: true,
      className: 'nginx',
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
      web: { host: 'heliostat.staging.example.com' },
      gateway: { host: 'gateway.staging.example.com' },
    },
    providers: { openai: { baseUrl: `http://${simulatorHost}:${simulatorPort}` } },
    proxy: {
      autoscaling: { minReplicas: 2, maxReplicas: 6 },
    },
    backup: { enabled: true, bucket: 'heliostat-backups' },
  },
  monitoring: {
    operator: { enabled: 'never' },
    rules: { labels: { environment: 'staging' } },
  },
  load: {
    script: 'constant-rate',
    parallelism: 1,
    // Half of what one proxy of production does for sure: a drift shows, and the cluster's other work goes on.
    settings: { RATE: '250', DURATION: '2m', ADDED_P50_MS: '2', ADDED_P99_MS: '20' },
  },
};

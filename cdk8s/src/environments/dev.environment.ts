import { type Environment, repository } from './environment.js';

/** Small: one pod of each, for a laptop's cluster or a shared one. Follows the main branch. */
export const dev: Environment = {
  name: 'dev',
  source: { repoURL: repository, targetRevision: 'main' },
  infrastructure: {
    postgres: {
      config: { max_connections: 100, shared_buffers: '128MB', effective_cache_size: '256MB' },
      persistence: { size: '2Gi' },
      resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '512Mi' } },
    },
    clickhouse: {
      config: { markCacheBytes: 67_108_864, maxConcurrentQueries: 50, systemLogDays: 3 },
      hql: { maxMemoryBytes: 500_000_000 },
      persistence: { size: '5Gi' },
      resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '2Gi' } },
    },
    minio: {
      persistence: { size: '5Gi' },
      resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    },
    valkey: {
      maxmemory: '128mb',
      persistence: { size: '1Gi' },
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    },
  },
  core: {
    logLevel: 'info',
    proxy: {
      replicas: 1,
      autoscaling: { enabled: false },
      spool: { maxBytes: '900MB', persistence: { enabled: false, size: '1Gi' } },
      resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '512Mi' } },
    },
    jawn: {
      replicas: 1,
      resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '512Mi' } },
    },
    worker: {
      replicas: 1,
      autoscaling: { mode: 'none' },
      resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '768Mi' } },
    },
    web: {
      replicas: 1,
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '192Mi' } },
    },
  },
  // Rules and dashboards, for a Prometheus and a Grafana that may be there: nothing of its own runs.
  monitoring: {
    operator: { enabled: 'never' },
    rules: { backup: false },
    prometheus: { enabled: false },
    grafana: { enabled: false },
  },
};

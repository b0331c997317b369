import {
  type PlatformBackupJobs,
  type PlatformComponent,
  type PlatformInstance,
  type PlatformOverview,
} from '@heliostat/contracts';

/** A pod that serves. */
export const instance = (overrides: Partial<PlatformInstance> = {}): PlatformInstance => ({
  name: 'heliostat-jawn-1',
  state: 'running',
  ready: true,
  reason: null,
  message: null,
  image: null,
  reportedVersion: '0.1.0',
  degraded: [],
  node: null,
  pid: null,
  startedAt: '2026-01-31T08:00:00.000Z',
  restarts: 0,
  lastTermination: null,
  memoryBytes: null,
  cpuCores: null,
  ...overrides,
});

export const component = (overrides: Partial<PlatformComponent> = {}): PlatformComponent => ({
  name: 'heliostat-jawn',
  component: 'jawn',
  role: 'app',
  kind: 'Deployment',
  version: '0.1.0',
  image: null,
  ready: 1,
  desired: 1,
  restarts: 0,
  instances: [instance()],
  ...overrides,
});

export const backupJobs = (overrides: Partial<PlatformBackupJobs> = {}): PlatformBackupJobs => ({
  schedules: [],
  runs: [],
  byHand: null,
  ...overrides,
});

const schema = { version: 2, needed: 2, migratedAt: null, applied: [], pending: [] };
const whole = <T>(data: T) => ({ data, error: null });

/** An installation without a fault. */
export const parts = (
  overrides: Partial<PlatformOverview> = {},
): Omit<PlatformOverview, 'status' | 'problems'> => ({
  source: 'kubernetes',
  place: { namespace: 'heliostat', release: 'heliostat', dataDirectory: null },
  version: '0.1.0',
  generatedAt: '2026-01-31T10:00:00.000Z',
  components: whole([component()]),
  events: whole([]),
  autoscalers: whole([]),
  queues: whole({ store: 'postgres', queues: [] }),
  migrations: { postgres: whole(schema), clickhouse: whole(schema) },
  backups: { where: null, backups: whole([]), jobs: whole(backupJobs()) },
  argocd: whole({ installed: false, reason: null, applications: [] }),
  ...overrides,
});

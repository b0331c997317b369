import { z } from 'zod';

/*
 * `/v1/platform`: what the installation runs on. Two sources give the same shapes: a Kubernetes namespace, and the
 * launcher on one machine. Times are ISO; what a source cannot know is null.
 */

const time = z.iso.datetime();

/** A part of the overview that is asked for by itself: either its data, or why there is none. */
const part = <T extends z.ZodType>(data: T) =>
  z.object({ data: data.nullable(), error: z.string().nullable() });

export const platformSources = ['kubernetes', 'launcher'] as const;

export const platformTerminationSchema = z.object({
  /** `OOMKilled`, `Error`, `signal SIGKILL`. */
  reason: z.string(),
  exitCode: z.number().int().nullable(),
  at: time.nullable(),
  message: z.string().nullable(),
});

/** A pod or a process. */
export const platformInstanceSchema = z.object({
  name: z.string(),
  state: z.enum(['running', 'starting', 'waiting', 'stopping', 'stopped', 'failed']),
  ready: z.boolean(),
  /** Why it does not run: `CrashLoopBackOff`, `ImagePullBackOff`, `Unschedulable`. */
  reason: z.string().nullable(),
  message: z.string().nullable(),
  image: z.string().nullable(),
  /** What the app says about itself at /readyz; null for a store and where it does not answer. */
  reportedVersion: z.string().nullable(),
  /** What the app cannot use at the moment: `objects: …why…`. */
  degraded: z.array(z.string()),
  node: z.string().nullable(),
  pid: z.number().int().nullable(),
  startedAt: time.nullable(),
  restarts: z.number().int(),
  lastTermination: platformTerminationSchema.nullable(),
  memoryBytes: z.number().nullable(),
  cpuCores: z.number().nullable(),
});

export const platformComponentSchema = z.object({
  /** The workload's or the process' name. */
  name: z.string(),
  /** `proxy`, `postgres`, … */
  component: z.string(),
  role: z.enum(['app', 'store', 'other']),
  kind: z.enum(['Deployment', 'StatefulSet', 'Pod', 'Process']),
  /** Of the label `app.kubernetes.io/version`, else the image's tag. */
  version: z.string().nullable(),
  image: z.string().nullable(),
  ready: z.number().int(),
  desired: z.number().int(),
  restarts: z.number().int(),
  instances: z.array(platformInstanceSchema),
});

export const platformEventSchema = z.object({
  /** When it was seen last. */
  time: time.nullable(),
  reason: z.string(),
  message: z.string(),
  /** `Pod/heliostat-proxy-0`. */
  object: z.string(),
  count: z.number().int(),
});

export const platformAutoscalerSchema = z.object({
  name: z.string(),
  by: z.enum(['HPA', 'KEDA']),
  /** `Deployment/heliostat-worker`. */
  target: z.string(),
  min: z.number().int(),
  max: z.number().int(),
  current: z.number().int(),
  desired: z.number().int(),
  metrics: z.array(
    z.object({
      name: z.string(),
      /** As written: `43%`, `250m`, `12`. */
      current: z.string().nullable(),
      target: z.string(),
    }),
  ),
  lastScaledAt: time.nullable(),
  /** Why it does not scale, or no further; null when all is well. */
  fault: z.string().nullable(),
  /** It wants more than its maximum. */
  atMaximum: z.boolean(),
});

export const platformQueuesSchema = z.object({
  store: z.enum(['redis', 'postgres']),
  queues: z.array(
    z.object({
      name: z.string(),
      waiting: z.number().int(),
      active: z.number().int(),
      delayed: z.number().int(),
      failed: z.number().int(),
    }),
  ),
});

/** The schema of one store. */
export const platformSchemaStateSchema = z.object({
  /** What is there, and what this version needs. */
  version: z.number().int(),
  needed: z.number().int(),
  /** When the last one ran. */
  migratedAt: time.nullable(),
  applied: z.array(z.object({ name: z.string(), at: time.nullable() })),
  pending: z.array(z.string()),
});
export const platformMigrationsSchema = z.object({
  postgres: part(platformSchemaStateSchema),
  clickhouse: part(platformSchemaStateSchema),
});

export const platformBackupSchema = z.object({
  id: z.string(),
  startedAt: time,
  finishedAt: time,
  seconds: z.number(),
  /** What this backup added. */
  bytes: z.number(),
  stores: z.array(z.string()),
  /** The version of Heliostat that made it. */
  version: z.string(),
});

export const platformBackupRunSchema = z.object({
  /** The Job's name. */
  name: z.string(),
  /** The schedule that it belongs to. */
  schedule: z.string().nullable(),
  byHand: z.boolean(),
  state: z.enum(['running', 'succeeded', 'failed']),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  message: z.string().nullable(),
});

export const platformBackupScheduleSchema = z.object({
  /** `nightly` of the CronJob `heliostat-backup-nightly`. */
  name: z.string(),
  cronJob: z.string(),
  schedule: z.string(),
  timeZone: z.string().nullable(),
  suspended: z.boolean(),
  lastScheduledAt: time.nullable(),
  lastSuccessfulAt: time.nullable(),
});

export const platformBackupJobsSchema = z.object({
  schedules: z.array(platformBackupScheduleSchema),
  /** Newest first. */
  runs: z.array(platformBackupRunSchema),
  /** How a backup is made where no button can; null where one can. */
  byHand: z.string().nullable(),
});

export const platformBackupsSchema = z.object({
  /** In words: the bucket or the folder. */
  where: z.string().nullable(),
  /** Newest first. */
  backups: part(z.array(platformBackupSchema)),
  jobs: part(platformBackupJobsSchema),
});

/** `POST /v1/platform/backups`. */
export const runPlatformBackupSchema = z.object({
  /** The schedule whose Job is run now; may be left out where there is one only. */
  schedule: z.string().min(1).max(63).optional(),
});

export const platformRestorePlanSchema = z.object({
  backup: platformBackupSchema,
  /** In their order. */
  steps: z.array(
    z.object({
      title: z.string(),
      words: z.string(),
      /** To be copied as it is. */
      code: z.string(),
      language: z.enum(['shell', 'yaml']),
    }),
  ),
  /** All of it as one script: what is no command is a comment. */
  text: z.string(),
});

export const platformArgoCdSchema = z.object({
  installed: z.boolean(),
  /** Why nothing is shown. */
  reason: z.string().nullable(),
  applications: z.array(
    z.object({
      name: z.string(),
      namespace: z.string(),
      /** `Synced`, `OutOfSync`, `Unknown`. */
      sync: z.string(),
      /** `Healthy`, `Progressing`, `Degraded`, `Missing`, … */
      health: z.string(),
      revision: z.string().nullable(),
      targetRevision: z.string().nullable(),
      syncedAt: time.nullable(),
      message: z.string().nullable(),
    }),
  ),
});

export const platformProblemSchema = z.object({
  severity: z.enum(['error', 'warning']),
  /** The component, queue, store or part. */
  subject: z.string(),
  message: z.string(),
});

export const platformPlaceSchema = z.object({
  namespace: z.string().nullable(),
  release: z.string().nullable(),
  /** Where the data lies on one machine. */
  dataDirectory: z.string().nullable(),
});

export const platformOverviewSchema = z.object({
  source: z.enum(platformSources),
  place: platformPlaceSchema,
  /** Of the jawn that answers. */
  version: z.string(),
  generatedAt: time,
  status: z.enum(['healthy', 'degraded', 'failing']),
  problems: z.array(platformProblemSchema),
  components: part(z.array(platformComponentSchema)),
  events: part(z.array(platformEventSchema)),
  autoscalers: part(z.array(platformAutoscalerSchema)),
  queues: part(platformQueuesSchema),
  migrations: platformMigrationsSchema,
  backups: platformBackupsSchema,
  argocd: part(platformArgoCdSchema),
});

/** Either the data, or why there is none. */
export type PlatformPart<T> = { data: T | null; error: string | null };
export type PlatformInstance = z.infer<typeof platformInstanceSchema>;
export type PlatformComponent = z.infer<typeof platformComponentSchema>;
export type PlatformEvent = z.infer<typeof platformEventSchema>;
export type PlatformAutoscaler = z.infer<typeof platformAutoscalerSchema>;
export type PlatformQueues = z.infer<typeof platformQueuesSchema>;
export type PlatformSchemaState = z.infer<typeof platformSchemaStateSchema>;
export type PlatformMigrations = z.infer<typeof platformMigrationsSchema>;
export type PlatformBackup = z.infer<typeof platformBackupSchema>;
export type PlatformBackupRun = z.infer<typeof platformBackupRunSchema>;
export type PlatformBackupSchedule = z.infer<typeof platformBackupScheduleSchema>;
export type PlatformBackupJobs = z.infer<typeof platformBackupJobsSchema>;
export type PlatformBackups = z.infer<typeof platformBackupsSchema>;
export type PlatformRestorePlan = z.infer<typeof platformRestorePlanSchema>;
export type PlatformArgoCd = z.infer<typeof platformArgoCdSchema>;
export type PlatformProblem = z.infer<typeof platformProblemSchema>;
export type PlatformPlace = z.infer<typeof platformPlaceSchema>;
export type PlatformOverview = z.infer<typeof platformOverviewSchema>;

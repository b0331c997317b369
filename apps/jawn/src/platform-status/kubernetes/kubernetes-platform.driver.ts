import {
  type PlatformArgoCd,
  type PlatformAutoscaler,
  type PlatformBackup,
  type PlatformBackupJobs,
  type PlatformBackupRun,
  type PlatformComponent,
  type PlatformEvent,
  type PlatformPlace,
  type PlatformRestorePlan,
} from '@heliostat/contracts';
import { CodedError } from '@heliostat/platform';
import { type V1CronJob, type V1Pod } from '@kubernetes/client-node';
import { z } from 'zod';
import { type AppReport, askApp } from '../app-report.js';
import { Cached } from '../cached.js';
import { type PlatformSource } from '../platform-source.js';
import { ask, type KubernetesClients, type Right } from './kubernetes-api.js';
import { ours } from './labels.js';
import { mapApplications } from './map-argocd.js';
import { mapAutoscalers } from './map-autoscalers.js';
import { mapRun, mapRuns, mapSchedules } from './map-backup-jobs.js';
import { belongsToJob, mapComponents, type Workloads } from './map-components.js';
import { mapEvents } from './map-events.js';
import { type Usage } from './map-pods.js';
import { newBackupJob } from './new-backup-job.js';
import { quantity } from './quantity.js';
import { kubernetesRestoreSteps } from './restore-steps.js';

/** One look at the pods serves components, events, autoscalers and backups. */
const sharedMs = 1_500;
const listLimit = 500;

export type KubernetesPlace = { namespace: string; release: string | null; argocdNamespaces: string[] };

const usageSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      containers: z.array(z.object({ usage: z.record(z.string(), z.string()) })),
    }),
  ),
});
const itemsSchema = z.object({ items: z.array(z.unknown()) });

/** The namespace that Heliostat runs in, by the cluster's API. Reads, and creates Jobs from CronJobs for backups. */
export class KubernetesPlatform implements PlatformSource {
  readonly kind = 'kubernetes';
  readonly place: PlatformPlace;
  private readonly namespace: string;
  private readonly workloads = new Cached(() => this.listWorkloads(), sharedMs);

  constructor(
    private readonly clients: KubernetesClients,
    private readonly where: KubernetesPlace,
    private readonly report: (url: string) => Promise<AppReport | undefined> = askApp,
  ) {
    this.namespace = where.namespace;
    this.place = { namespace: where.namespace, release: where.release, dataDirectory: null };
  }

  async components(): Promise<PlatformComponent[]> {
    const [workloads, usage] = await Promise.all([this.workloads.get(), this.usage()]);
    const apps = workloads.pods.filter((pod) => !belongsToJob(pod));
    const reports = new Map(
      await Promise.all(apps.map(async (pod) => [pod, await this.ofApp(pod)] as const)),
    );
    return mapComponents(workloads, (pod) => ({
      report: reports.get(pod),
      usage: usage.get(pod.metadata?.name ?? ''),
    }));
  }

  async events(): Promise<PlatformEvent[]> {
    const [names, { items }] = await Promise.all([
      this.names(),
      ask(this.right('list', 'events', ''), () =>
        this.clients.core.listNamespacedEvent({
          namespace: this.namespace,
          fieldSelector: 'type=Warning',
          limit: listLimit,
        }),
      ),
    ]);
    return mapEvents(items, names);
  }

  async autoscalers(): Promise<PlatformAutoscaler[]> {
    const [names, { items }] = await Promise.all([
      this.names(),
      ask(this.right('list', 'horizontalpodautoscalers', 'autoscaling'), () =>
        this.clients.autoscaling.listNamespacedHorizontalPodAutoscaler({ namespace: this.namespace }),
      ),
    ]);
    return mapAutoscalers(items, names);
  }

  async backupJobs(): Promise<PlatformBackupJobs> {
    const [cronJobs, jobs, { pods }] = await Promise.all([
      this.cronJobs(),
      this.jobs(),
      this.workloads.get(),
    ]);
    return {
      schedules: mapSchedules(cronJobs),
      runs: mapRuns(jobs, pods),
      byHand:
        mapSchedules(cronJobs).length > 0
          ? null
          : 'There is no CronJob for backups in this namespace: set backup.enabled=true in the values of heliostat-core.',
    };
  }

  async runBackup(wanted: string | undefined): Promise<PlatformBackupRun> {
    const [cronJobs, jobs] = await Promise.all([this.cronJobs(), this.jobs()]);
    const cronJob = chooseCronJob(cronJobs, wanted);
    const running = mapRuns(jobs, []).find(({ state }) => state === 'running');
    if (running) throw alreadyRunning(running.name);
    const body = newBackupJob(cronJob, new Date());
    try {
      return mapRun(
        await ask(this.right('create', 'jobs', 'batch'), () =>
          this.clients.batch.createNamespacedJob({ namespace: this.namespace, body }),
        ),
      );
    } catch (error) {
      // Another jawn was faster: the name is the same for a whole minute.
      if (error instanceof CodedError && error.status === 409)
        throw alreadyRunning(body.metadata?.name ?? '');
      throw error;
    }
  }

  async restoreSteps(backup: PlatformBackup): Promise<PlatformRestorePlan['steps']> {
    const { namespace, release } = this.where;
    const cronJobs = await this.cronJobs().catch(() => []);
    const cronJob = mapSchedules(cronJobs)[0]?.cronJob ?? null;
    return kubernetesRestoreSteps(backup, { namespace, release, cronJob });
  }

  async argocd(): Promise<PlatformArgoCd> {
    const answers = await Promise.all(this.where.argocdNamespaces.map((one) => this.applicationsIn(one)));
    const found = answers.filter((items) => items !== undefined);
    if (found.length === 0)
      return {
        installed: false,
        reason:
          `No Applications of Argo CD can be read in ${this.where.argocdNamespaces.join(' or ')}: it is not installed ` +
          'there, or jawn has no Role for it (jawn.platform.argocd in the values of heliostat-core).',
        applications: [],
      };
    return { installed: true, reason: null, applications: mapApplications(found.flat(), this.namespace) };
  }

  /** Undefined where there are no Applications to be read: no such resource, or no right to it. */
  private async applicationsIn(namespace: string): Promise<unknown[] | undefined> {
    const right = { verb: 'list', resource: 'applications', group: 'argoproj.io', namespace };
    try {
      const list: unknown = await ask(right, () =>
        this.clients.custom.listNamespacedCustomObject({
          group: right.group,
          version: 'v1alpha1',
          plural: right.resource,
          namespace,
        }),
      );
      return itemsSchema.parse(list).items;
    } catch (error) {
      if (error instanceof CodedError && (error.status === 403 || error.status === 404)) return undefined;
      throw error;
    }
  }

  private async listWorkloads(): Promise<Workloads> {
    const list = { namespace: this.namespace, labelSelector: ours };
    const [deployments, statefulSets, pods] = await Promise.all([
      ask(this.right('list', 'deployments', 'apps'), () => this.clients.apps.listNamespacedDeployment(list)),
      ask(this.right('list', 'statefulsets', 'apps'), () =>
        this.clients.apps.listNamespacedStatefulSet(list),
      ),
      ask(this.right('list', 'pods', ''), () => this.clients.core.listNamespacedPod(list)),
    ]);
    return { deployments: deployments.items, statefulSets: statefulSets.items, pods: pods.items };
  }

  private async cronJobs(): Promise<V1CronJob[]> {
    const list = { namespace: this.namespace, labelSelector: ours };
    const right = this.right('list', 'cronjobs', 'batch');
    return (await ask(right, () => this.clients.batch.listNamespacedCronJob(list))).items;
  }

  /** All of the namespace: a Job made by hand has the labels of its template only. */
  private async jobs() {
    const list = { namespace: this.namespace, limit: listLimit };
    return (await ask(this.right('list', 'jobs', 'batch'), () => this.clients.batch.listNamespacedJob(list)))
      .items;
  }

  /** Names of our workloads, of what Jobs are made from, and of our pods. */
  private async names(): Promise<ReadonlySet<string>> {
    const { deployments, statefulSets, pods } = await this.workloads.get();
    const named = [...deployments, ...statefulSets, ...pods].map(({ metadata }) => metadata?.name ?? '');
    const jobs = pods.flatMap(({ metadata }) => metadata?.ownerReferences ?? []).map(({ name }) => name);
    return new Set([...named, ...jobs].filter(Boolean));
  }

  /** Of the metrics API, where there is one. */
  private async usage(): Promise<Map<string, Usage>> {
    try {
      const list: unknown = await this.clients.custom.listNamespacedCustomObject({
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        plural: 'pods',
        namespace: this.namespace,
        labelSelector: ours,
      });
      return new Map(
        usageSchema.parse(list).items.map(({ metadata, containers }) => [
          metadata.name,
          {
            memoryBytes: sum(containers.map(({ usage }) => quantity(usage.memory))),
            cpuCores: sum(containers.map(({ usage }) => quantity(usage.cpu))),
          },
        ]),
      );
    } catch {
      // Not installed, or not for us: the columns stay empty.
      return new Map();
    }
  }

  private async ofApp(pod: V1Pod): Promise<AppReport | undefined> {
    const ip = pod.status?.podIP;
    const port = pod.spec?.containers[0]?.ports?.find(({ name }) => name === 'http')?.containerPort;
    const component = pod.metadata?.labels?.['app.kubernetes.io/component'] ?? '';
    if (!ip || !port || !['proxy', 'jawn', 'worker', 'web'].includes(component)) return undefined;
    return this.report(`http://${ip.includes(':') ? `[${ip}]` : ip}:${port}`);
  }

  private right(verb: string, resource: string, group: string): Right {
    return { verb, resource, group, namespace: this.namespace };
  }
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

const alreadyRunning = (job: string) =>
  new CodedError(
    'platform/backup-running',
    `A backup is running already (Job ${job}): wait until it has ended`,
    409,
  );

/** The one that is named, or the only one. */
function chooseCronJob(cronJobs: V1CronJob[], wanted: string | undefined): V1CronJob {
  const schedules = mapSchedules(cronJobs);
  const names = schedules.map(({ name }) => name);
  const schedule =
    wanted === undefined && schedules.length === 1
      ? schedules[0]
      : schedules.find(({ name, cronJob }) => name === wanted || cronJob === wanted);
  const found = cronJobs.find(({ metadata }) => metadata?.name === schedule?.cronJob);
  if (schedule && found) return found;
  if (schedules.length === 0)
    throw new CodedError(
      'platform/no-schedule',
      'There is no CronJob for backups in this namespace: set backup.enabled=true in the values of heliostat-core',
      404,
    );
  throw wanted === undefined
    ? new CodedError('platform/no-schedule', `schedule: expected one of ${names.join(', ')}`, 400)
    : new CodedError('platform/no-schedule', `There is no schedule ${wanted}: ${names.join(', ')}`, 404);
}

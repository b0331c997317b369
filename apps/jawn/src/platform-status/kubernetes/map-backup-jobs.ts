import { type PlatformBackupRun, type PlatformBackupSchedule } from '@heliostat/contracts';
import { type V1CronJob, type V1Job, type V1Pod } from '@kubernetes/client-node';
import { iso, label, labelOf } from './labels.js';
import { mapPod } from './map-pods.js';

const shownRuns = 10;

/** `…-backup-<name>`: how the chart names a schedule's CronJob. */
const scheduleName = (cronJob: string): string => /-backup-(.+)$/.exec(cronJob)?.[1] ?? cronJob;

/**
 * A Job made by hand may have its template's labels only. One that was made from the template to list backups, or to
 * plan a restore, is none.
 */
function isBackup({ metadata, spec }: V1Job): boolean {
  const args = spec?.template.spec?.containers[0]?.args?.slice(0, 2).join(' ') ?? 'backup run';
  const labelled = [metadata, spec?.template.metadata].some(
    (one) => labelOf(one, label.component) === 'backup',
  );
  return labelled && args === 'backup run';
}

/** Our CronJobs for backups. */
export function mapSchedules(cronJobs: V1CronJob[]): PlatformBackupSchedule[] {
  return cronJobs
    .filter((item) => labelOf(item.metadata, label.component) === 'backup')
    .map(({ metadata, spec, status }) => ({
      name: scheduleName(metadata?.name ?? ''),
      cronJob: metadata?.name ?? '',
      schedule: spec?.schedule ?? '',
      timeZone: spec?.timeZone ?? null,
      suspended: spec?.suspend ?? false,
      lastScheduledAt: iso(status?.lastScheduleTime),
      lastSuccessfulAt: iso(status?.lastSuccessfulTime),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The Jobs of backups, newest first; the pods say what a running one waits for. */
export function mapRuns(jobs: V1Job[], pods: V1Pod[]): PlatformBackupRun[] {
  return jobs
    .filter(isBackup)
    .map((job) => mapRun(job, pods))
    .sort((a, b) => (b.startedAt ?? '~').localeCompare(a.startedAt ?? '~'))
    .slice(0, shownRuns);
}

/** One Job of a backup. */
export function mapRun({ metadata, status }: V1Job, pods: V1Pod[] = []): PlatformBackupRun {
  const name = metadata?.name ?? '';
  const condition = (type: string) =>
    status?.conditions?.find((one) => one.type === type && one.status === 'True');
  const failed = condition('Failed');
  const complete = condition('Complete');
  const owner = metadata?.ownerReferences?.find(({ kind }) => kind === 'CronJob')?.name;
  return {
    name,
    schedule: owner ? scheduleName(owner) : null,
    byHand: metadata?.annotations?.['cronjob.kubernetes.io/instantiate'] === 'manual',
    state: failed ? 'failed' : complete ? 'succeeded' : 'running',
    startedAt: iso(status?.startTime ?? metadata?.creationTimestamp),
    finishedAt: iso(status?.completionTime ?? failed?.lastTransitionTime),
    message: failed
      ? failureWords(failed, podsOf(name, pods))
      : complete
        ? null
        : waitingWords(podsOf(name, pods)),
  };
}

const podsOf = (job: string, pods: V1Pod[]) =>
  pods.filter(({ metadata }) =>
    metadata?.ownerReferences?.some(({ kind, name }) => kind === 'Job' && name === job),
  );

function failureWords(failed: { reason?: string; message?: string }, pods: V1Pod[]): string {
  const end = pods.map((pod) => mapPod(pod)).find(({ lastTermination }) => lastTermination)?.lastTermination;
  const words = [failed.reason, failed.message].filter(Boolean).join(': ');
  const last = end && `${end.reason}${end.exitCode === null ? '' : `, exit code ${end.exitCode}`}`;
  return last ? `${words} (${last})` : words;
}

function waitingWords(pods: V1Pod[]): string | null {
  const waiting = pods.map((pod) => mapPod(pod)).find(({ reason }) => reason);
  return waiting ? [waiting.reason, waiting.message].filter(Boolean).join(': ') : null;
}

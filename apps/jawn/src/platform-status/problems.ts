import {
  type PlatformComponent,
  type PlatformInstance,
  type PlatformOverview,
  type PlatformProblem,
} from '@heliostat/contracts';

type Parts = Omit<PlatformOverview, 'status' | 'problems'>;

/** An end is news for this long. */
const recentMs = 15 * 60_000;
/** Segments of a second or two each: more than this wait only where the workers do not keep up. */
const backlog = 1_000;
/** A day and some hours to run in. */
const backupAgeMs = 26 * 3_600_000;

/** What is wrong now, errors first; empty when all is well. */
export function problemsOf(parts: Parts, now: number): PlatformProblem[] {
  const problems = [
    ...(parts.components.data ?? []).flatMap((component) => ofComponent(component, now)),
    ...ofVersions(parts.components.data ?? []),
    ...ofSchemas(parts),
    ...ofQueues(parts),
    ...ofAutoscalers(parts),
    ...ofBackups(parts, now),
    ...ofApplications(parts),
    ...ofUnreadable(parts),
  ];
  return problems.sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}

export const statusOf = (problems: PlatformProblem[]): PlatformOverview['status'] =>
  problems.some(({ severity }) => severity === 'error')
    ? 'failing'
    : problems.length > 0
      ? 'degraded'
      : 'healthy';

const error = (subject: string, message: string): PlatformProblem => ({
  severity: 'error',
  subject,
  message,
});
const warning = (subject: string, message: string): PlatformProblem => ({
  severity: 'warning',
  subject,
  message,
});

function ofComponent(component: PlatformComponent, now: number): PlatformProblem[] {
  const { name, ready, desired, instances } = component;
  const problems: PlatformProblem[] = [];
  const why = [...new Set(instances.filter((one) => !one.ready && one.state !== 'stopping').map(whyNotReady))]
    .filter((words) => words !== '')
    .join('; ');
  const because = why ? `: ${why}` : '';
  if (desired === 0) problems.push(warning(name, 'is scaled to 0'));
  else if (ready === 0)
    problems.push(
      error(name, desired === 1 ? `does not run${because}` : `none of ${desired} runs${because}`),
    );
  else if (ready < desired) problems.push(warning(name, `${ready} of ${desired} run${because}`));
  const degraded = new Set(instances.flatMap((one) => one.degraded));
  for (const fault of degraded) problems.push(warning(name, `runs without ${fault}`));
  const ended = instances.flatMap(({ lastTermination }) => lastTermination ?? []);
  const recent = ended.filter(({ at, reason }) => reason !== 'Completed' && isRecent(at, now));
  if (recent.length > 0 && ready >= desired)
    problems.push(
      warning(name, `was started again: ${[...new Set(recent.map(({ reason }) => reason))].join(', ')}`),
    );
  return problems;
}

function whyNotReady({ state, reason, message, lastTermination }: PlatformInstance): string {
  const words = lastTermination?.message?.split('\n', 1)[0];
  const last = lastTermination && `last end: ${lastTermination.reason}${words ? ` (${words})` : ''}`;
  if (reason) return [reason, last ?? message].filter(Boolean).join(', ');
  return state === 'running' ? 'not ready' : state;
}

const isRecent = (at: string | null, now: number) => at !== null && now - Date.parse(at) < recentMs;

/** Apps of two versions: an upgrade that is under way, or one that got stuck. */
function ofVersions(components: PlatformComponent[]): PlatformProblem[] {
  const versions = new Map<string, string>();
  for (const { name, role, instances } of components)
    if (role === 'app')
      for (const { reportedVersion } of instances)
        if (reportedVersion) versions.set(reportedVersion, versions.get(reportedVersion) ?? name);
  if (versions.size < 2) return [];
  const words = [...versions].map(([version, name]) => `${version} (${name})`).join(', ');
  return [warning('version', `several versions run: ${words}`)];
}

function ofSchemas({ migrations }: Parts): PlatformProblem[] {
  return (['postgres', 'clickhouse'] as const).flatMap((store) => {
    const { data, error: fault } = migrations[store];
    if (fault !== null) return [error(store, fault)];
    if (!data || data.pending.length === 0) return [];
    return [error(store, `migrations wait: ${data.pending.join(', ')}; run heliostat migrate`)];
  });
}

function ofQueues({ queues }: Parts): PlatformProblem[] {
  if (queues.error !== null) return [error('queues', queues.error)];
  return (queues.data?.queues ?? [])
    .filter(({ waiting }) => waiting >= backlog)
    .map(({ name, waiting }) => warning(`queue ${name}`, `falls behind: ${waiting} jobs wait`));
}

function ofAutoscalers({ autoscalers }: Parts): PlatformProblem[] {
  return (autoscalers.data ?? []).flatMap(({ target, max, fault, atMaximum }) => [
    ...(fault ? [warning(target, `does not scale: ${fault}`)] : []),
    ...(atMaximum ? [warning(target, `needs more than its maximum of ${max}`)] : []),
  ]);
}

function ofBackups({ backups }: Parts, now: number): PlatformProblem[] {
  const { schedules = [], runs = [] } = backups.jobs.data ?? {};
  const last = runs.find(({ state }) => state !== 'running');
  const failed =
    last?.state === 'failed'
      ? [warning('backup', `the last one failed${last.message ? `: ${last.message}` : ''}`)]
      : [];
  const active = schedules.some(({ suspended, lastScheduledAt }) => !suspended && lastScheduledAt !== null);
  const newest = backups.backups.data?.[0];
  if (!active || backups.backups.data === null || failed.length > 0) return failed;
  if (!newest) return [warning('backup', 'there is none yet')];
  const old = now - Date.parse(newest.finishedAt) > backupAgeMs;
  return old ? [warning('backup', `the newest is of ${newest.finishedAt}`)] : [];
}

function ofApplications({ argocd }: Parts): PlatformProblem[] {
  return (argocd.data?.applications ?? []).flatMap(({ name, sync, health, message }) => {
    const words = message ? `: ${message}` : '';
    if (health === 'Degraded' || health === 'Missing')
      return [warning(`application ${name}`, `${health}${words}`)];
    return sync === 'OutOfSync' ? [warning(`application ${name}`, `out of sync${words}`)] : [];
  });
}

/** A part that cannot be read is no fault of what it shows, but nobody should take it for healthy. */
function ofUnreadable(parts: Parts): PlatformProblem[] {
  const unread = [
    ['components', parts.components.error],
    ['events', parts.events.error],
    ['autoscalers', parts.autoscalers.error],
    ['backups', parts.backups.backups.error],
    ['backup jobs', parts.backups.jobs.error],
    ['Argo CD', parts.argocd.error],
  ] as const;
  return unread.flatMap(([subject, fault]) => (fault === null ? [] : [warning(subject, fault)]));
}

import { type PlatformInstance } from '@heliostat/contracts';
import { type V1ContainerStatus, type V1Pod } from '@kubernetes/client-node';
import { type AppReport } from '../app-report.js';
import { iso } from './labels.js';

export type Usage = { memoryBytes: number; cpuCores: number };
export type PodFacts = { report?: AppReport; usage?: Usage };

/** What one pod does, and what became of its containers before. */
export function mapPod(pod: V1Pod, { report, usage }: PodFacts = {}): PlatformInstance {
  const containers = pod.status?.containerStatuses ?? [];
  const main = mainContainer(pod, containers);
  const { state, reason, message } = stateOf(pod, containers);
  return {
    name: pod.metadata?.name ?? '',
    state,
    ready: state === 'running' && isReady(pod),
    reason,
    message,
    image: pod.spec?.containers[0]?.image ?? null,
    reportedVersion: report?.version ?? null,
    degraded: report?.degraded ?? [],
    node: pod.spec?.nodeName ?? null,
    pid: null,
    startedAt: iso(main?.state?.running?.startedAt ?? pod.status?.startTime),
    restarts: containers.reduce((sum, { restartCount }) => sum + restartCount, 0),
    lastTermination: lastTermination(containers),
    memoryBytes: usage?.memoryBytes ?? null,
    cpuCores: usage?.cpuCores ?? null,
  };
}

type State = Pick<PlatformInstance, 'state' | 'reason' | 'message'>;

function stateOf(pod: V1Pod, containers: V1ContainerStatus[]): State {
  if (pod.metadata?.deletionTimestamp) return { state: 'stopping', reason: null, message: null };
  const { phase, reason, message } = pod.status ?? {};
  if (phase === 'Failed')
    return { state: 'failed', reason: reason ?? ended(containers), message: message ?? null };
  if (phase === 'Succeeded') return { state: 'stopped', reason: 'Completed', message: null };
  const waiting = [...(pod.status?.initContainerStatuses ?? []), ...containers].find(
    ({ state }) => state?.waiting && !isBeginning(state.waiting.reason),
  )?.state?.waiting;
  if (waiting)
    return { state: 'waiting', reason: waiting.reason ?? 'Waiting', message: waiting.message ?? null };
  const over = containers.find(({ state }) => state?.terminated)?.state?.terminated;
  if (over)
    return { state: 'waiting', reason: over.reason ?? 'Ended', message: over.message?.trim() || null };
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  if (unscheduled)
    return {
      state: 'waiting',
      reason: unscheduled.reason ?? 'Unschedulable',
      message: unscheduled.message ?? null,
    };
  if (containers.length > 0 && containers.every(({ state }) => state?.running))
    return { state: 'running', reason: null, message: null };
  return { state: 'starting', reason: null, message: null };
}

/** Reasons of the first seconds, which mean nothing yet. */
const isBeginning = (reason: string | undefined) =>
  reason === 'ContainerCreating' || reason === 'PodInitializing';

const isReady = (pod: V1Pod) =>
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;

const mainContainer = (pod: V1Pod, containers: V1ContainerStatus[]) =>
  containers.find(({ name }) => name === pod.spec?.containers[0]?.name) ?? containers[0];

const ended = (containers: V1ContainerStatus[]) =>
  containers.find(({ state }) => state?.terminated)?.state?.terminated?.reason ?? 'Failed';

/** The latest end of any container, the running ones' last and the ended ones' own. */
function lastTermination(containers: V1ContainerStatus[]): PlatformInstance['lastTermination'] {
  const [last] = containers
    .flatMap(({ state, lastState }) => [state?.terminated, lastState?.terminated])
    .filter((end) => end !== undefined)
    .sort((a, b) => (b.finishedAt?.getTime() ?? 0) - (a.finishedAt?.getTime() ?? 0));
  if (!last) return null;
  const reason = last.reason ?? (last.signal ? `signal ${last.signal}` : 'Ended');
  return {
    reason,
    exitCode: last.exitCode,
    at: iso(last.finishedAt),
    message: last.message?.trim().slice(0, 500) || null,
  };
}

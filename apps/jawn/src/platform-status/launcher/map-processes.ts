import {
  type LaunchedProcess,
  type PlatformComponent,
  type PlatformEvent,
  type PlatformInstance,
  type ProcessesFile,
} from '@heliostat/contracts';
import { type AppReport } from '../app-report.js';

export type ProcessFacts = { report?: AppReport; memoryBytes: number | null };

const order = ['proxy', 'jawn', 'worker', 'web'];

/** The launcher's processes as components of one instance each: apps first, then stores. */
export function mapProcesses(
  { processes }: ProcessesFile,
  factsOf: (process: LaunchedProcess) => ProcessFacts,
): PlatformComponent[] {
  const rank = ({ name, kind }: LaunchedProcess) => (kind === 'app' ? order.indexOf(name) : 100);
  return [...processes]
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .map((process) => {
      const instance = mapProcess(process, factsOf(process));
      return {
        name: process.name,
        component: process.name.toLowerCase(),
        role: process.kind,
        kind: 'Process',
        version: process.version,
        image: null,
        ready: instance.ready ? 1 : 0,
        desired: 1,
        restarts: process.restarts,
        instances: [instance],
      };
    });
}

function mapProcess(process: LaunchedProcess, { report, memoryBytes }: ProcessFacts): PlatformInstance {
  const { name, state, pid, startedAt, restarts, lastEnd } = process;
  return {
    name,
    state,
    ready: state === 'running',
    reason: state === 'waiting' ? 'starts again soon' : null,
    message: state === 'waiting' ? (lastEnd?.reason ?? null) : null,
    image: null,
    reportedVersion: report?.version ?? null,
    degraded: report?.degraded ?? [],
    node: null,
    pid,
    startedAt,
    restarts,
    lastTermination: lastEnd && { reason: lastEnd.reason, exitCode: null, at: lastEnd.at, message: null },
    memoryBytes,
    cpuCores: null,
  };
}

/** What the launcher noted, newest first. */
export const mapLauncherEvents = ({ events }: ProcessesFile): PlatformEvent[] =>
  events
    .map(({ at, process, message }) => ({
      time: at,
      reason: message.startsWith('is running') ? 'Started' : 'Ended',
      message: `${process} ${message}`,
      object: `Process/${process}`,
      count: 1,
    }))
    .reverse();

import type { PlatformComponent, PlatformInstance, PlatformOverview } from '@heliostat/contracts';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'none';

/** What a component does, as a colour and in words. */
export function describeComponent({ ready, desired, instances }: PlatformComponent): {
  tone: Tone;
  words: string;
} {
  if (desired === 0) return { tone: 'none', words: 'Off' };
  if (ready === 0) return { tone: 'bad', words: instances.some(isBeginning) ? 'Starting' : 'Not running' };
  if (ready < desired) return { tone: 'warn', words: `${ready} of ${desired} running` };
  if (instances.some(({ degraded }) => degraded.length > 0)) return { tone: 'warn', words: 'Degraded' };
  return { tone: 'good', words: 'Running' };
}

const isBeginning = ({ state }: PlatformInstance) => state === 'starting';

/** What a pod or a process does. */
export function describeInstance({ state, ready, reason, degraded }: PlatformInstance): {
  tone: Tone;
  words: string;
} {
  if (state === 'running' && !ready) return { tone: 'warn', words: 'Not ready' };
  if (state === 'running') return { tone: degraded.length > 0 ? 'warn' : 'good', words: 'Running' };
  const words = {
    starting: 'Starting',
    waiting: 'Waiting',
    stopping: 'Stopping',
    stopped: 'Stopped',
    failed: 'Failed',
  };
  const tone: Tone =
    state === 'failed' || state === 'waiting' ? 'bad' : state === 'starting' ? 'info' : 'none';
  return { tone, words: reason ?? words[state] };
}

/** The versions that a component's instances report, else the one that was asked for. */
export function versionsOf({ version, instances }: PlatformComponent): string {
  const reported = [...new Set(instances.flatMap(({ reportedVersion }) => reportedVersion ?? []))].sort();
  return reported.join(', ') || version || '–';
}

/** The sum of what is known; null when nothing is. */
export function memoryOf({ instances }: PlatformComponent): number | null {
  const known = instances.flatMap(({ memoryBytes }) => memoryBytes ?? []);
  return known.length > 0 ? known.reduce((sum, bytes) => sum + bytes, 0) : null;
}

/** The instance that began last: since then the component is as it is. */
export function latestStart({ instances }: PlatformComponent): string | null {
  const starts = instances.flatMap(({ startedAt }) => startedAt ?? []).sort();
  return starts.at(-1) ?? null;
}

/** The latest end of any instance. */
export function latestEnd({ instances }: PlatformComponent): PlatformInstance['lastTermination'] {
  const ends = instances.flatMap(({ lastTermination }) => lastTermination ?? []);
  return ends.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))[0] ?? null;
}

/** Where the installation runs, for the page's head. */
export function placeWords({ source, place }: PlatformOverview): string {
  if (source === 'launcher') return 'On this machine';
  const release = place.release ? `, release ${place.release}` : '';
  return `Kubernetes namespace ${place.namespace ?? ''}${release}`;
}

/** The top line: all well, or how much is wrong. */
export function statusWords({ status, problems }: Pick<PlatformOverview, 'status' | 'problems'>): {
  tone: Tone;
  words: string;
} {
  if (status === 'healthy') return { tone: 'good', words: 'Everything is healthy' };
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const count = status === 'failing' ? errors : problems.length;
  const things = count === 1 ? '1 thing' : `${count} things`;
  return status === 'failing'
    ? { tone: 'bad', words: `${things} ${count === 1 ? 'does' : 'do'} not work` }
    : { tone: 'warn', words: `${things} to look at` };
}

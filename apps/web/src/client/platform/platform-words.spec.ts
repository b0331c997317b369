import type { PlatformComponent, PlatformInstance, PlatformProblem } from '@heliostat/contracts';
import {
  describeComponent,
  describeInstance,
  latestEnd,
  memoryOf,
  statusWords,
  versionsOf,
} from './platform-words';

const instance = (overrides: Partial<PlatformInstance> = {}): PlatformInstance => ({
  name: 'a',
  state: 'running',
  ready: true,
  reason: null,
  message: null,
  image: null,
  reportedVersion: null,
  degraded: [],
  node: null,
  pid: null,
  startedAt: null,
  restarts: 0,
  lastTermination: null,
  memoryBytes: null,
  cpuCores: null,
  ...overrides,
});
const component = (overrides: Partial<PlatformComponent> = {}): PlatformComponent => ({
  name: 'jawn',
  component: 'jawn',
  role: 'app',
  kind: 'Process',
  version: '0.1.0',
  image: null,
  ready: 1,
  desired: 1,
  restarts: 0,
  instances: [instance()],
  ...overrides,
});

describe('describeComponent', () => {
  it.each<[Partial<PlatformComponent>, string, string]>([
    [{}, 'good', 'Running'],
    [{ ready: 1, desired: 3 }, 'warn', '1 of 3 running'],
    [{ ready: 0 }, 'bad', 'Not running'],
    [{ ready: 0, instances: [instance({ state: 'starting', ready: false })] }, 'bad', 'Starting'],
    [{ ready: 0, desired: 0, instances: [] }, 'none', 'Off'],
    [{ instances: [instance({ degraded: ['objects: away'] })] }, 'warn', 'Degraded'],
  ])('takes %j for %s: %s', (overrides, tone, words) => {
    expect(describeComponent(component(overrides))).toEqual({ tone, words });
  });
});

describe('describeInstance', () => {
  it('gives the reason where there is one', () => {
    const crashing = instance({ state: 'waiting', ready: false, reason: 'CrashLoopBackOff' });
    expect(describeInstance(crashing)).toEqual({ tone: 'bad', words: 'CrashLoopBackOff' });
    expect(describeInstance(instance({ ready: false }))).toEqual({ tone: 'warn', words: 'Not ready' });
  });
});

describe('sums of a component', () => {
  it('names every version that runs, or the one that should', () => {
    const two = [instance({ reportedVersion: '0.2.0' }), instance({ reportedVersion: '0.1.0' })];
    expect(versionsOf(component({ instances: two }))).toBe('0.1.0, 0.2.0');
    expect(versionsOf(component())).toBe('0.1.0');
    expect(versionsOf(component({ version: null }))).toBe('–');
  });

  it('adds up the memory that is known, and knows nothing of none', () => {
    expect(memoryOf(component({ instances: [instance({ memoryBytes: 5 }), instance()] }))).toBe(5);
    expect(memoryOf(component())).toBeNull();
  });

  it('finds the latest end', () => {
    const ended = (at: string, reason: string) =>
      instance({ lastTermination: { at, reason, exitCode: null, message: null } });
    const all = [ended('2026-01-31T09:00:00Z', 'Error'), ended('2026-01-31T10:00:00Z', 'OOMKilled')];
    expect(latestEnd(component({ instances: all }))?.reason).toBe('OOMKilled');
  });
});

describe('statusWords', () => {
  const problem = (severity: PlatformProblem['severity']): PlatformProblem => ({
    severity,
    subject: 'x',
    message: 'y',
  });
  it('counts what does not work, or what is to be looked at', () => {
    expect(statusWords({ status: 'healthy', problems: [] }).words).toBe('Everything is healthy');
    expect(statusWords({ status: 'failing', problems: [problem('error'), problem('warning')] })).toEqual({
      tone: 'bad',
      words: '1 thing does not work',
    });
    expect(
      statusWords({ status: 'degraded', problems: [problem('warning'), problem('warning')] }).words,
    ).toBe('2 things to look at');
  });
});

import { problemsOf, statusOf } from './problems.js';
import { backupJobs, component, instance, parts } from './testing/platform.factory.js';

const now = Date.parse('2026-01-31T10:00:00Z');
const found = (overrides: Parameters<typeof parts>[0]) => problemsOf(parts(overrides), now);
const whole = <T>(data: T) => ({ data, error: null });
const components = (...all: ReturnType<typeof component>[]) => found({ components: whole(all) });

describe(problemsOf.name, () => {
  it('finds nothing where all is well', () => {
    expect(found({})).toEqual([]);
    expect(statusOf([])).toBe('healthy');
  });

  it('says that a component does not run at all, and why', () => {
    const crashing = instance({
      ready: false,
      state: 'waiting',
      reason: 'CrashLoopBackOff',
      message: 'back-off 5m0s restarting',
      lastTermination: { reason: 'OOMKilled', exitCode: 137, at: null, message: 'heap is full\nat x' },
    });
    const problems = components(component({ ready: 0, instances: [crashing] }));
    expect(problems).toEqual([
      {
        severity: 'error',
        subject: 'heliostat-jawn',
        message: 'does not run: CrashLoopBackOff, last end: OOMKilled (heap is full)',
      },
    ]);
    expect(statusOf(problems)).toBe('failing');
  });

  it('warns while some run and some do not', () => {
    const problems = components(
      component({
        ready: 1,
        desired: 3,
        instances: [instance(), instance({ ready: false, state: 'waiting', reason: 'Unschedulable' })],
      }),
    );
    expect(problems).toMatchObject([{ severity: 'warning', message: '1 of 3 run: Unschedulable' }]);
    expect(statusOf(problems)).toBe('degraded');
  });

  it('does not hold a rollout against the pods that stop', () => {
    const stopping = instance({ ready: false, state: 'stopping' });
    expect(components(component({ instances: [instance(), stopping] }))).toEqual([]);
  });

  it('names what an app runs without once, however many pods say it', () => {
    const degraded = instance({ degraded: ['objects: no answer'] });
    expect(components(component({ ready: 2, desired: 2, instances: [degraded, degraded] }))).toMatchObject([
      { severity: 'warning', message: 'runs without objects: no answer' },
    ]);
  });

  it.each([
    ['2026-01-31T09:55:00Z', 1],
    ['2026-01-31T08:00:00Z', 0],
  ])('tells of an end at %s: %d', (at, count) => {
    const lastTermination = { reason: 'signal SIGKILL', exitCode: null, at, message: null };
    expect(components(component({ instances: [instance({ lastTermination })] }))).toHaveLength(count);
  });

  it('warns of two versions at once', () => {
    const old = component({ name: 'worker', instances: [instance({ reportedVersion: '0.0.9' })] });
    expect(components(component(), old)).toMatchObject([
      { subject: 'version', message: 'several versions run: 0.1.0 (heliostat-jawn), 0.0.9 (worker)' },
    ]);
  });

  it('takes waiting migrations for an error, and errors first', () => {
    const schema = { version: 1, needed: 2, migratedAt: null, applied: [], pending: ['rollups'] };
    const problems = found({
      components: whole([component({ desired: 0, ready: 0, instances: [] })]),
      migrations: { postgres: whole({ ...schema, pending: [] }), clickhouse: whole(schema) },
    });
    expect(problems.map(({ severity, subject }) => [severity, subject])).toEqual([
      ['error', 'clickhouse'],
      ['warning', 'heliostat-jawn'],
    ]);
  });

  it('warns of a queue that falls behind, not of failed jobs that are kept for a week', () => {
    const queue = { name: 'ingest', waiting: 10, active: 1, delayed: 0, failed: 50 };
    const queues = (waiting: number) =>
      found({ queues: whole({ store: 'redis' as const, queues: [{ ...queue, waiting }] }) });
    expect(queues(10)).toEqual([]);
    expect(queues(5_000)).toMatchObject([
      { subject: 'queue ingest', message: 'falls behind: 5000 jobs wait' },
    ]);
  });

  it('warns of a schedule whose newest backup is old, and of a failed run', () => {
    const schedule = {
      name: 'nightly',
      cronJob: 'heliostat-backup-nightly',
      schedule: '30 2 * * *',
      timeZone: null,
      suspended: false,
      lastScheduledAt: '2026-01-31T02:30:00Z',
      lastSuccessfulAt: null,
    };
    const backup = (finishedAt: string) => ({
      id: '20260131T023000Z',
      startedAt: finishedAt,
      finishedAt,
      seconds: 1,
      bytes: 1,
      stores: [],
      version: '0.1.0',
    });
    const backups = (finishedAt: string, jobs = backupJobs({ schedules: [schedule] })) =>
      found({ backups: { where: null, backups: whole([backup(finishedAt)]), jobs: whole(jobs) } });
    expect(backups('2026-01-31T02:34:00Z')).toEqual([]);
    expect(backups('2026-01-29T02:34:00Z')).toMatchObject([{ subject: 'backup' }]);
    const run = {
      name: 'a',
      schedule: 'nightly',
      byHand: false,
      state: 'failed' as const,
      startedAt: null,
      finishedAt: null,
      message: 'DeadlineExceeded',
    };
    expect(backups('2026-01-31T02:34:00Z', backupJobs({ schedules: [schedule], runs: [run] }))).toMatchObject(
      [{ message: 'the last one failed: DeadlineExceeded' }],
    );
  });

  it('does not take for healthy what it cannot read', () => {
    const autoscalers = { data: null, error: 'No permission to list horizontalpodautoscalers' };
    expect(found({ autoscalers })).toEqual([
      { severity: 'warning', subject: 'autoscalers', message: autoscalers.error },
    ]);
  });
});

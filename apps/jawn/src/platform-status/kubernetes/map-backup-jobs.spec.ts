import { backupJob, cronJob, jobPod } from '../testing/kubernetes-objects.js';
import { mapRuns, mapSchedules } from './map-backup-jobs.js';
import { newBackupJob } from './new-backup-job.js';

const complete = {
  startTime: new Date('2026-01-31T02:30:00Z'),
  completionTime: new Date('2026-01-31T02:34:00Z'),
  conditions: [{ type: 'Complete', status: 'True' }],
};

describe(mapSchedules.name, () => {
  it('names a schedule as the values do', () => {
    const other = cronJob();
    other.metadata!.labels = { 'app.kubernetes.io/component': 'report' };
    expect(mapSchedules([cronJob('nightly', { suspend: true }), other])).toEqual([
      {
        name: 'nightly',
        cronJob: 'heliostat-backup-nightly',
        schedule: '30 2 * * *',
        timeZone: 'Etc/UTC',
        suspended: true,
        lastScheduledAt: '2026-01-31T02:30:00.000Z',
        lastSuccessfulAt: '2026-01-31T02:34:00.000Z',
      },
    ]);
  });
});

describe(mapRuns.name, () => {
  it('tells runs that ended from one that runs, newest first, and those by hand', () => {
    const manual = { 'cronjob.kubernetes.io/instantiate': 'manual' };
    const running = backupJob('b', { active: 1, startTime: new Date('2026-01-31T10:00:00Z') }, manual);
    expect(mapRuns([backupJob('a', complete), running], [])).toMatchObject([
      { name: 'b', state: 'running', byHand: true, finishedAt: null },
      {
        name: 'a',
        state: 'succeeded',
        byHand: false,
        schedule: 'nightly',
        finishedAt: '2026-01-31T02:34:00.000Z',
      },
    ]);
  });

  it('says why one failed, with the end of its pod', () => {
    const failed = backupJob('a', {
      conditions: [
        {
          type: 'Failed',
          status: 'True',
          reason: 'BackoffLimitExceeded',
          message: 'Job has reached the specified backoff limit',
          lastTransitionTime: new Date('2026-01-31T02:40:00Z'),
        },
      ],
    });
    const ended = jobPod('a', {
      status: {
        phase: 'Failed',
        containerStatuses: [
          {
            name: 'backup',
            image: '',
            imageID: '',
            ready: false,
            restartCount: 0,
            state: { terminated: { exitCode: 1, reason: 'Error' } },
          },
        ],
      },
    });
    expect(mapRuns([failed], [ended])).toMatchObject([
      {
        state: 'failed',
        finishedAt: '2026-01-31T02:40:00.000Z',
        message: 'BackoffLimitExceeded: Job has reached the specified backoff limit (Error, exit code 1)',
      },
    ]);
  });

  it('says what a running one waits for', () => {
    const waiting = jobPod('a', {
      status: {
        phase: 'Pending',
        containerStatuses: [
          {
            name: 'backup',
            image: '',
            imageID: '',
            ready: false,
            restartCount: 0,
            state: { waiting: { reason: 'ImagePullBackOff', message: 'not found' } },
          },
        ],
      },
    });
    expect(mapRuns([backupJob('a', { active: 1 })], [waiting])[0]!.message).toBe(
      'ImagePullBackOff: not found',
    );
  });

  it('leaves out Jobs that were made from the template for something else', () => {
    const made = (...args: string[]) => {
      const job = backupJob(args.join('-'), complete);
      job.spec!.template.spec = { containers: [{ name: 'backup', args }] };
      return job;
    };
    const jobs = [
      made('backup', 'list'),
      made('backup', 'run', '--stores', 'postgres'),
      made('restore', '--plan'),
    ];
    expect(mapRuns(jobs, []).map(({ name }) => name)).toEqual(['backup-run---stores-postgres']);
  });

  it('leaves out Jobs that are no backups', () => {
    const migrate = backupJob('heliostat-migrate-1', complete);
    migrate.metadata!.labels = {};
    migrate.spec!.template.metadata!.labels = { 'app.kubernetes.io/component': 'migrate' };
    expect(mapRuns([migrate], [])).toEqual([]);
  });
});

describe(newBackupJob.name, () => {
  it('is what kubectl would make, and one a minute', () => {
    const job = newBackupJob(cronJob(), new Date('2026-01-31T10:07:59Z'));
    expect(job).toMatchObject({
      metadata: {
        name: 'heliostat-backup-nightly-manual-20260131t1007z',
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
        ownerReferences: [
          { kind: 'CronJob', name: 'heliostat-backup-nightly', uid: 'cron-uid', controller: true },
        ],
      },
      spec: { backoffLimit: 1 },
    });
    expect(job.metadata!.ownerReferences![0]).not.toHaveProperty('blockOwnerDeletion');
    expect(mapRuns([job], [])).toMatchObject([{ byHand: true, schedule: 'nightly', state: 'running' }]);
  });

  it('keeps its name short enough for a label', () => {
    const long = cronJob('x'.repeat(40));
    expect(newBackupJob(long, new Date()).metadata!.name!.length).toBeLessThanOrEqual(63);
  });
});

import { troubleOf, type PodView } from './pod-troubles.js';

const pod = (status: PodView['status']): PodView => ({ metadata: { name: 'api-0' }, status });
const notReady = { type: 'Ready', status: 'False' };

describe(troubleOf.name, () => {
  it.each<[string, PodView['status'], string | undefined]>([
    ['a ready pod', { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }, undefined],
    ['a Job that is through', { phase: 'Succeeded', conditions: [notReady] }, undefined],
    [
      'one that no node takes',
      {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', message: 'unbound volume claim' }],
      },
      'api-0: cannot be scheduled: unbound volume claim',
    ],
    [
      'one whose image is not there',
      {
        phase: 'Pending',
        conditions: [notReady],
        containerStatuses: [
          {
            name: 'api',
            ready: false,
            state: { waiting: { reason: 'ImagePullBackOff', message: 'no such host' } },
          },
        ],
      },
      'api-0: api ImagePullBackOff (no such host)',
    ],
    [
      'one that fails again and again',
      {
        phase: 'Running',
        conditions: [notReady],
        containerStatuses: [
          { name: 'api', ready: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
      },
      'api-0: api CrashLoopBackOff, restarted 4 times',
    ],
    [
      'one whose first step failed',
      {
        phase: 'Pending',
        conditions: [notReady],
        initContainerStatuses: [{ name: 'wait', ready: false, state: { terminated: { exitCode: 3 } } }],
        containerStatuses: [{ name: 'api', ready: false, state: { waiting: { reason: 'PodInitializing' } } }],
      },
      'api-0: wait ended with code 3',
    ],
    [
      'one that runs and cannot serve',
      {
        phase: 'Running',
        conditions: [notReady],
        containerStatuses: [{ name: 'api', ready: false, state: {} }],
      },
      'api-0: api runs and is not ready',
    ],
  ])('has words for %s', (_what, status, words) => {
    expect(troubleOf(pod(status))).toBe(words);
  });
});

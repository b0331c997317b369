import { event } from '../testing/kubernetes-objects.js';
import { mapEvents } from './map-events.js';

const names = new Set(['heliostat-worker', 'heliostat-postgres']);
const about = (name: string) => event({ involvedObject: { kind: 'Pod', name } });

describe(mapEvents.name, () => {
  it('shows warnings newest first, with the time of the last of a series', () => {
    const old = event({ lastTimestamp: new Date('2026-01-31T09:00:00Z'), reason: 'Unhealthy' });
    const series = event({
      reason: 'FailedScheduling',
      lastTimestamp: undefined,
      count: undefined,
      series: { count: 40, lastObservedTime: new Date('2026-01-31T11:00:00Z') as never },
    });
    expect(mapEvents([old, event(), series], names)).toMatchObject([
      { reason: 'FailedScheduling', count: 40, time: '2026-01-31T11:00:00.000Z' },
      {
        reason: 'BackOff',
        count: 12,
        message: 'Back-off restarting failed container worker',
        object: 'Pod/heliostat-worker-7d9f-x1',
      },
      { reason: 'Unhealthy' },
    ]);
  });

  it('shows those of gone pods and of claims of our workloads, and none of others', () => {
    const events = [
      'heliostat-worker-7d9f-gone',
      'data-heliostat-postgres-0',
      'keda-hpa-heliostat-worker',
      'heliostat-workerlike',
      'other-0',
    ].map(about);
    expect(mapEvents(events, names).map(({ object }) => object)).toEqual([
      'Pod/heliostat-worker-7d9f-gone',
      'Pod/data-heliostat-postgres-0',
      'Pod/keda-hpa-heliostat-worker',
    ]);
  });

  it('leaves out what is no warning', () => {
    expect(mapEvents([event({ type: 'Normal' })], names)).toEqual([]);
  });
});

import { autoscaler, kedaAutoscaler } from '../testing/kubernetes-objects.js';
import { mapAutoscalers } from './map-autoscalers.js';

const names = new Set(['heliostat-jawn', 'heliostat-worker']);

describe(mapAutoscalers.name, () => {
  it('puts the current value beside its target by name, also where the first cannot be read', () => {
    const [sut] = mapAutoscalers([autoscaler()], names);
    expect(sut).toMatchObject({
      by: 'HPA',
      target: 'Deployment/heliostat-jawn',
      min: 2,
      max: 6,
      current: 3,
      metrics: [
        { name: 'cpu', current: null, target: '70%' },
        { name: 'memory', current: '41%', target: '80%' },
      ],
      fault: null,
      atMaximum: false,
    });
  });

  it('finds what KEDA made, and says when its maximum is too little', () => {
    const [sut] = mapAutoscalers([kedaAutoscaler()], names);
    expect(sut).toMatchObject({
      by: 'KEDA',
      target: 'Deployment/heliostat-worker',
      metrics: [{ name: 's0-prometheus', current: '143', target: '50 a pod' }],
      atMaximum: true,
    });
  });

  it('leaves out what scales something else', () => {
    expect(mapAutoscalers([kedaAutoscaler()], new Set(['other']))).toEqual([]);
  });

  it('tells why it cannot scale, but not that it rests at zero', () => {
    const failing = (reason: string) => {
      const item = autoscaler();
      item.status!.conditions = [{ type: 'ScalingActive', status: 'False', reason, message: 'no metrics' }];
      return mapAutoscalers([item], names)[0]!.fault;
    };
    expect(failing('FailedGetResourceMetric')).toBe('FailedGetResourceMetric: no metrics');
    expect(failing('ScalingDisabled')).toBeNull();
  });

  it('does not take an unknown wish for the wish to stop all', () => {
    const item = autoscaler({ status: { currentReplicas: 2, desiredReplicas: 0 } });
    expect(mapAutoscalers([item], names)).toMatchObject([{ current: 2, desired: 2 }]);
  });

  it('copes with one that was just made', () => {
    expect(mapAutoscalers([autoscaler({ status: undefined })], names)).toMatchObject([
      { current: 0, metrics: [{ current: null }, { current: null }] },
    ]);
  });
});

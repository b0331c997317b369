import { crashingPod, deployment, image, jobPod, pod, statefulSet } from '../testing/kubernetes-objects.js';
import { mapComponents } from './map-components.js';

describe(mapComponents.name, () => {
  const map = (workloads: Partial<Parameters<typeof mapComponents>[0]>) =>
    mapComponents({ deployments: [], statefulSets: [], pods: [], ...workloads });

  it('gives each workload its pods, in the way of a request, stores last', () => {
    const components = map({
      deployments: [deployment('web', 1), deployment('jawn', 2)],
      statefulSets: [statefulSet('postgres', 1), statefulSet('proxy', 1)],
      pods: [
        pod('jawn', 'heliostat-jawn-10'),
        pod('jawn', 'heliostat-jawn-9'),
        pod('postgres', 'heliostat-postgres-0'),
        pod('proxy', 'heliostat-proxy-0'),
        pod('web', 'heliostat-web-1'),
      ],
    });
    expect(components.map(({ component, kind, role }) => [component, kind, role])).toEqual([
      ['proxy', 'StatefulSet', 'app'],
      ['jawn', 'Deployment', 'app'],
      ['web', 'Deployment', 'app'],
      ['postgres', 'StatefulSet', 'store'],
    ]);
    expect(components[1]!.instances.map(({ name }) => name)).toEqual([
      'heliostat-jawn-9',
      'heliostat-jawn-10',
    ]);
    expect(components[1]).toMatchObject({ ready: 2, desired: 2, version: '0.1.0', image: image('jawn') });
  });

  it('tells why a pod does not run, how often it was restarted and how it ended', () => {
    const [worker] = map({
      deployments: [deployment('worker', 0, 1)],
      pods: [crashingPod('worker', 'heliostat-worker-1')],
    });
    expect(worker).toMatchObject({ ready: 0, desired: 1, restarts: 7 });
    expect(worker!.instances[0]).toMatchObject({
      state: 'waiting',
      ready: false,
      reason: 'CrashLoopBackOff',
      lastTermination: { reason: 'OOMKilled', exitCode: 137, at: '2026-01-31T09:59:00.000Z' },
    });
  });

  it('tells of an end before the kubelet calls it a crash loop', () => {
    const sut = crashingPod('worker', 'a');
    const [container] = sut.status!.containerStatuses!;
    container!.state = {
      terminated: { exitCode: 1, reason: 'Error', message: 'REDIS_URL: expected a URL\n' },
    };
    expect(map({ pods: [sut] })[0]!.instances[0]).toMatchObject({
      state: 'waiting',
      reason: 'Error',
      message: 'REDIS_URL: expected a URL',
    });
  });

  it('takes the image for the version where the label is missing', () => {
    const jawn = deployment('jawn', 1);
    jawn.metadata!.labels = { 'app.kubernetes.io/component': 'jawn' };
    expect(map({ deployments: [jawn] })[0]!.version).toBe('0.1.0');
    jawn.spec!.template.spec!.containers[0]!.image = `heliostat/jawn@sha256:${'a'.repeat(64)}`;
    expect(map({ deployments: [jawn] })[0]!.version).toBeNull();
  });

  it('shows pods of no workload by their component, and pods of Jobs not at all', () => {
    const components = map({
      pods: [pod('clickhouse', 'chi-heliostat-0-0-0'), jobPod('heliostat-backup-nightly-1')],
    });
    expect(components).toMatchObject([
      { name: 'clickhouse', kind: 'Pod', role: 'store', ready: 1, desired: 1 },
    ]);
  });

  it('does not count a finished helm test among what should run', () => {
    const test = pod('test', 'heliostat-test');
    test.spec!.restartPolicy = 'Never';
    expect(map({ pods: [test] })).toEqual([]);
  });

  it('tells the version of a store by its image, not by the chart that it came with', () => {
    const postgres = statefulSet('postgres', 1);
    postgres.spec!.template.spec!.containers[0]!.image = 'postgres:17';
    expect(map({ statefulSets: [postgres] })[0]!.version).toBe('17');
  });

  it('says that a pod finds no node', () => {
    const waiting = pod('worker', 'w', {
      status: {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/3 nodes are available: 3 Insufficient memory.',
          },
        ],
      },
    });
    expect(map({ pods: [waiting] })[0]!.instances[0]).toMatchObject({
      state: 'waiting',
      reason: 'Unschedulable',
      message: expect.stringContaining('Insufficient memory'),
    });
  });

  it('takes a pod that is being made for one that starts, and a deleted one for one that stops', () => {
    const starting = pod('worker', 'a', {
      status: {
        phase: 'Pending',
        containerStatuses: [
          {
            name: 'worker',
            image: '',
            imageID: '',
            ready: false,
            restartCount: 0,
            state: { waiting: { reason: 'ContainerCreating' } },
          },
        ],
      },
    });
    const stopping = pod('worker', 'b', { metadata: { name: 'b', deletionTimestamp: new Date() } });
    const states = map({ pods: [starting, stopping] }).flatMap(({ instances }) => instances);
    expect(states.map(({ name, state, ready, reason }) => [name, state, ready, reason])).toEqual([
      ['a', 'starting', false, null],
      ['b', 'stopping', false, null],
    ]);
  });

  it('adds what each app says of itself and what it uses', () => {
    const [component] = mapComponents(
      { deployments: [], statefulSets: [], pods: [pod('jawn', 'a')] },
      () => ({
        report: { version: '0.2.0', degraded: ['clickhouse: away'] },
        usage: { memoryBytes: 5, cpuCores: 0.2 },
      }),
    );
    expect(component!.instances[0]).toMatchObject({
      reportedVersion: '0.2.0',
      degraded: ['clickhouse: away'],
      memoryBytes: 5,
      cpuCores: 0.2,
    });
  });
});

import {
  type CoreV1Event,
  type V1CronJob,
  type V1Deployment,
  type V1Job,
  type V1Pod,
  type V1StatefulSet,
  type V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';

/*
 * Answers of a Kubernetes 1.34 API server for a release of our charts, as the client reads them, with what we do not
 * read left out.
 */

const labels = (component: string) => ({
  'app.kubernetes.io/name': 'heliostat-core',
  'app.kubernetes.io/instance': 'heliostat',
  'app.kubernetes.io/component': component,
  'app.kubernetes.io/version': '0.1.0',
  'app.kubernetes.io/part-of': 'heliostat',
});
const selector = (component: string) => {
  const {
    'app.kubernetes.io/version': _version,
    'app.kubernetes.io/part-of': _partOf,
    ...rest
  } = labels(component);
  return { matchLabels: rest };
};
export const image = (name: string) => `registry.example:5000/heliostat/${name}:0.1.0`;

export function deployment(component: string, ready: number, desired = ready): V1Deployment {
  return {
    metadata: { name: `heliostat-${component}`, namespace: 'heliostat', labels: labels(component) },
    spec: {
      replicas: desired,
      selector: selector(component),
      template: {
        metadata: { labels: labels(component) },
        spec: { containers: [{ name: component, image: image(component) }] },
      },
    },
    status: { replicas: desired, readyReplicas: ready || undefined },
  };
}

export function statefulSet(component: string, ready: number, desired = ready): V1StatefulSet {
  const { spec, ...rest } = deployment(component, ready, desired);
  return {
    ...rest,
    spec: { ...spec!, serviceName: `heliostat-${component}` },
    status: { replicas: desired, readyReplicas: ready || undefined },
  };
}

type PodOverrides = {
  metadata?: V1Pod['metadata'];
  spec?: Partial<NonNullable<V1Pod['spec']>>;
  status?: V1Pod['status'];
};

/** A pod that serves. */
export function pod(component: string, name: string, overrides: PodOverrides = {}): V1Pod {
  return {
    metadata: {
      name,
      namespace: 'heliostat',
      labels: labels(component),
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `heliostat-${component}-7d9f`, uid: 'u' },
      ],
      ...overrides.metadata,
    },
    spec: {
      nodeName: 'node-1',
      containers: [
        {
          name: component,
          image: image(component),
          ports: [{ name: 'http', containerPort: 8585, protocol: 'TCP' }],
        },
      ],
      ...overrides.spec,
    },
    status: {
      phase: 'Running',
      podIP: '10.42.0.7',
      startTime: new Date('2026-01-31T08:00:00Z'),
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'True' },
      ],
      containerStatuses: [
        {
          name: component,
          image: image(component),
          imageID: 'sha256:1',
          ready: true,
          restartCount: 0,
          state: { running: { startedAt: new Date('2026-01-31T08:00:04Z') } },
          lastState: {},
        },
      ],
      ...overrides.status,
    },
  };
}

/** One whose container ends as soon as it starts, as the kubelet tells it between two starts. */
export function crashingPod(component: string, name: string): V1Pod {
  return pod(component, name, {
    status: {
      phase: 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False', reason: 'ContainersNotReady' },
      ],
      containerStatuses: [
        {
          name: component,
          image: image(component),
          imageID: 'sha256:1',
          ready: false,
          restartCount: 7,
          state: {
            waiting: {
              reason: 'CrashLoopBackOff',
              message: 'back-off 5m0s restarting failed container=worker pod=heliostat-worker-1',
            },
          },
          lastState: {
            terminated: {
              exitCode: 137,
              reason: 'OOMKilled',
              finishedAt: new Date('2026-01-31T09:59:00Z'),
              startedAt: new Date('2026-01-31T09:58:00Z'),
            },
          },
        },
      ],
    },
  });
}

export function event(overrides: Partial<CoreV1Event> = {}): CoreV1Event {
  return {
    metadata: { name: 'e.1', namespace: 'heliostat' },
    involvedObject: { kind: 'Pod', name: 'heliostat-worker-7d9f-x1' },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container worker\n',
    count: 12,
    lastTimestamp: new Date('2026-01-31T10:00:00Z'),
    ...overrides,
  };
}

export function autoscaler(overrides: Partial<V2HorizontalPodAutoscaler> = {}): V2HorizontalPodAutoscaler {
  return {
    metadata: { name: 'heliostat-jawn', labels: labels('jawn') },
    spec: {
      minReplicas: 2,
      maxReplicas: 6,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'heliostat-jawn' },
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
        },
        {
          type: 'Resource',
          resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    },
    status: {
      currentReplicas: 3,
      desiredReplicas: 3,
      lastScaleTime: new Date('2026-01-31T09:00:00Z'),
      // The API leaves a metric that it cannot read out.
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'memory', current: { averageUtilization: 41, averageValue: '107374182' } },
        },
      ],
      conditions: [
        { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale' },
        { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
        { type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange' },
      ],
    },
    ...overrides,
  };
}

/** As KEDA makes it from the ScaledObject of the workers. */
export const kedaAutoscaler = (): V2HorizontalPodAutoscaler =>
  autoscaler({
    metadata: {
      name: 'keda-hpa-heliostat-worker',
      labels: {
        'app.kubernetes.io/managed-by': 'keda-operator',
        'app.kubernetes.io/part-of': 'heliostat-worker',
        'scaledobject.keda.sh/name': 'heliostat-worker',
      },
    },
    spec: {
      minReplicas: 1,
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'heliostat-worker' },
      metrics: [
        {
          type: 'External',
          external: {
            metric: { name: 's0-prometheus', selector: { matchLabels: {} } },
            target: { type: 'AverageValue', averageValue: '50' },
          },
        },
      ],
    },
    status: {
      currentReplicas: 10,
      desiredReplicas: 10,
      currentMetrics: [
        {
          type: 'External',
          external: { metric: { name: 's0-prometheus' }, current: { averageValue: '143' } },
        },
      ],
      conditions: [
        { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale' },
        { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
        {
          type: 'ScalingLimited',
          status: 'True',
          reason: 'TooManyReplicas',
          message: 'the desired replica count is more than the maximum replica count',
        },
      ],
    },
  });

export function cronJob(name = 'nightly', overrides: Partial<V1CronJob['spec']> = {}): V1CronJob {
  return {
    metadata: { name: `heliostat-backup-${name}`, uid: 'cron-uid', labels: labels('backup') },
    spec: {
      schedule: '30 2 * * *',
      timeZone: 'Etc/UTC',
      suspend: false,
      jobTemplate: {
        metadata: { labels: labels('backup') },
        spec: {
          backoffLimit: 1,
          template: {
            metadata: { labels: labels('backup') },
            spec: { restartPolicy: 'Never', containers: [{ name: 'backup', image: image('ops') }] },
          },
        },
      },
      ...overrides,
    },
    status: {
      lastScheduleTime: new Date('2026-01-31T02:30:00Z'),
      lastSuccessfulTime: new Date('2026-01-31T02:34:00Z'),
    },
  };
}

export function backupJob(name: string, status: V1Job['status'], annotations = {}): V1Job {
  return {
    metadata: {
      name,
      labels: labels('backup'),
      annotations,
      creationTimestamp: new Date('2026-01-31T02:30:00Z'),
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: 'heliostat-backup-nightly',
          uid: 'cron-uid',
          controller: true,
        },
      ],
    },
    spec: { template: { metadata: { labels: labels('backup') } } },
    status,
  };
}

export const jobPod = (job: string, overrides: PodOverrides = {}): V1Pod =>
  pod('backup', `${job}-abcde`, {
    ...overrides,
    metadata: {
      name: `${job}-abcde`,
      labels: labels('backup'),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: job, uid: 'j' }],
    },
  });

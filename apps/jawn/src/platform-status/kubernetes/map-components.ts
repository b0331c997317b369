import { type PlatformComponent } from '@heliostat/contracts';
import {
  type V1Deployment,
  type V1LabelSelector,
  type V1Pod,
  type V1StatefulSet,
} from '@kubernetes/client-node';
import { compareComponents, componentOf, label, labelOf, roleOf, tagOf } from './labels.js';
import { mapPod, type PodFacts } from './map-pods.js';

export type Workloads = { deployments: V1Deployment[]; statefulSets: V1StatefulSet[]; pods: V1Pod[] };

/**
 * Workloads with their pods, and pods that belong to none: an operator's, for example. Pods that run once are not shown:
 * those of Jobs, and of `helm test`.
 */
export function mapComponents(
  { deployments, statefulSets, pods }: Workloads,
  factsOf: (pod: V1Pod) => PodFacts = () => ({}),
): PlatformComponent[] {
  const left = new Set(pods.filter((pod) => !belongsToJob(pod) && pod.spec?.restartPolicy !== 'Never'));
  const take = (selector: V1LabelSelector | undefined) => {
    const taken = [...left].filter((pod) => matches(pod, selector));
    for (const pod of taken) left.delete(pod);
    return taken;
  };
  const workload = (kind: 'Deployment' | 'StatefulSet', item: V1Deployment | V1StatefulSet) =>
    component(kind, item, take(item.spec?.selector), factsOf);
  const components = [
    ...deployments.map((item) => workload('Deployment', item)),
    ...statefulSets.map((item) => workload('StatefulSet', item)),
  ];
  return [...components, ...loosePods([...left], factsOf)].sort(
    (a, b) => compareComponents(a.component, b.component) || a.name.localeCompare(b.name),
  );
}

function component(
  kind: 'Deployment' | 'StatefulSet',
  { metadata, spec, status }: V1Deployment | V1StatefulSet,
  pods: V1Pod[],
  factsOf: (pod: V1Pod) => PodFacts,
): PlatformComponent {
  const image = spec?.template?.spec?.containers[0]?.image;
  const instances = instancesOf(pods, factsOf);
  return {
    name: metadata?.name ?? '',
    component: componentOf(metadata),
    role: roleOf(componentOf(metadata)),
    kind,
    version: tagOf(image) ?? labelOf(metadata, label.version) ?? null,
    image: image ?? null,
    ready: status?.readyReplicas ?? 0,
    desired: spec?.replicas ?? 1,
    restarts: sumOfRestarts(instances),
    instances,
  };
}

function loosePods(pods: V1Pod[], factsOf: (pod: V1Pod) => PodFacts): PlatformComponent[] {
  const names = new Set(pods.map(({ metadata }) => componentOf(metadata)));
  return [...names].map((name) => {
    const group = pods.filter(({ metadata }) => componentOf(metadata) === name);
    const instances = instancesOf(group, factsOf);
    const image = group[0]?.spec?.containers[0]?.image;
    return {
      name,
      component: name,
      role: roleOf(name),
      kind: 'Pod' as const,
      version: tagOf(image) ?? labelOf(group[0]?.metadata, label.version) ?? null,
      image: image ?? null,
      ready: instances.filter(({ ready }) => ready).length,
      desired: instances.length,
      restarts: sumOfRestarts(instances),
      instances,
    };
  });
}

const instancesOf = (pods: V1Pod[], factsOf: (pod: V1Pod) => PodFacts) =>
  pods
    .map((pod) => mapPod(pod, factsOf(pod)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));

const sumOfRestarts = (instances: { restarts: number }[]) =>
  instances.reduce((sum, { restarts }) => sum + restarts, 0);

export const belongsToJob = ({ metadata }: V1Pod): boolean =>
  metadata?.ownerReferences?.some(({ kind }) => kind === 'Job') ?? false;

function matches({ metadata }: V1Pod, selector: V1LabelSelector | undefined): boolean {
  const wanted = Object.entries(selector?.matchLabels ?? {});
  return wanted.length > 0 && wanted.every(([name, value]) => metadata?.labels?.[name] === value);
}

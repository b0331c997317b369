import { type PlatformAutoscaler } from '@heliostat/contracts';
import {
  type V2HorizontalPodAutoscaler,
  type V2MetricSpec,
  type V2MetricStatus,
  type V2MetricTarget,
  type V2MetricValueStatus,
} from '@kubernetes/client-node';
import { iso, label, labelOf, product } from './labels.js';

/** Autoscalers of our workloads: our own, and those that KEDA makes from ScaledObjects. */
export function mapAutoscalers(
  items: V2HorizontalPodAutoscaler[],
  names: ReadonlySet<string>,
): PlatformAutoscaler[] {
  return items
    .filter(
      ({ metadata, spec }) =>
        labelOf(metadata, label.partOf) === product || names.has(spec?.scaleTargetRef.name ?? ''),
    )
    .map(mapAutoscaler)
    .sort((a, b) => a.target.localeCompare(b.target));
}

function mapAutoscaler({ metadata, spec, status }: V2HorizontalPodAutoscaler): PlatformAutoscaler {
  const condition = (type: string) => status?.conditions?.find((one) => one.type === type);
  const limited = condition('ScalingLimited');
  const failing = [condition('AbleToScale'), condition('ScalingActive')].find(
    // Scaled to nothing by hand or by KEDA: it rests, and nothing is wrong.
    (one) => one?.status === 'False' && one.reason !== 'ScalingDisabled',
  );
  return {
    name: metadata?.name ?? '',
    by: labelOf(metadata, 'scaledobject.keda.sh/name') ? 'KEDA' : 'HPA',
    target: `${spec?.scaleTargetRef.kind ?? ''}/${spec?.scaleTargetRef.name ?? ''}`,
    min: spec?.minReplicas ?? 1,
    max: spec?.maxReplicas ?? 0,
    current: status?.currentReplicas ?? 0,
    // 0 also where it knows no metric yet: then it leaves what is there.
    desired: status?.desiredReplicas || (status?.currentReplicas ?? 0),
    metrics: (spec?.metrics ?? []).map((metric) => ({
      name: nameOf(metric),
      current: currentOf(metric, status?.currentMetrics ?? []),
      target: targetWords(targetOf(metric)),
    })),
    lastScaledAt: iso(status?.lastScaleTime),
    fault: failing ? `${failing.reason ?? failing.type}: ${failing.message ?? ''}`.trim() : null,
    atMaximum: limited?.status === 'True' && limited.reason === 'TooManyReplicas',
  };
}

function nameOf({ type, resource, containerResource, pods, object, external }: V2MetricSpec): string {
  if (resource) return resource.name;
  if (containerResource) return `${containerResource.name} of ${containerResource.container}`;
  return (pods ?? object ?? external)?.metric.name ?? type;
}

const targetOf = (metric: V2MetricSpec): V2MetricTarget | undefined =>
  (metric.resource ?? metric.containerResource ?? metric.pods ?? metric.object ?? metric.external)?.target;

function targetWords(target: V2MetricTarget | undefined): string {
  if (target?.averageUtilization !== undefined) return `${target.averageUtilization}%`;
  if (target?.averageValue !== undefined) return `${target.averageValue} a pod`;
  return target?.value ?? '–';
}

/** The status lists metrics in the order of the spec only while all can be read: they are matched by name. */
function currentOf(spec: V2MetricSpec, statuses: V2MetricStatus[]): string | null {
  const found = statuses.find((status) => status.type === spec.type && statusName(status) === nameOf(spec));
  const current = found && valueOf(found);
  if (!current) return null;
  if (current.averageUtilization !== undefined) return `${current.averageUtilization}%`;
  return current.averageValue ?? current.value ?? null;
}

function statusName({ type, resource, containerResource, pods, object, external }: V2MetricStatus): string {
  if (resource) return resource.name;
  if (containerResource) return `${containerResource.name} of ${containerResource.container}`;
  return (pods ?? object ?? external)?.metric.name ?? type;
}

const valueOf = (status: V2MetricStatus): V2MetricValueStatus | undefined =>
  (status.resource ?? status.containerResource ?? status.pods ?? status.object ?? status.external)?.current;

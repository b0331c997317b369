import { CodedError } from '@heliostat/platform';
import { JsonSchema } from '../schema/json-schema.js';

/** Strict schemas of Kubernetes' kinds: shared definitions, and which of them each `apiVersion/kind` is. */
export interface KubernetesSchemas {
  version: string;
  kinds: Record<string, string>;
  definitions: Record<string, JsonSchema>;
}

/** The part of Kubernetes' OpenAPI 2 document that is read. */
export interface OpenApi {
  definitions: Record<string, JsonSchema>;
}

/** Values that the published document describes in words only. By definition and property. */
const enums: Record<string, string[]> = {
  'Container.imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'Container.terminationMessagePolicy': ['File', 'FallbackToLogsOnError'],
  'Container.restartPolicy': ['Always', 'OnFailure', 'Never'],
  'ContainerPort.protocol': ['TCP', 'UDP', 'SCTP'],
  'CronJobSpec.concurrencyPolicy': ['Allow', 'Forbid', 'Replace'],
  'DaemonSetUpdateStrategy.type': ['RollingUpdate', 'OnDelete'],
  'DeploymentStrategy.type': ['RollingUpdate', 'Recreate'],
  'HPAScalingPolicy.type': ['Pods', 'Percent'],
  'HPAScalingRules.selectPolicy': ['Max', 'Min', 'Disabled'],
  'HTTPGetAction.scheme': ['HTTP', 'HTTPS'],
  'HTTPIngressPath.pathType': ['Exact', 'Prefix', 'ImplementationSpecific'],
  'LabelSelectorRequirement.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  'MetricSpec.type': ['Resource', 'ContainerResource', 'Pods', 'Object', 'External'],
  'MetricTarget.type': ['Utilization', 'Value', 'AverageValue'],
  'NodeSelectorRequirement.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'],
  'PersistentVolumeClaimSpec.volumeMode': ['Filesystem', 'Block'],
  'PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy': ['IfHealthyBudget', 'AlwaysAllow'],
  'PodSecurityContext.fsGroupChangePolicy': ['Always', 'OnRootMismatch'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'PodSpec.preemptionPolicy': ['PreemptLowerPriority', 'Never'],
  'PodSpec.restartPolicy': ['Always', 'OnFailure', 'Never'],
  'RoleRef.kind': ['Role', 'ClusterRole'],
  'SeccompProfile.type': ['RuntimeDefault', 'Unconfined', 'Localhost'],
  'ServicePort.protocol': ['TCP', 'UDP', 'SCTP'],
  'ServiceSpec.externalTrafficPolicy': ['Cluster', 'Local'],
  'ServiceSpec.internalTrafficPolicy': ['Cluster', 'Local'],
  'ServiceSpec.ipFamilyPolicy': ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
  'ServiceSpec.sessionAffinity': ['ClientIP', 'None'],
  'ServiceSpec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'StatefulSetSpec.podManagementPolicy': ['OrderedReady', 'Parallel'],
  'StatefulSetUpdateStrategy.type': ['RollingUpdate', 'OnDelete'],
  'Subject.kind': ['ServiceAccount', 'User', 'Group'],
  'Toleration.effect': ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  'Toleration.operator': ['Exists', 'Equal'],
  'TopologySpreadConstraint.whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
};

/** Whole definitions that JSON cannot tell from a plain string. */
const special: Record<string, JsonSchema> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { anyOf: [{ type: 'integer' }, { type: 'string' }] },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    anyOf: [
      { type: 'number' },
      { type: 'string', pattern: '^[+-]?[0-9.]+([eE][-+]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$' },
    ],
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: 'string' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string' },
};

const label: JsonSchema = {
  type: 'string',
  maxLength: 63,
  pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$',
};

/**
 * Derives strict schemas of the named kinds from Kubernetes' OpenAPI document: no property that the API does not
 * know (the API server only warns, or drops it), enumerations, quantities and label values checked.
 */
export function deriveSchemas(openApi: OpenApi, version: string, kinds: string[]): KubernetesSchemas {
  const roots: Record<string, string> = {};
  for (const [name, schema] of Object.entries(openApi.definitions))
    for (const { group, version: api, kind } of groupVersionKinds(schema)) {
      const id = `${group ? `${group}/` : ''}${api}/${kind}`;
      if (kinds.includes(id)) roots[id] = name;
    }
  const absent = kinds.filter((kind) => !roots[kind]);
  if (absent.length > 0)
    throw new CodedError('charts/schemas', `Kubernetes ${version} does not have ${absent.join(', ')}`);
  const definitions: Record<string, JsonSchema> = {};
  const add = (name: string) => {
    if (definitions[name]) return;
    const source = openApi.definitions[name];
    if (!source) throw new CodedError('charts/schemas', `the document refers to ${name}, which it lacks`);
    definitions[name] = {};
    definitions[name] = special[name] ?? strict(name, source, add);
  };
  for (const [id, name] of Object.entries(roots)) {
    add(name);
    const root = definitions[name];
    if (!root?.properties) continue;
    const [kind, ...api] = id.split('/').reverse();
    root.properties.kind = { const: kind };
    root.properties.apiVersion = { const: api.reverse().join('/') };
    root.required = [...new Set([...(root.required ?? []), 'apiVersion', 'kind', 'metadata'])];
    delete root.properties.status;
  }
  const sorted = Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1));
  return { version, kinds: roots, definitions: Object.fromEntries(sorted) };
}

function groupVersionKinds(schema: JsonSchema): { group: string; version: string; kind: string }[] {
  const value = schema['x-kubernetes-group-version-kind'];
  return Array.isArray(value) ? (value as { group: string; version: string; kind: string }[]) : [];
}

function strict(name: string, source: JsonSchema, add: (name: string) => void): JsonSchema {
  const short = name.split('.').at(-1) ?? name;
  if (!source.properties) return plain(source, add);
  const properties = Object.fromEntries(
    Object.entries(source.properties)
      .filter(([property, schema]) => property !== 'status' || !String(schema.$ref).endsWith('Status'))
      .map(([property, schema]) => [property, { ...plain(schema, add), ...enumOf(short, property) }]),
  );
  if (short === 'ObjectMeta') properties.labels = { type: 'object', additionalProperties: label };
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    ...(source.required && { required: source.required }),
  };
}

const enumOf = (definition: string, property: string): JsonSchema => {
  const values = enums[`${definition}.${property}`];
  return values ? { enum: values } : {};
};

/** A schema without descriptions and extensions, its references turned to ours. */
function plain(schema: JsonSchema, add: (name: string) => void): JsonSchema {
  if (schema.$ref) {
    const name = schema.$ref.replace('#/definitions/', '');
    add(name);
    return { $ref: `#/definitions/${name}` };
  }
  const { type, format, items, additionalProperties } = schema;
  return {
    ...(type && { type }),
    ...(format === 'byte' && { pattern: '^[A-Za-z0-9+/]*={0,2}$' }),
    ...(items && { items: plain(items, add) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? plain(additionalProperties, add) : additionalProperties,
    }),
  };
}

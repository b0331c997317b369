import { closed, filledText, JsonSchema, listOf, mapOf, oneOf, ref, text } from './json-schema.js';

const weight: JsonSchema = { type: 'integer', minimum: 1, maximum: 100 };

/** Where pods may run: the fields of the Kubernetes API. */
export const schedulingDefinitions: Record<string, JsonSchema> = {
  nodeSelector: { ...mapOf(text), description: 'Labels that a node must have.' },
  tolerations: listOf(
    closed({
      key: text,
      operator: oneOf('Exists', 'Equal'),
      value: text,
      effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
      tolerationSeconds: { type: 'integer' },
    }),
  ),
  labelSelector: closed({
    matchLabels: mapOf(text),
    matchExpressions: listOf(
      closed(
        {
          key: filledText,
          operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
          values: listOf(text),
        },
        ['key', 'operator'],
      ),
    ),
  }),
  nodeSelectorTerm: closed({
    matchExpressions: listOf(ref('nodeSelectorRequirement')),
    matchFields: listOf(ref('nodeSelectorRequirement')),
  }),
  nodeSelectorRequirement: closed(
    {
      key: filledText,
      operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'),
      values: listOf(text),
    },
    ['key', 'operator'],
  ),
  podAffinityTerm: closed(
    {
      labelSelector: ref('labelSelector'),
      namespaceSelector: ref('labelSelector'),
      namespaces: listOf(text),
      topologyKey: filledText,
      matchLabelKeys: listOf(text),
      mismatchLabelKeys: listOf(text),
    },
    ['topologyKey'],
  ),
  podAffinity: closed({
    requiredDuringSchedulingIgnoredDuringExecution: listOf(ref('podAffinityTerm')),
    preferredDuringSchedulingIgnoredDuringExecution: listOf(
      closed({ weight, podAffinityTerm: ref('podAffinityTerm') }, ['weight', 'podAffinityTerm']),
    ),
  }),
  affinity: closed({
    nodeAffinity: closed({
      requiredDuringSchedulingIgnoredDuringExecution: closed(
        { nodeSelectorTerms: { ...listOf(ref('nodeSelectorTerm')), minItems: 1 } },
        ['nodeSelectorTerms'],
      ),
      preferredDuringSchedulingIgnoredDuringExecution: listOf(
        closed({ weight, preference: ref('nodeSelectorTerm') }, ['weight', 'preference']),
      ),
    }),
    podAffinity: ref('podAffinity'),
    podAntiAffinity: ref('podAffinity'),
  }),
  topologySpreadConstraints: listOf(
    closed(
      {
        maxSkew: { type: 'integer', minimum: 1 },
        topologyKey: filledText,
        whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
        labelSelector: ref('labelSelector'),
        minDomains: { type: 'integer', minimum: 1 },
        nodeAffinityPolicy: oneOf('Honor', 'Ignore'),
        nodeTaintsPolicy: oneOf('Honor', 'Ignore'),
        matchLabelKeys: listOf(text),
      },
      ['maxSkew', 'topologyKey', 'whenUnsatisfiable'],
    ),
  ),
};

import {
  closed,
  filledText,
  flag,
  JsonSchema,
  listOf,
  mapOf,
  natural,
  oneOf,
  ref,
  text,
} from './json-schema.js';
import { podDefinitions } from './pod-definitions.js';
import { schedulingDefinitions } from './scheduling-definitions.js';

/**
 * Definitions that every chart's values may refer to (`# @schema {$ref: resources}`). The fields are those of the
 * Kubernetes API; anything else is refused, so that a typing error is found before it reaches a cluster.
 */
export const definitions: Record<string, JsonSchema> = {
  ...podDefinitions,
  ...schedulingDefinitions,
  stringMap: mapOf(text),
  labels: mapOf({ type: 'string', maxLength: 63, pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$' }),
  quantity: {
    description: 'A Kubernetes quantity, such as 500m, 1.5 or 2Gi.',
    anyOf: [
      { type: 'number', minimum: 0 },
      { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][0-9]+)?$' },
    ],
  },
  duration: {
    description: 'A duration, such as 30s, 5m or 1h30m.',
    type: 'string',
    pattern: '^([0-9]+(ms|s|m|h|d|w|y))+$',
  },
  port: { type: 'integer', minimum: 1, maximum: 65535 },
  portOrName: {
    anyOf: [ref('port'), { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 15 }],
  },
  countOrPercent: { anyOf: [natural, { type: 'string', pattern: '^[0-9]{1,3}%$' }] },
  cron: {
    description: 'A cron schedule of five fields, or @daily and the like.',
    type: 'string',
    minLength: 5,
  },
  name: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', maxLength: 253 },
  url: { type: 'string', pattern: '^(|[a-z][a-z0-9+.-]*://[^\\s]+)$' },
  hostname: {
    type: 'string',
    pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  },
  image: closed({
    registry: { ...text, description: 'Registry host; empty is the default registry of the cluster.' },
    repository: filledText,
    tag: { ...text, description: 'Tag; empty is the version of the application.' },
    digest: {
      type: 'string',
      pattern: '^(|sha256:[0-9a-f]{64})$',
      description: 'Digest; wins over the tag.',
    },
    pullPolicy: oneOf('', 'Always', 'IfNotPresent', 'Never'),
  }),
  existingSecret: closed({
    name: { ...text, description: 'Name of a Secret that is already there; empty lets the chart make one.' },
    keys: { ...mapOf(filledText), description: 'Names of the keys in that Secret.' },
  }),
  secretKey: closed({ name: text, key: text }),
  secretName: {
    description: 'Name of a Secret or ConfigMap of the same namespace; empty for none.',
    type: 'string',
    pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$',
    maxLength: 253,
  },
  secretKeyName: { type: 'string', pattern: '^[-._a-zA-Z0-9]*$', maxLength: 253 },
  byteSize: {
    description: 'A size as the apps read it: 100MB, 512KiB or a number of bytes.',
    type: 'string',
    pattern: '^[1-9][0-9]* ?(B|KB|MB|GB|KiB|MiB|GiB)?$',
  },
  serverUrl: {
    description: 'An http or https address without a user or password; empty for none.',
    type: 'string',
    pattern: '^(https?://[^\\s@/?#]+(/[^\\s?#]*)?)?$',
  },
  privateTarget: {
    description: 'A host, or host:port, without a scheme or path: vllm.models.svc:8000.',
    type: 'string',
    pattern: '^(\\[[0-9a-f:.]+\\]|[A-Za-z0-9._-]+)(:[1-9][0-9]{0,4})?$',
  },
  serviceType: oneOf('ClusterIP', 'NodePort', 'LoadBalancer'),
  accessModes: listOf(oneOf('ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany', 'ReadOnlyMany')),
  ingressTls: listOf(closed({ secretName: text, hosts: listOf(ref('hostname')) })),
  networkPolicyPeers: listOf(
    closed({
      podSelector: ref('labelSelector'),
      namespaceSelector: ref('labelSelector'),
      ipBlock: closed({ cidr: filledText, except: listOf(filledText) }, ['cidr']),
    }),
  ),
  networkPolicyPorts: listOf(
    closed({ protocol: oneOf('TCP', 'UDP', 'SCTP'), port: ref('portOrName'), endPort: ref('port') }),
  ),
  networkPolicyEgress: listOf(closed({ to: ref('networkPolicyPeers'), ports: ref('networkPolicyPorts') })),
  networkPolicyIngress: listOf(closed({ from: ref('networkPolicyPeers'), ports: ref('networkPolicyPorts') })),
  parentRefs: listOf(
    closed(
      {
        group: text,
        kind: text,
        name: filledText,
        namespace: text,
        port: ref('port'),
        sectionName: text,
      },
      ['name'],
    ),
  ),
  serviceAccount: closed({ create: flag, name: text, annotations: mapOf(text), automount: flag }),
};

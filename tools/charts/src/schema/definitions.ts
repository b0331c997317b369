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

/** Keys of labels and annotations. */
const qualifiedName: JsonSchema = {
  pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$',
};

/** A field of a cron schedule: lists of numbers, ranges and steps. */
const cronField = (number: string) => {
  const item = `(\\*|\\?|${number}(-${number})?)(/[1-9][0-9]*)?`;
  return `${item}(,${item})*`;
};
const cronFields = [
  '[0-5]?[0-9]',
  '(2[0-3]|[01]?[0-9])',
  '(3[01]|[12][0-9]|0?[1-9])',
  '(1[0-2]|0?[1-9]|[A-Za-z]{3})',
  '([0-7]|[A-Za-z]{3})',
].map(cronField);

/**
 * Definitions that every chart's values may refer to (`# @schema {$ref: resources}`). The fields are those of the
 * Kubernetes API; anything else is refused, so that a typing error is found before it reaches a cluster.
 */
export const definitions: Record<string, JsonSchema> = {
  ...podDefinitions,
  ...schedulingDefinitions,
  stringMap: { ...mapOf(text), propertyNames: qualifiedName },
  labels: {
    ...mapOf({ type: 'string', maxLength: 63, pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$' }),
    propertyNames: qualifiedName,
  },
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
    pattern: `^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|${cronFields.join(' +')})$`,
  },
  cidr: {
    description: 'A range of addresses, with its length: 10.0.0.0/8, fd00::/8, 10.1.2.3/32.',
    type: 'string',
    pattern:
      '^([0-9]{1,3}(\\.[0-9]{1,3}){3}/(3[0-2]|[12]?[0-9])|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))$',
  },
  timeZone: { type: 'string', pattern: '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$' },
  bucket: {
    description: 'Name of a bucket; empty for none.',
    type: 'string',
    pattern: '^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$',
  },
  httpAddress: {
    description: 'An http or https address without a user, password or path; empty for none.',
    type: 'string',
    pattern: '^(https?://(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?/?)?$',
  },
  host: {
    description: 'A host name or address without scheme and port, IPv6 in brackets; empty for none.',
    type: 'string',
    pattern: '^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+\\])?$',
  },
  name: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', maxLength: 253 },
  url: { type: 'string', pattern: '^(|[a-z][a-z0-9+.-]*://[^\\s]+)$' },
  hostname: {
    type: 'string',
    pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  },
  image: closed({
    registry: ref('registry'),
    repository: {
      type: 'string',
      pattern: '^([A-Za-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*$',
    },
    tag: {
      type: 'string',
      pattern: '^([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$',
      description: 'Tag; empty is the version of the application.',
    },
    digest: {
      type: 'string',
      pattern: '^(|sha256:[0-9a-f]{64})$',
      description: 'Digest; wins over the tag.',
    },
    pullPolicy: oneOf('', 'Always', 'IfNotPresent', 'Never'),
  }),
  registry: {
    description: 'Registry host, with a path or not; empty is the default registry of the cluster.',
    type: 'string',
    pattern: '^([A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._-]+)*/?)?$',
  },
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
      ipBlock: closed({ cidr: ref('cidr'), except: listOf(ref('cidr')) }, ['cidr']),
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

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
} from '../schema/json-schema.js';
import { argocdKinds } from './argocd-kinds.js';

const any: JsonSchema = {};
const promDuration: JsonSchema = { type: 'string', pattern: '^([0-9]+(ms|s|m|h|d|w|y))+$' };
const relabelings = listOf(
  closed({
    sourceLabels: listOf(text),
    separator: text,
    targetLabel: text,
    regex: text,
    modulus: natural,
    replacement: text,
    action: oneOf(
      'replace',
      'keep',
      'drop',
      'hashmod',
      'labelmap',
      'labeldrop',
      'labelkeep',
      'lowercase',
      'uppercase',
    ),
  }),
);
const endpoint = closed({
  port: filledText,
  targetPort: ref('portOrName'),
  path: text,
  scheme: oneOf('http', 'https', 'HTTP', 'HTTPS'),
  interval: promDuration,
  scrapeTimeout: promDuration,
  honorLabels: flag,
  relabelings,
  metricRelabelings: relabelings,
});
const rule: JsonSchema = {
  ...closed(
    {
      alert: filledText,
      record: { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$' },
      expr: { anyOf: [filledText, { type: 'integer' }] },
      for: promDuration,
      keep_firing_for: promDuration,
      labels: mapOf(text),
      annotations: mapOf(text),
    },
    ['expr'],
  ),
  oneOf: [{ required: ['alert'] }, { required: ['record'] }],
};
const secretRef = closed({ name: filledText, key: filledText }, ['name', 'key']);
const gatewayHeaders = closed({
  set: listOf(closed({ name: filledText, value: text }, ['name', 'value'])),
  add: listOf(closed({ name: filledText, value: text }, ['name', 'value'])),
  remove: listOf(text),
});
const s3Credentials = closed({
  accessKeyId: secretRef,
  secretAccessKey: secretRef,
  region: secretRef,
  inheritFromIAMRole: flag,
});

/** Where Barman puts backups, in the operator and in its plugin. */
const barmanStore = closed(
  {
    destinationPath: filledText,
    endpointURL: text,
    s3Credentials,
    serverName: text,
    wal: closed({ compression: text, maxParallel: natural, encryption: text }),
    data: closed({ compression: text, jobs: natural, immediateCheckpoint: flag, encryption: text }),
  },
  ['destinationPath'],
);

/**
 * Specs of other projects' kinds, as far as the charts use them; anything more is refused. By `apiVersion/kind`.
 * References are to the values' definitions.
 */
export const customSpecs: Record<string, JsonSchema> = {
  ...argocdKinds,
  'monitoring.coreos.com/v1/ServiceMonitor': closed(
    {
      jobLabel: text,
      selector: ref('labelSelector'),
      namespaceSelector: closed({ any: flag, matchNames: listOf(text) }),
      endpoints: { ...listOf(endpoint), minItems: 1 },
      targetLabels: listOf(text),
      podTargetLabels: listOf(text),
      sampleLimit: natural,
    },
    ['selector', 'endpoints'],
  ),
  'monitoring.coreos.com/v1/PodMonitor': closed(
    {
      jobLabel: text,
      selector: ref('labelSelector'),
      namespaceSelector: closed({ any: flag, matchNames: listOf(text) }),
      podMetricsEndpoints: { ...listOf(endpoint), minItems: 1 },
      podTargetLabels: listOf(text),
    },
    ['selector', 'podMetricsEndpoints'],
  ),
  'monitoring.coreos.com/v1/PrometheusRule': closed(
    {
      groups: listOf(
        closed({ name: filledText, interval: promDuration, rules: listOf(rule), limit: natural }, [
          'name',
          'rules',
        ]),
      ),
    },
    ['groups'],
  ),
  'keda.sh/v1alpha1/ScaledObject': closed(
    {
      scaleTargetRef: closed(
        { apiVersion: text, kind: text, name: filledText, envSourceContainerName: text },
        ['name'],
      ),
      pollingInterval: natural,
      cooldownPeriod: natural,
      initialCooldownPeriod: natural,
      idleReplicaCount: natural,
      minReplicaCount: natural,
      maxReplicaCount: natural,
      fallback: closed({ failureThreshold: natural, replicas: natural }, ['failureThreshold', 'replicas']),
      advanced: closed({
        restoreToOriginalReplicaCount: flag,
        horizontalPodAutoscalerConfig: closed({ name: text, behavior: ref('hpaBehavior') }),
      }),
      triggers: {
        ...listOf(
          closed(
            {
              type: filledText,
              name: text,
              metadata: mapOf(text),
              metricType: oneOf('AverageValue', 'Value', 'Utilization'),
              useCachedMetrics: flag,
              authenticationRef: closed(
                { name: filledText, kind: oneOf('TriggerAuthentication', 'ClusterTriggerAuthentication') },
                ['name'],
              ),
            },
            ['type', 'metadata'],
          ),
        ),
        minItems: 1,
      },
    },
    ['scaleTargetRef', 'triggers'],
  ),
  'keda.sh/v1alpha1/TriggerAuthentication': closed({
    secretTargetRef: listOf(
      closed({ parameter: filledText, name: filledText, key: filledText }, ['parameter', 'name', 'key']),
    ),
    podIdentity: closed({ provider: text, identityId: text }),
  }),
  'gateway.networking.k8s.io/v1/HTTPRoute': closed(
    {
      parentRefs: ref('parentRefs'),
      hostnames: listOf(ref('hostname')),
      rules: listOf(
        closed({
          name: text,
          matches: listOf(
            closed({
              path: closed({ type: oneOf('Exact', 'PathPrefix', 'RegularExpression'), value: text }),
              method: text,
              headers: listOf(
                closed({ type: oneOf('Exact', 'RegularExpression'), name: text, value: text }, [
                  'name',
                  'value',
                ]),
              ),
            }),
          ),
          filters: listOf(
            closed(
              {
                type: filledText,
                requestHeaderModifier: gatewayHeaders,
                responseHeaderModifier: gatewayHeaders,
                requestRedirect: any,
                urlRewrite: any,
                extensionRef: closed({ group: text, kind: filledText, name: filledText }, [
                  'group',
                  'kind',
                  'name',
                ]),
              },
              ['type'],
            ),
          ),
          backendRefs: listOf(
            closed(
              {
                group: text,
                kind: text,
                name: filledText,
                namespace: text,
                port: ref('port'),
                weight: natural,
              },
              ['name'],
            ),
          ),
          timeouts: closed({ request: text, backendRequest: text }),
          sessionPersistence: any,
        }),
      ),
    },
    ['rules'],
  ),
  'postgresql.cnpg.io/v1/Cluster': closed(
    {
      instances: { type: 'integer', minimum: 1 },
      imageName: text,
      imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
      imagePullSecrets: ref('imagePullSecrets'),
      description: text,
      enablePDB: flag,
      enableSuperuserAccess: flag,
      superuserSecret: closed({ name: filledText }, ['name']),
      primaryUpdateStrategy: oneOf('unsupervised', 'supervised'),
      primaryUpdateMethod: oneOf('switchover', 'restart'),
      storage: closed({ size: ref('quantity'), storageClass: text, resizeInUseVolumes: flag }),
      walStorage: closed({ size: ref('quantity'), storageClass: text }),
      resources: ref('resources'),
      affinity: closed({
        enablePodAntiAffinity: flag,
        topologyKey: text,
        podAntiAffinityType: oneOf('preferred', 'required'),
        nodeSelector: mapOf(text),
        tolerations: ref('tolerations'),
        nodeAffinity: any,
        additionalPodAffinity: any,
        additionalPodAntiAffinity: any,
      }),
      topologySpreadConstraints: ref('topologySpreadConstraints'),
      priorityClassName: text,
      bootstrap: closed({
        initdb: closed({
          database: filledText,
          owner: filledText,
          secret: closed({ name: filledText }, ['name']),
          postInitApplicationSQL: listOf(text),
          postInitSQL: listOf(text),
          encoding: text,
          localeCollate: text,
          localeCType: text,
          dataChecksums: flag,
        }),
        recovery: any,
      }),
      postgresql: closed({ parameters: mapOf(text), pg_hba: listOf(text), synchronous: any }),
      managed: any,
      monitoring: closed({ enablePodMonitor: flag, disableDefaultQueries: flag }),
      backup: closed({
        retentionPolicy: text,
        target: oneOf('primary', 'prefer-standby'),
        barmanObjectStore: barmanStore,
      }),
      plugins: listOf(
        closed({ name: filledText, enabled: flag, isWALArchiver: flag, parameters: mapOf(text) }, ['name']),
      ),
      externalClusters: any,
      inheritedMetadata: closed({ labels: mapOf(text), annotations: mapOf(text) }),
      serviceAccountTemplate: any,
      startDelay: natural,
      stopDelay: natural,
      logLevel: oneOf('error', 'warning', 'info', 'debug', 'trace'),
    },
    ['instances', 'storage'],
  ),
  'postgresql.cnpg.io/v1/ScheduledBackup': closed(
    {
      schedule: filledText,
      cluster: closed({ name: filledText }, ['name']),
      suspend: flag,
      immediate: flag,
      backupOwnerReference: oneOf('none', 'self', 'cluster'),
      method: oneOf('barmanObjectStore', 'volumeSnapshot', 'plugin'),
      pluginConfiguration: any,
    },
    ['schedule', 'cluster'],
  ),
  'barmancloud.cnpg.io/v1/ObjectStore': closed(
    { configuration: barmanStore, retentionPolicy: text, instanceSidecarConfiguration: any },
    ['configuration'],
  ),
  'postgresql.cnpg.io/v1/Pooler': closed(
    {
      cluster: closed({ name: filledText }, ['name']),
      instances: natural,
      type: oneOf('rw', 'ro', 'r'),
      pgbouncer: closed({ poolMode: oneOf('session', 'transaction'), parameters: mapOf(text), paused: flag }),
      template: any,
    },
    ['cluster', 'pgbouncer'],
  ),
  'k6.io/v1alpha1/TestRun': closed(
    {
      parallelism: { type: 'integer', minimum: 1 },
      script: closed({
        configMap: closed({ name: filledText, file: text }, ['name']),
        volumeClaim: closed({ name: filledText, file: text }, ['name']),
        localFile: text,
      }),
      arguments: text,
      separate: flag,
      quiet: oneOf('true', 'false'),
      cleanup: oneOf('post', ''),
      runner: any,
      starter: any,
      initializer: any,
    },
    ['parallelism', 'script'],
  ),
  'external-secrets.io/v1/ExternalSecret': closed(
    {
      refreshInterval: text,
      secretStoreRef: closed({ name: filledText, kind: oneOf('SecretStore', 'ClusterSecretStore') }, [
        'name',
      ]),
      target: closed({ name: text, creationPolicy: text, deletionPolicy: text, template: any }),
      data: listOf(
        closed(
          {
            secretKey: filledText,
            remoteRef: closed({ key: filledText, property: text, version: text }, ['key']),
          },
          ['secretKey', 'remoteRef'],
        ),
      ),
      dataFrom: any,
    },
    ['secretStoreRef'],
  ),
  'cert-manager.io/v1/Certificate': closed(
    {
      secretName: filledText,
      dnsNames: listOf(filledText),
      issuerRef: closed({ name: filledText, kind: text, group: text }, ['name']),
      duration: text,
      renewBefore: text,
      usages: listOf(text),
    },
    ['secretName', 'issuerRef'],
  ),
};

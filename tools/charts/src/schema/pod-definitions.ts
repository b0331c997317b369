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
  whole,
} from './json-schema.js';

const keySelector = closed({ name: filledText, key: filledText, optional: flag }, ['name', 'key']);
const mode: JsonSchema = { type: 'integer', minimum: 0, maximum: 511 };
const keyItems = listOf(closed({ key: filledText, path: filledText, mode }, ['key', 'path']));
const profile = closed({ type: oneOf('RuntimeDefault', 'Unconfined', 'Localhost'), localhostProfile: text }, [
  'type',
]);
const seLinux = closed({ level: text, role: text, type: text, user: text });
const windows = closed({
  gmsaCredentialSpec: text,
  gmsaCredentialSpecName: text,
  hostProcess: flag,
  runAsUserName: text,
});
const projection = closed({
  secret: closed({ name: text, optional: flag, items: keyItems }),
  configMap: closed({ name: text, optional: flag, items: keyItems }),
  downwardAPI: closed({ items: listOf(ref('downwardApiFile')) }),
  serviceAccountToken: closed({ audience: text, expirationSeconds: natural, path: filledText }, ['path']),
});
const httpHeaders = listOf(closed({ name: filledText, value: text }, ['name', 'value']));
const handlers = {
  exec: closed({ command: listOf(text) }),
  httpGet: closed(
    { path: text, port: ref('portOrName'), host: text, scheme: oneOf('HTTP', 'HTTPS'), httpHeaders },
    ['port'],
  ),
  tcpSocket: closed({ port: ref('portOrName'), host: text }, ['port']),
};

/** What is inside pods: the fields of the Kubernetes API. */
export const podDefinitions: Record<string, JsonSchema> = {
  resources: closed({
    requests: mapOf(ref('quantity')),
    limits: mapOf(ref('quantity')),
    claims: listOf(closed({ name: filledText, request: text }, ['name'])),
  }),
  env: listOf(
    closed(
      {
        name: { type: 'string', pattern: '^[-._a-zA-Z][-._a-zA-Z0-9]*$' },
        value: text,
        valueFrom: closed({
          secretKeyRef: keySelector,
          configMapKeyRef: keySelector,
          fieldRef: closed({ fieldPath: filledText, apiVersion: text }, ['fieldPath']),
          resourceFieldRef: closed({ resource: filledText, containerName: text, divisor: ref('quantity') }, [
            'resource',
          ]),
        }),
      },
      ['name'],
    ),
  ),
  envFrom: listOf(
    closed({
      prefix: text,
      secretRef: closed({ name: filledText, optional: flag }, ['name']),
      configMapRef: closed({ name: filledText, optional: flag }, ['name']),
    }),
  ),
  securityContext: closed({
    allowPrivilegeEscalation: flag,
    appArmorProfile: profile,
    capabilities: closed({ add: listOf(text), drop: listOf(text) }),
    privileged: flag,
    procMount: oneOf('Default', 'Unmasked'),
    readOnlyRootFilesystem: flag,
    runAsGroup: natural,
    runAsNonRoot: flag,
    runAsUser: natural,
    seLinuxOptions: seLinux,
    seccompProfile: profile,
    windowsOptions: windows,
  }),
  podSecurityContext: closed({
    appArmorProfile: profile,
    fsGroup: natural,
    fsGroupChangePolicy: oneOf('Always', 'OnRootMismatch'),
    runAsGroup: natural,
    runAsNonRoot: flag,
    runAsUser: natural,
    seLinuxChangePolicy: oneOf('MountOption', 'Recursive'),
    seLinuxOptions: seLinux,
    seccompProfile: profile,
    supplementalGroups: listOf(natural),
    supplementalGroupsPolicy: oneOf('Merge', 'Strict'),
    sysctls: listOf(closed({ name: filledText, value: text }, ['name', 'value'])),
    windowsOptions: windows,
  }),
  probe: closed({
    ...handlers,
    grpc: closed({ port: ref('port'), service: text }, ['port']),
    initialDelaySeconds: natural,
    periodSeconds: { type: 'integer', minimum: 1 },
    timeoutSeconds: { type: 'integer', minimum: 1 },
    successThreshold: { type: 'integer', minimum: 1 },
    failureThreshold: { type: 'integer', minimum: 1 },
    terminationGracePeriodSeconds: natural,
  }),
  lifecycle: closed({
    postStart: closed({ ...handlers, sleep: closed({ seconds: natural }, ['seconds']) }),
    preStop: closed({ ...handlers, sleep: closed({ seconds: natural }, ['seconds']) }),
  }),
  hostAliases: listOf(closed({ ip: filledText, hostnames: listOf(filledText) }, ['ip'])),
  dnsConfig: closed({
    nameservers: listOf(text),
    searches: listOf(text),
    options: listOf(closed({ name: filledText, value: text }, ['name'])),
  }),
  imagePullSecrets: listOf(closed({ name: filledText }, ['name'])),
  volumeMounts: listOf(
    closed(
      {
        name: filledText,
        mountPath: filledText,
        subPath: text,
        subPathExpr: text,
        readOnly: flag,
        recursiveReadOnly: oneOf('Disabled', 'IfPossible', 'Enabled'),
        mountPropagation: oneOf('None', 'HostToContainer', 'Bidirectional'),
      },
      ['name', 'mountPath'],
    ),
  ),
  volumes: listOf(
    closed(
      {
        name: filledText,
        configMap: closed({ name: filledText, items: keyItems, optional: flag, defaultMode: mode }, ['name']),
        secret: closed({ secretName: filledText, items: keyItems, optional: flag, defaultMode: mode }),
        emptyDir: closed({ medium: oneOf('', 'Memory'), sizeLimit: ref('quantity') }),
        persistentVolumeClaim: closed({ claimName: filledText, readOnly: flag }, ['claimName']),
        projected: closed({ sources: listOf(projection), defaultMode: mode }),
        downwardAPI: closed({ items: listOf(ref('downwardApiFile')), defaultMode: mode }),
        csi: closed(
          {
            driver: filledText,
            fsType: text,
            readOnly: flag,
            volumeAttributes: mapOf(text),
            nodePublishSecretRef: closed({ name: filledText }, ['name']),
          },
          ['driver'],
        ),
        nfs: closed({ server: filledText, path: filledText, readOnly: flag }, ['server', 'path']),
        hostPath: closed({ path: filledText, type: text }, ['path']),
      },
      ['name'],
    ),
  ),
  downwardApiFile: closed(
    {
      path: filledText,
      mode,
      fieldRef: closed({ fieldPath: filledText, apiVersion: text }, ['fieldPath']),
      resourceFieldRef: closed({ resource: filledText, containerName: text, divisor: ref('quantity') }),
    },
    ['path'],
  ),
  strategy: closed({
    type: oneOf('RollingUpdate', 'Recreate', 'OnDelete'),
    rollingUpdate: closed({
      maxSurge: ref('countOrPercent'),
      maxUnavailable: ref('countOrPercent'),
      partition: natural,
    }),
  }),
  hpaBehavior: closed({ scaleUp: ref('hpaRules'), scaleDown: ref('hpaRules') }),
  hpaRules: closed({
    stabilizationWindowSeconds: { type: 'integer', minimum: 0, maximum: 3600 },
    selectPolicy: oneOf('Max', 'Min', 'Disabled'),
    tolerance: ref('quantity'),
    policies: listOf(
      closed({ type: oneOf('Pods', 'Percent'), value: whole, periodSeconds: whole }, [
        'type',
        'value',
        'periodSeconds',
      ]),
    ),
  }),
};

import {
  closed,
  filledText,
  flag,
  JsonSchema,
  listOf,
  mapOf,
  natural,
  oneOf,
  text,
} from '../schema/json-schema.js';

const groupKinds = listOf(closed({ group: text, kind: filledText }, ['group', 'kind']));
const destination = closed({ server: text, name: text, namespace: text });
const source = closed(
  {
    repoURL: filledText,
    path: text,
    chart: text,
    ref: text,
    targetRevision: text,
    helm: closed({
      releaseName: text,
      valueFiles: listOf(text),
      values: text,
      valuesObject: { type: 'object' },
      parameters: listOf(closed({ name: filledText, value: text, forceString: flag }, ['name', 'value'])),
      ignoreMissingValueFiles: flag,
      skipCrds: flag,
      skipTests: flag,
      skipSchemaValidation: flag,
      passCredentials: flag,
      kubeVersion: text,
      apiVersions: listOf(text),
      namespace: text,
    }),
    directory: closed({ recurse: flag, include: text, exclude: text }),
  },
  ['repoURL'],
);

/** Specs of Argo CD's kinds, as far as the charts use them. */
export const argocdKinds: Record<string, JsonSchema> = {
  'argoproj.io/v1alpha1/Application': {
    ...closed(
      {
        project: filledText,
        source,
        sources: listOf(source),
        destination,
        syncPolicy: closed({
          automated: closed({ prune: flag, selfHeal: flag, allowEmpty: flag, enabled: flag }),
          syncOptions: listOf({ type: 'string', pattern: '^[A-Za-z]+=.+$' }),
          managedNamespaceMetadata: closed({ labels: mapOf(text), annotations: mapOf(text) }),
          retry: closed({
            limit: { type: 'integer', minimum: -1 },
            refresh: flag,
            backoff: closed({ duration: text, factor: natural, maxDuration: text }),
          }),
        }),
        ignoreDifferences: listOf(
          closed(
            {
              group: text,
              kind: filledText,
              name: text,
              namespace: text,
              jsonPointers: listOf({ type: 'string', pattern: '^/' }),
              jqPathExpressions: listOf(text),
              managedFieldsManagers: listOf(text),
            },
            ['kind'],
          ),
        ),
        info: listOf(closed({ name: filledText, value: text }, ['name', 'value'])),
        revisionHistoryLimit: natural,
      },
      ['project', 'destination'],
    ),
    oneOf: [{ required: ['source'] }, { required: ['sources'] }],
  },
  'argoproj.io/v1alpha1/AppProject': closed({
    description: text,
    sourceRepos: listOf(text),
    destinations: listOf(destination),
    sourceNamespaces: listOf(text),
    clusterResourceWhitelist: groupKinds,
    clusterResourceBlacklist: groupKinds,
    namespaceResourceWhitelist: groupKinds,
    namespaceResourceBlacklist: groupKinds,
    orphanedResources: closed({
      warn: flag,
      ignore: listOf(closed({ group: text, kind: text, name: text })),
    }),
    roles: listOf(
      closed({ name: filledText, description: text, policies: listOf(text), groups: listOf(text) }, ['name']),
    ),
    syncWindows: listOf(
      closed(
        {
          kind: oneOf('allow', 'deny'),
          schedule: filledText,
          duration: filledText,
          applications: listOf(text),
          namespaces: listOf(text),
          clusters: listOf(text),
          manualSync: flag,
          timeZone: text,
        },
        ['kind', 'schedule', 'duration'],
      ),
    ),
  }),
};

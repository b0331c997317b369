import { CodedError, errorMessage } from '@heliostat/platform';
import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  type V1StatefulSet,
} from '@kubernetes/client-node';
import { z } from 'zod';
import { openCluster } from '../cluster/open-cluster.js';
import type { KeptData, KeptDataReader, KeptSet } from './kept-data.js';

const componentLabel = 'app.kubernetes.io/component';

/** The calls of the cluster's API that the guard makes. */
export type GuardApis = {
  apps: Pick<AppsV1Api, 'listNamespacedStatefulSet'>;
  core: Pick<CoreV1Api, 'listNamespacedPersistentVolumeClaim' | 'readNamespacedSecret'>;
  custom: Pick<CustomObjectsApi, 'listNamespacedCustomObject'>;
};

const clusterList = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

/** Reads what a release has in one namespace. */
export class KubernetesKeptData implements KeptDataReader {
  constructor(
    private readonly apis: GuardApis,
    private readonly namespace: string,
  ) {}

  async read(labelSelector: string, secrets: string[]): Promise<KeptData> {
    const { namespace, apis } = this;
    const sets = await this.ask('list', 'statefulsets.apps', () =>
      apis.apps.listNamespacedStatefulSet({ namespace, labelSelector }),
    );
    const claims = await this.ask('list', 'persistentvolumeclaims', () =>
      apis.core.listNamespacedPersistentVolumeClaim({ namespace, labelSelector }),
    );
    const present: string[] = [];
    for (const name of secrets)
      if (await this.ask('get', 'secrets', () => apis.core.readNamespacedSecret({ namespace, name })))
        present.push(name);
    return {
      statefulSets: (sets?.items ?? []).map(keptSet),
      claims: (claims?.items ?? []).map(({ metadata }) => metadata?.name ?? ''),
      postgresClusters: await this.clusters(labelSelector),
      secrets: present,
    };
  }

  /** None where the operator is not installed: the API does not know the kind. */
  private async clusters(labelSelector: string): Promise<string[]> {
    const found: unknown = await this.ask('list', 'clusters.postgresql.cnpg.io', () =>
      this.apis.custom.listNamespacedCustomObject({
        group: 'postgresql.cnpg.io',
        version: 'v1',
        namespace: this.namespace,
        plural: 'clusters',
        labelSelector,
      }),
    );
    return found === undefined ? [] : clusterList.parse(found).items.map(({ metadata }) => metadata.name);
  }

  /** Undefined for what is not there. */
  private async ask<T>(verb: string, resource: string, call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiException))
        throw new CodedError(
          'guard/no-api',
          `The cluster's API does not answer: ${errorMessage(error)}`,
          503,
        );
      if (error.code === 404) return undefined;
      const what = `${verb} ${resource} in namespace ${this.namespace}`;
      if (error.code === 403)
        throw new CodedError(
          'guard/forbidden',
          `May not ${what}: the service account needs a Role with verb "${verb}" on ${resource}.`,
          403,
        );
      throw new CodedError('guard/refused', `Cannot ${what}: HTTP ${error.code}`, 502);
    }
  }
}

function keptSet({ metadata, spec }: V1StatefulSet): KeptSet {
  const [template] = spec?.volumeClaimTemplates ?? [];
  const size = template?.spec?.resources?.requests?.storage;
  const storageClass = template?.spec?.storageClassName;
  return {
    name: metadata?.name ?? '',
    store: metadata?.labels?.[componentLabel] ?? '',
    replicas: spec?.replicas ?? 1,
    ...(template?.metadata?.name &&
      size && {
        claim: { template: template.metadata.name, size, ...(storageClass && { storageClass }) },
      }),
  };
}

/** Opens the namespace this runs in. */
export function openKubernetesKeptData(env: NodeJS.ProcessEnv): KubernetesKeptData {
  const { config, namespace } = openCluster(env);
  const apis = {
    apps: config.makeApiClient(AppsV1Api),
    core: config.makeApiClient(CoreV1Api),
    custom: config.makeApiClient(CustomObjectsApi),
  };
  return new KubernetesKeptData(apis, namespace);
}

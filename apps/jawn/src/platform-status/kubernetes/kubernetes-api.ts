import { apiErrorWords, causeMessage, CodedError } from '@heliostat/platform';
import {
  ApiException,
  AppsV1Api,
  AutoscalingV2Api,
  BatchV1Api,
  CoreV1Api,
  createConfiguration,
  CustomObjectsApi,
  type KubeConfig,
  ServerConfiguration,
} from '@kubernetes/client-node';

/** A right that a Role gives. */
export type Right = { verb: string; resource: string; group: string; namespace: string };

/** The clients that we use, each request with a time limit. */
export type KubernetesClients = {
  core: CoreV1Api;
  apps: AppsV1Api;
  autoscaling: AutoscalingV2Api;
  batch: BatchV1Api;
  custom: CustomObjectsApi;
};

/** Makes the clients of a cluster. Throws `platform/no-cluster` where the configuration names none. */
export function createClients(config: KubeConfig, limitMs: number): KubernetesClients {
  const cluster = config.getCurrentCluster();
  if (!cluster)
    throw new CodedError(
      'platform/no-cluster',
      'HELIOSTAT_NAMESPACE is set, but this runs in no pod and there is no kubeconfig: no cluster to ask.',
      500,
    );
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(cluster.server, {}),
    authMethods: { default: config },
    promiseMiddleware: [
      {
        pre: async (context) => {
          context.setSignal(AbortSignal.timeout(limitMs));
          return context;
        },
        post: async (context) => context,
      },
    ],
  });
  return {
    core: new CoreV1Api(configuration),
    apps: new AppsV1Api(configuration),
    autoscaling: new AutoscalingV2Api(configuration),
    batch: new BatchV1Api(configuration),
    custom: new CustomObjectsApi(configuration),
  };
}

/** Runs a call; its failure becomes a `platform/…` error that names the right that is missing, or why nothing answers. */
export async function ask<T>(right: Right, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw faultOf(right, error);
  }
}

/** The fault of a call, in words for the page. */
export function faultOf(right: Right, error: unknown): CodedError {
  const { verb, resource, group, namespace } = right;
  if (!(error instanceof ApiException))
    return new CodedError(
      'platform/no-api',
      isTimeout(error)
        ? `The Kubernetes API did not answer in time (${verb} ${resource})`
        : `The Kubernetes API does not answer (${verb} ${resource}): ${causeMessage(error)}`,
      503,
      { cause: error },
    );
  if (error.code === 403)
    return new CodedError(
      'platform/forbidden',
      `No permission to ${verb} ${resource} in namespace ${namespace}: add the verb "${verb}" on "${resource}" ` +
        `(API group "${group}") to jawn's Role.`,
      403,
    );
  if (error.code === 401)
    return new CodedError(
      'platform/unauthenticated',
      `The Kubernetes API does not know who asks (${verb} ${resource}): is automountServiceAccountToken off, or the token expired?`,
      502,
    );
  return new CodedError(
    `platform/http-${error.code}`,
    `The Kubernetes API refuses to ${verb} ${resource}: ${apiErrorWords(error)}`,
    error.code === 404 || error.code === 409 ? error.code : 502,
  );
}

/** By its name: the error may be of another realm. */
const isTimeout = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'name' in error &&
  (error.name === 'TimeoutError' || error.name === 'AbortError');

import { apiErrorWords, CodedError } from '@heliostat/platform';
import {
  ApiException,
  CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1Secret,
} from '@kubernetes/client-node';
import { openCluster } from '../cluster/open-cluster.js';
import type { KnownSecret, NewSecret, SecretStore } from './secret-store.js';

const fieldManager = 'heliostat';

const encode = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );

/** Secrets of one namespace, by the cluster's API. Needs get, create and patch on secrets. */
export class KubernetesSecretStore implements SecretStore {
  constructor(
    private readonly api: CoreV1Api,
    private readonly namespace: string,
  ) {}

  async find(name: string): Promise<KnownSecret | undefined> {
    const secret = await this.ask('get', name, [404], () =>
      this.api.readNamespacedSecret({ namespace: this.namespace, name }),
    );
    if (!secret) return undefined;
    return { keys: Object.keys(secret.data ?? {}), version: secret.metadata?.resourceVersion ?? '' };
  }

  async create({ name, labels, annotations, values }: NewSecret): Promise<boolean> {
    const body: V1Secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, labels, annotations },
      type: 'Opaque',
      data: encode(values),
    };
    const made = await this.ask('create', name, [409], () =>
      this.api.createNamespacedSecret({ namespace: this.namespace, body, fieldManager }),
    );
    return made !== undefined;
  }

  async addKeys(name: string, version: string, values: Record<string, string>): Promise<boolean> {
    // With the version in it, the server refuses the patch of a secret that changed meanwhile.
    const body = { metadata: { resourceVersion: version }, data: encode(values) };
    const patched = await this.ask('patch', name, [404, 409], () =>
      this.api.patchNamespacedSecret(
        { namespace: this.namespace, name, body, fieldManager },
        setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
      ),
    );
    return patched !== undefined;
  }

  /** Undefined for the `expected` statuses; a coded error for every other fault. */
  private async ask(
    verb: string,
    name: string,
    expected: number[],
    call: () => Promise<V1Secret>,
  ): Promise<V1Secret | undefined> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiException))
        throw new CodedError('secrets/no-api', `The cluster's API does not answer: ${causeOf(error)}`, 503);
      if (expected.includes(error.code)) return undefined;
      throw this.fault(verb, name, error);
    }
  }

  private fault(verb: string, name: string, error: ApiException<unknown>): CodedError {
    const { namespace } = this;
    const what = `${verb} the secret ${name} in namespace ${namespace}`;
    if (error.code === 403)
      return new CodedError(
        'secrets/forbidden',
        `May not ${what}. The service account needs a Role with verb "${verb}" on resource "secrets" (API group "") ` +
          `in namespace ${namespace}. The server says: ${apiErrorWords(error)}`,
        403,
      );
    if (error.code === 404)
      return new CodedError('secrets/no-namespace', `Cannot ${what}: ${apiErrorWords(error)}`, 404);
    if (error.code === 401)
      return new CodedError(
        'secrets/unauthenticated',
        `Cannot ${what}: the cluster does not know who asks. Is automountServiceAccountToken off, or the token expired?`,
        401,
      );
    return new CodedError('secrets/refused', `Cannot ${what}: ${apiErrorWords(error)}`, 502);
  }
}

const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message ? `${error.message}: ${cause.message}` : error.message;
};

/** Opens the secrets of the namespace this runs in. */
export function openKubernetesSecrets(env: NodeJS.ProcessEnv): KubernetesSecretStore {
  const { config, namespace } = openCluster(env);
  return new KubernetesSecretStore(config.makeApiClient(CoreV1Api), namespace);
}

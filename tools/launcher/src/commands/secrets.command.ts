import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { ensureSecret } from '../secrets-in-cluster/ensure-secrets.js';
import type { SecretStore } from '../secrets-in-cluster/secret-store.js';
import { readSecretsSpec } from '../secrets-in-cluster/secrets-spec.js';

// Loaded only here: the client is large, and the other commands do without it.
const openCluster = async (env: NodeJS.ProcessEnv): Promise<SecretStore> =>
  (await import('../secrets-in-cluster/kubernetes-secret-store.js')).openKubernetesSecrets(env);

/**
 * `heliostat secrets ensure`: makes sure that the cluster has the secrets of a file, and prints a line for each, with
 * names of keys and no value. Resolves with the exit code.
 */
export async function ensureSecrets(
  options: { file: string },
  env: NodeJS.ProcessEnv,
  progress: Progress,
  open: (env: NodeJS.ProcessEnv) => Promise<SecretStore> = openCluster,
): Promise<number> {
  try {
    const specs = await readSecretsSpec(options.file);
    const store = await open(env);
    for (const spec of specs) {
      const { name, outcome, added } = await ensureSecret(store, spec);
      progress.note(`secret ${name}: ${outcome}${added.length > 0 ? ` (${added.join(', ')})` : ''}`);
    }
    return 0;
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
}

import { CodedError } from '@heliostat/platform';
import { valueOf } from './generate-value.js';
import type { SecretStore } from './secret-store.js';
import type { SecretSpec } from './secrets-spec.js';

/** Each lost race means that another got on; more than a few in a row means that something else writes all the time. */
const attempts = 5;

export type Ensured = { name: string; outcome: 'created' | 'completed' | 'kept'; added: string[] };

/**
 * Creates the secret when it is absent, adds the keys that it lacks, and never changes a value that is there. Two at
 * once are safe: who comes second finds the other's secret and keeps it.
 */
export async function ensureSecret(store: SecretStore, spec: SecretSpec): Promise<Ensured> {
  const { name } = spec;
  const valuesOf = (keys: string[]) => Object.fromEntries(keys.map((key) => [key, valueOf(spec.keys[key]!)]));
  const wanted = Object.keys(spec.keys);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const known = await store.find(name);
    if (!known) {
      const { labels, annotations } = spec;
      if (await store.create({ name, labels, annotations, values: valuesOf(wanted) }))
        return { name, outcome: 'created', added: wanted };
      continue;
    }
    const missing = wanted.filter((key) => !known.keys.includes(key));
    if (missing.length === 0) return { name, outcome: 'kept', added: [] };
    if (await store.addKeys(name, known.version, valuesOf(missing)))
      return { name, outcome: 'completed', added: missing };
  }
  throw new CodedError(
    'secrets/contended',
    `The secret ${name} was changed by another each of ${attempts} times that it was to be written. Try again.`,
  );
}

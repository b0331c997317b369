/** What is known of a secret without looking at its values. */
export type KnownSecret = {
  keys: string[];
  /** Changes with every change of the secret; makes `addKeys` fail after one. */
  version: string;
};

export type NewSecret = {
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  values: Record<string, string>;
};

/** Where secrets are kept: the cluster's API, or memory in tests. */
export interface SecretStore {
  find(name: string): Promise<KnownSecret | undefined>;
  /** False when another made it in the meantime. */
  create(secret: NewSecret): Promise<boolean>;
  /** Adds keys to the secret as it was at `version`. False when it changed in the meantime. */
  addKeys(name: string, version: string, values: Record<string, string>): Promise<boolean>;
}

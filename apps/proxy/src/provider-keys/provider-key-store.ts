import type { ProviderKey } from './provider-key.js';

/** The outside store of organisations' own provider keys. */
export type ProviderKeyStore = {
  /**
   * All keys of the organisation that can be used, oldest first. From memory whenever it can; rejects with
   * `provider-keys/unavailable` (503) when the store cannot be asked and nothing is known.
   */
  keysOf(org: string): readonly ProviderKey[] | Promise<readonly ProviderKey[]>;
};

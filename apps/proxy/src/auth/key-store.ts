import type { KeyPermissions } from '@heliostat/contracts';

/** What a valid key stands for. */
export type KeyGrant = {
  keyId: string;
  org: string;
  permissions: KeyPermissions;
  /** Whether stored rate limits apply to it: its calls are looked at even when no header asks for anything. */
  limited?: boolean;
};

/** One key changed, or anything may have (notices were missed, an organisation changed). */
export type KeyChange = { hash: string } | 'all';

/** The outside store of API keys. Revoked keys are not found. */
export type KeyStore = {
  /** `hash` is the hex SHA-256 of the key. Throws when the store cannot be asked. */
  findByHash(hash: string): Promise<KeyGrant | null>;
  onChange(listener: (change: KeyChange) => void): void;
  /** Notes when keys were last used. */
  touch(uses: readonly { keyId: string; at: Date }[]): Promise<void>;
};

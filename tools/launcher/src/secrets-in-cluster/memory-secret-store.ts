import type { KnownSecret, NewSecret, SecretStore } from './secret-store.js';

/** Secrets in memory, with the API server's rules: names are unique, and an old version cannot be written. */
export class MemorySecretStore implements SecretStore {
  readonly secrets = new Map<string, NewSecret & { version: number }>();
  /** Runs before each write: what another Job does in between. */
  beforeWrite: () => void = () => {};

  async find(name: string): Promise<KnownSecret | undefined> {
    const secret = this.secrets.get(name);
    return secret && { keys: Object.keys(secret.values), version: String(secret.version) };
  }

  async create(secret: NewSecret): Promise<boolean> {
    this.beforeWrite();
    if (this.secrets.has(secret.name)) return false;
    this.put(secret);
    return true;
  }

  async addKeys(name: string, version: string, values: Record<string, string>): Promise<boolean> {
    this.beforeWrite();
    const secret = this.secrets.get(name);
    if (!secret || String(secret.version) !== version) return false;
    this.put({ ...secret, values: { ...secret.values, ...values } });
    return true;
  }

  put(secret: NewSecret): void {
    this.secrets.set(secret.name, { ...secret, version: (this.secrets.get(secret.name)?.version ?? 0) + 1 });
  }
}

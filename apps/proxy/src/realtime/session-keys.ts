import { hash } from 'node:crypto';
import { errorMessage, type Logger } from '@heliostat/platform';
import type { KeyCache } from '../auth/key-cache.js';
import type { KeyStore } from '../auth/key-store.js';

/** A session that goes on for as long as its key is good. */
export type KeyedSession = { revoke(): void };

/**
 * Ends sessions whose key is revoked, or may no longer write: they would otherwise go on for as long as both sides
 * like. While the keys cannot be asked about, sessions go on as calls do.
 */
export class SessionKeys {
  private readonly keyOf = new Map<KeyedSession, string>();
  private checking = false;
  private again = false;

  constructor(
    private readonly keys: Pick<KeyCache, 'find'>,
    store: Pick<KeyStore, 'onChange'>,
    private readonly logger: Logger,
  ) {
    // The cache has heard of the change before, as it was made earlier.
    store.onChange((change) => {
      if (change === 'all') void this.checkAll();
      else
        for (const [session, key] of this.keyOf)
          if (hash('sha256', key) === change.hash) void this.check(session, key);
    });
  }

  /** The key may have been revoked while the provider was dialled. */
  add(session: KeyedSession, key: string): void {
    this.keyOf.set(session, key);
    void this.check(session, key);
  }

  delete(session: KeyedSession): void {
    this.keyOf.delete(session);
  }

  /** One after the other: all at once would fill the queue in which new calls wait for their keys. */
  private async checkAll(): Promise<void> {
    this.again = true;
    if (this.checking) return;
    this.checking = true;
    while (this.again) {
      this.again = false;
      for (const [session, key] of [...this.keyOf]) await this.check(session, key);
    }
    this.checking = false;
  }

  private async check(session: KeyedSession, key: string): Promise<void> {
    try {
      const grant = await this.keys.find(key);
      if ((grant === null || grant.permissions === 'r') && this.keyOf.has(session)) session.revoke();
    } catch (error) {
      this.logger.warn({ error: errorMessage(error) }, 'the key of a realtime session could not be checked');
    }
  }
}

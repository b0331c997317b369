import { hash } from 'node:crypto';
import { CodedError, entriesUpTo, errorMessage, type Logger } from '@heliostat/platform';
import { LRUCache } from 'lru-cache';
import type { KeyChange, KeyGrant, KeyStore } from './key-store.js';

/** Age at which an entry is asked for again, beside the request that found it so. */
const revalidateMs = 60_000;
/** How long an entry serves while the store cannot be asked. */
const validMs = 24 * 3_600_000;
/** How long an unknown key stays unknown without being asked for. */
const negativeMs = 10_000;
/** After a failure to revalidate, how long until the next attempt. */
const retryMs = 1_000;
const maxEntries = 50_000;
const maxNegative = 10_000;
/** Look-ups at once; more wait their turn, and beyond `maxWaiting` are refused. */
const maxLookups = 16;
const maxWaiting = 1_000;
const touchMs = 60_000;

class Entry {
  usedAt = 0;
  touchedAt = 0;
  /** No revalidation before this. */
  nextCheck: number;
  /** Set after notices may have been missed: ask before serving, if the store can be asked. */
  suspect = false;

  constructor(
    public grant: KeyGrant,
    public checkedAt: number,
  ) {
    this.nextCheck = checkedAt + revalidateMs;
  }
}

type Lookup = { promise: Promise<KeyGrant | null>; outdated: boolean };

/**
 * API keys in memory. A known key costs a hash and a map; one that is not known is asked for once, however many
 * requests carry it. While the store is away known keys serve for 24 hours and unknown ones get `auth/unavailable`.
 */
export class KeyCache {
  private readonly entries = new LRUCache<string, Entry>(entriesUpTo(maxEntries));
  private readonly unknown = new LRUCache<string, number>(entriesUpTo(maxNegative));
  private readonly lookups = new Map<string, Lookup>();
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly store: KeyStore,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {
    store.onChange((change) => this.onChange(change));
    this.timer = setInterval(() => void this.touch(), touchMs);
    this.timer.unref();
  }

  /** The grant of a key, null for a key nobody has. Answers at once when it can; rejects with `auth/unavailable`. */
  find(key: string): KeyGrant | null | Promise<KeyGrant | null> {
    const id = hash('sha256', key);
    const now = this.now();
    const entry = this.entries.get(id);
    if (entry !== undefined) {
      entry.usedAt = now;
      if (entry.suspect) return this.confirm(id, entry);
      if (now < entry.nextCheck) return entry.grant;
      if (now - entry.checkedAt < validMs) {
        entry.nextCheck = now + retryMs;
        this.lookup(id).catch(() => {});
        return entry.grant;
      }
      return this.lookup(id);
    }
    const unknownSince = this.unknown.get(id);
    if (unknownSince !== undefined && now - unknownSince < negativeMs) return null;
    return this.lookup(id);
  }

  /** Asks again before serving, but serves what is known when the store is away. */
  private async confirm(id: string, entry: Entry): Promise<KeyGrant | null> {
    try {
      return await this.lookup(id);
    } catch (error) {
      if (this.now() - entry.checkedAt >= validMs) throw error;
      entry.suspect = false;
      entry.nextCheck = this.now() + retryMs;
      return entry.grant;
    }
  }

  private lookup(id: string): Promise<KeyGrant | null> {
    const running = this.lookups.get(id);
    if (running !== undefined) return running.promise;
    const lookup: Lookup = { promise: Promise.resolve(null), outdated: false };
    lookup.promise = this.ask(id, lookup).finally(() => this.lookups.delete(id));
    this.lookups.set(id, lookup);
    return lookup.promise;
  }

  private async ask(id: string, lookup: Lookup): Promise<KeyGrant | null> {
    await this.enter();
    try {
      for (;;) {
        lookup.outdated = false;
        const asked = this.now();
        const grant = await this.store.findByHash(id);
        // A change that was announced meanwhile may not be in this answer.
        if (lookup.outdated) continue;
        this.remember(id, grant, asked);
        return grant;
      }
    } catch (error) {
      if (error instanceof CodedError) throw error;
      throw new CodedError(
        'auth/unavailable',
        'The key cannot be checked: the database cannot be reached right now. Keys used in the last 24 hours still ' +
          'work; try again in a moment.',
        503,
        { cause: error },
      );
    } finally {
      this.leave();
    }
  }

  private remember(id: string, grant: KeyGrant | null, asked: number): void {
    if (grant === null) {
      this.entries.delete(id);
      this.unknown.set(id, asked);
      return;
    }
    this.unknown.delete(id);
    const entry = this.entries.get(id);
    if (entry === undefined) {
      const added = new Entry(grant, asked);
      added.usedAt = asked;
      this.entries.set(id, added);
      return;
    }
    entry.grant = grant;
    entry.checkedAt = asked;
    entry.nextCheck = asked + revalidateMs;
    entry.suspect = false;
  }

  private async enter(): Promise<void> {
    if (this.running < maxLookups) {
      this.running++;
      return;
    }
    if (this.waiting.length >= maxWaiting)
      throw new CodedError('auth/busy', 'Too many keys wait to be checked; try again in a moment.', 503);
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }

  private onChange(change: KeyChange): void {
    if (change === 'all') {
      for (const entry of this.entries.values()) entry.suspect = true;
      this.unknown.clear();
      for (const lookup of this.lookups.values()) lookup.outdated = true;
      return;
    }
    this.entries.delete(change.hash);
    this.unknown.delete(change.hash);
    const lookup = this.lookups.get(change.hash);
    if (lookup) lookup.outdated = true;
  }

  /** Tells the store which keys were used since the last time. */
  async touch(): Promise<void> {
    const used = [...this.entries.values()].filter((entry) => entry.usedAt > entry.touchedAt);
    if (used.length === 0) return;
    const uses = used.map((entry) => ({ keyId: entry.grant.keyId, at: new Date(entry.usedAt) }));
    const at = used.map((entry) => entry.usedAt);
    try {
      await this.store.touch(uses);
      used.forEach((entry, index) => (entry.touchedAt = at[index]!));
    } catch (error) {
      this.logger.warn({ error: errorMessage(error) }, 'when keys were last used could not be noted');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.touch();
  }
}

import { CodedError, entriesUpTo, errorMessage, type Logger } from '@heliostat/platform';
import { LRUCache } from 'lru-cache';
import { FairQueue } from '../fairness/fair-queue.js';

/** Age at which a value is asked for again, beside the request that found it so. */
const revalidateMs = 60_000;
/** How long a value serves while its store cannot be asked. */
const validMs = 24 * 3_600_000;
/** After a failure to revalidate, how long until the next attempt. */
const retryMs = 1_000;
/** Loads at once; more wait, organisations in turn, and beyond `maxWaiting` (of one alone half of it) are refused. */
const maxLoads = 4;
const maxWaiting = 1_000;

export type OrgCacheOptions<T> = {
  /** What is kept, for error codes and words: `provider-keys` gives `provider-keys/unavailable`. */
  name: string;
  /** Asks the store. Rejects when it is away. */
  load: (org: string, key: string) => Promise<T>;
  logger: Logger;
  /** Values; the least used goes. */
  maxEntries?: number;
  /** Bytes of all values together, where they may be large; one that is larger than all is not kept. */
  size?: { max: number; of: (value: T) => number };
  now?: () => number;
};

class Entry<T> {
  nextCheck: number;
  /** Set after a change: ask before serving, if the store can be asked. */
  suspect = false;

  constructor(
    readonly org: string,
    public value: T,
    public loadedAt: number,
  ) {
    this.nextCheck = loadedAt + revalidateMs;
  }
}

type Load<T> = { org: string; promise: Promise<T>; outdated: boolean };

/**
 * What organisations keep in a store, in memory: loaded at the first use, once however many ask, and asked for again
 * after a change is announced or a minute has passed. While the store is away known values serve for 24 hours and
 * unknown ones get `<name>/unavailable` (503). A value that is there costs a map.
 */
export class OrgCache<T> {
  private readonly entries: LRUCache<string, Entry<T>>;
  private readonly loads = new Map<string, Load<T>>();
  private readonly waiting = new FairQueue<() => void>(maxWaiting);
  private running = 0;
  private readonly now: () => number;

  constructor(private readonly options: OrgCacheOptions<T>) {
    const { maxEntries = 10_000, size } = options;
    this.entries = new LRUCache(
      size
        ? {
            max: maxEntries,
            maxSize: size.max,
            sizeCalculation: ({ org, value }, key) => org.length + key.length + size.of(value),
          }
        : entriesUpTo(maxEntries),
    );
    this.now = options.now ?? Date.now;
  }

  /** The organisation's value, or the one of several that `key` names. */
  get(org: string, key = ''): T | Promise<T> {
    const id = `${org}/${key}`;
    const entry = this.entries.get(id);
    if (entry === undefined) return this.load(id, org, key);
    if (entry.suspect) return this.confirm(id, entry, key);
    const now = this.now();
    if (now < entry.nextCheck) return entry.value;
    if (now - entry.loadedAt >= validMs) return this.load(id, org, key);
    entry.nextCheck = now + retryMs;
    this.load(id, org, key).catch((error: unknown) =>
      this.options.logger.debug(
        { error: errorMessage(error) },
        `${this.options.name} could not be refreshed`,
      ),
    );
    return entry.value;
  }

  /** Something of the organisation changed. */
  invalidate(org: string): void {
    for (const entry of this.entries.values()) if (entry.org === org) entry.suspect = true;
    for (const load of this.loads.values()) if (load.org === org) load.outdated = true;
  }

  /** Anything may have changed. */
  invalidateAll(): void {
    for (const entry of this.entries.values()) entry.suspect = true;
    for (const load of this.loads.values()) load.outdated = true;
  }

  /** Asks again before serving, but serves what is known when the store is away. */
  private async confirm(id: string, entry: Entry<T>, key: string): Promise<T> {
    try {
      return await this.load(id, entry.org, key);
    } catch (error) {
      const now = this.now();
      if (now - entry.loadedAt >= validMs) throw error;
      entry.suspect = false;
      entry.nextCheck = now + retryMs;
      return entry.value;
    }
  }

  private load(id: string, org: string, key: string): Promise<T> {
    const running = this.loads.get(id);
    if (running !== undefined) return running.promise;
    const load: Load<T> = { org, promise: Promise.resolve() as Promise<never>, outdated: false };
    load.promise = this.ask(id, load, key).finally(() => this.loads.delete(id));
    this.loads.set(id, load);
    return load.promise;
  }

  private async ask(id: string, load: Load<T>, key: string): Promise<T> {
    await this.enter(load.org);
    try {
      for (;;) {
        load.outdated = false;
        const asked = this.now();
        const value = await this.options.load(load.org, key);
        // A change that was announced meanwhile may not be in this answer.
        if (load.outdated) continue;
        this.entries.set(id, new Entry(load.org, value, asked));
        return value;
      }
    } catch (error) {
      if (error instanceof CodedError) throw error;
      const { name } = this.options;
      throw new CodedError(
        `${name}/unavailable`,
        `The organization's ${name.replaceAll('-', ' ')} cannot be read: the database cannot be reached right now. ` +
          'Try again in a moment.',
        503,
        { cause: error },
      );
    } finally {
      this.leave();
    }
  }

  private async enter(org: string): Promise<void> {
    if (this.running < maxLoads) {
      this.running++;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    if (!this.waiting.push(org, resolve))
      throw new CodedError(
        `${this.options.name}/busy`,
        'Too many requests wait for the database; try again in a moment.',
        503,
      );
    await promise;
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}

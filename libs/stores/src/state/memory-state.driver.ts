import { FairCache } from './fair-cache.js';
import { FlightWaiters } from './flight-waiters.js';
import { LimitBook } from './limit-book.js';
import type { LimitWindow } from './limit-window.js';
import {
  maxRecent,
  type CacheAnswer,
  type CacheQuestion,
  type CacheStoring,
  type LimitSettlement,
  type LimitTake,
  type LimitTaken,
  type SharedState,
} from './shared-state.js';

/** Limits that are remembered at once; each holds at most about 5 KB. */
const maxLimits = 100_000;
/** Beside its bytes, what an entry of the cache costs. */
const entryOverhead = 256;
/** Bytes of all lists together, beside those of replies and as a share of them. */
const listShare = 0.125;

export type MemoryStateOptions = {
  /** Bytes of all cached replies together. */
  maxBytes: number;
  /** Bytes of one. */
  maxEntry: number;
  now?: () => number;
};

/** The shared state of one process, or of all processes of one proxy in their primary. Gone when it ends. */
export class MemoryState implements SharedState {
  private readonly entries: FairCache<Uint8Array>;
  /** Leases of the flights that are under way. */
  private readonly flights = new Map<string, string>();
  private readonly waiters = new FlightWaiters();
  private readonly limits = new LimitBook(maxLimits);
  private readonly lists: FairCache<{ items: Uint8Array[]; goodUntil: number }>;
  private readonly maxEntry: number;
  private readonly now: () => number;
  private leases = 0;

  constructor({ maxBytes, maxEntry, now = Date.now }: MemoryStateOptions) {
    this.maxEntry = Math.min(maxEntry, maxBytes);
    this.now = now;
    this.entries = new FairCache({ maxBytes, now });
    this.lists = new FairCache({ maxBytes: Math.floor(maxBytes * listShare), now });
  }

  lookup({ key, buckets, pick, flight }: CacheQuestion): Promise<CacheAnswer> {
    if (this.freeSlot(key, buckets) < 0) {
      const index = Math.min(buckets - 1, Math.floor(pick * buckets));
      const entry = this.entries.get(slot(key, index));
      // Its time may have ended since.
      if (entry !== undefined) return Promise.resolve({ kind: 'hit', index, entry });
    }
    if (!flight) return Promise.resolve({ kind: 'miss' });
    if (this.flights.has(key)) return Promise.resolve({ kind: 'follower' });
    const lease = String(++this.leases);
    this.flights.set(key, lease);
    return Promise.resolve({ kind: 'leader', lease });
  }

  store({ key, owner, buckets, entry, ttlMs, replace }: CacheStoring): Promise<number | undefined> {
    if (entry.length > this.maxEntry) return Promise.resolve(undefined);
    let index = this.freeSlot(key, buckets);
    if (index < 0 && replace) index = Math.floor(Math.random() * buckets);
    if (index < 0) return Promise.resolve(undefined);
    const name = slot(key, index);
    const bytes = entry.length + name.length + entryOverhead;
    const kept = this.entries.set(name, ownBytes(entry), { owner, bytes, goodUntil: this.now() + ttlMs });
    return Promise.resolve(kept ? index : undefined);
  }

  release(key: string, lease: string): Promise<void> {
    if (this.flights.get(key) === lease) {
      this.flights.delete(key);
      this.waiters.wake(key);
    }
    return Promise.resolve();
  }

  wait(key: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    return this.flights.has(key) ? this.waiters.wait(key, timeoutMs, signal) : Promise.resolve();
  }

  recent(list: string): Promise<Uint8Array[]> {
    return Promise.resolve(this.lists.get(list)?.items ?? []);
  }

  addRecent(list: string, item: Uint8Array, ttlMs: number, owner: string): Promise<void> {
    const known = this.lists.get(list);
    const items = [item, ...(known?.items ?? []).slice(0, maxRecent - 1)];
    const goodUntil = Math.max(known?.goodUntil ?? 0, this.now() + ttlMs);
    const bytes = items.reduce((sum, { length }) => sum + length, list.length + entryOverhead);
    this.lists.set(list, { items, goodUntil }, { owner, bytes, goodUntil });
    return Promise.resolve();
  }

  take(takes: readonly LimitTake[]): Promise<LimitTaken[]> {
    const now = this.now();
    const windows = takes.map((take) => this.windowOf(take));
    const seen = takes.map((take, index) => windows[index]!.look(take, now));
    const admitted = seen.every((one) => one.admitted);
    seen.forEach((one, index) => {
      if (admitted) windows[index]!.add(one.taken, one.at);
      else one.taken = 0;
    });
    return Promise.resolve(seen);
  }

  settle(settlements: readonly LimitSettlement[]): Promise<void> {
    const now = this.now();
    for (const settlement of settlements) this.windowOf(settlement).settle(settlement, now);
    return Promise.resolve();
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.flights.clear();
    this.waiters.wakeAll();
    this.entries.clear();
    this.lists.clear();
    return Promise.resolve();
  }

  /** The first slot without a good reply, -1 where there is none. */
  private freeSlot(key: string, buckets: number): number {
    for (let index = 0; index < buckets; index++)
      if (this.entries.peek(slot(key, index)) === undefined) return index;
    return -1;
  }

  private windowOf({ key, windowMs }: { key: string; windowMs: number }): LimitWindow {
    return this.limits.windowOf(key, windowMs);
  }
}

const slot = (key: string, index: number) => `${key}:${index}`;

/** Small buffers share 8 KB, and one that is kept keeps them all: the count of bytes would be that much too low. */
const ownBytes = (bytes: Uint8Array) =>
  bytes.buffer.byteLength === bytes.byteLength ? bytes : new Uint8Array(bytes);

import { randomUUID } from 'node:crypto';
import type { Logger } from '@heliostat/platform';
import { FlightWaiters } from './flight-waiters.js';
import { RedisCacheBound, unkeptMs } from './redis-cache-bound.js';
import { RedisConnection } from './redis-connection.js';
import type {
  CacheAnswer,
  CacheQuestion,
  CacheStoring,
  LimitSettlement,
  LimitTake,
  LimitTaken,
  SharedState,
} from './shared-state.js';
import { StateAwayError } from './state-away.error.js';

const limitTimeoutMs = 300;
/** Entries are larger than counts. */
const cacheTimeoutMs = 1_000;
/** A leader that is not heard of for this long is dead. */
const leaseMs = 15_000;
const renewMs = 5_000;
/** A flight that lasts longer is no longer waited for. */
const maxFlightMs = 30 * 60_000;
/** Leases that are given back once Redis answers again; others run out by themselves. */
const maxUnreleased = 1_000;
const firstPollMs = 15;
const maxPollMs = 250;

export type RedisStateOptions = {
  url: string;
  /** Another server for the cache alone, such as one that evicts. */
  cacheUrl?: string | undefined;
  logger: Logger;
  /** Bytes of all that is cached together, for all replicas; see `RedisCacheBound`. */
  maxBytes: number;
  /** Bytes of one cached reply. */
  maxEntry: number;
  /** In the place of the server's clock. */
  now?: () => number;
  /** In the place of how long an answer may take, 300 ms of limits and 1 s of the cache: for tests. */
  timeoutMs?: number;
};

/** The shared state of all replicas, in Redis 6.2 or Valkey 7.2 and later. */
export class RedisState implements SharedState {
  private readonly cache: RedisConnection;
  /** Apart, so that no count waits behind a large entry. */
  private readonly limits: RedisConnection;
  private readonly bound: RedisCacheBound;
  private readonly maxEntry: number;
  private readonly clock: () => number | '';
  private readonly leases = new Map<string, { lease: string; since: number }>();
  /** Lease and its key, where Redis was away when it was to be given back. */
  private readonly unreleased = new Map<string, string>();
  private readonly waiters = new FlightWaiters();
  private readonly timer: NodeJS.Timeout;
  private closed = false;

  constructor({ url, cacheUrl = url, logger, maxBytes, maxEntry, now, timeoutMs }: RedisStateOptions) {
    this.cache = new RedisConnection(cacheUrl, timeoutMs ?? cacheTimeoutMs, logger, () => this.releaseRest());
    this.limits = new RedisConnection(url, timeoutMs ?? limitTimeoutMs, logger);
    this.bound = new RedisCacheBound(this.cache, maxBytes, logger);
    this.maxEntry = maxEntry;
    this.clock = now ?? (() => '');
    this.timer = setInterval(() => this.renew(), renewMs);
    this.timer.unref();
  }

  /** Until both connections are there, or have failed for the first time. */
  async attempted(): Promise<void> {
    await Promise.all([this.cache.attempted, this.limits.attempted]);
  }

  async lookup({ key, buckets, pick, flight }: CacheQuestion): Promise<CacheAnswer> {
    const lease = flight ? randomUUID() : '';
    const args = [buckets + 1, lockKey(key), ...slotKeys(key, buckets), pick, lease, leaseMs];
    let answer: unknown;
    try {
      answer = await this.cache.run('hsLookup', args, true);
    } catch (error) {
      // The answer may be lost, and not the question.
      if (flight) this.releaseLater(key, lease);
      throw error;
    }
    const [kind, index, entry] = answer as [Buffer, number, Buffer];
    switch (kind.toString()) {
      case 'hit':
        return { kind: 'hit', index, entry };
      case 'leader':
        this.leases.set(key, { lease, since: Date.now() });
        return { kind: 'leader', lease };
      case 'follower':
        return { kind: 'follower' };
      default:
        return { kind: 'miss' };
    }
  }

  async store({ key, buckets, entry, ttlMs, replace }: CacheStoring): Promise<number | undefined> {
    const slots = slotKeys(key, buckets);
    if (entry.length > this.maxEntry || !(await this.bound.admits(slots[0]!, entry.length))) return undefined;
    const replaced = replace ? Math.floor(Math.random() * buckets) : -1;
    const lifeMs = Math.max(1, Math.floor(ttlMs));
    // The client sends only buffers as they are.
    const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
    const args = [buckets, ...slots, bytes, Math.min(lifeMs, unkeptMs), replaced];
    const index = (await this.cache.run('hsStore', args)) as number;
    if (index < 0) return undefined;
    // Its account is of another place in a cluster, so these are steps of their own. The call has its reply already.
    await this.bound.keep(slots[index]!, entry.length, lifeMs);
    if (lifeMs > unkeptMs) await this.cache.expire(slots[index]!, lifeMs);
    return index;
  }

  async release(key: string, lease: string): Promise<void> {
    if (this.leases.get(key)?.lease === lease) this.leases.delete(key);
    try {
      await this.cache.run('hsRelease', [lockKey(key), lease]);
    } catch (error) {
      this.releaseLater(key, lease);
      throw error;
    } finally {
      this.waiters.wake(key);
    }
  }

  wait(key: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const first = !this.waiters.has(key);
    const waiting = this.waiters.wait(key, timeoutMs, signal);
    // A leader of this process wakes its followers itself; of another's, one of ours asks for all.
    if (first && this.waiters.has(key)) void this.poll(key);
    return waiting;
  }

  recent(list: string): Promise<Uint8Array[]> {
    return this.cache.run('hsRecent', [listKey(list)], true) as Promise<Buffer[]>;
  }

  async addRecent(list: string, item: Uint8Array, ttlMs: number): Promise<void> {
    const key = listKey(list);
    if (!(await this.bound.admits(key, item.length))) return;
    const bytes = Buffer.from(item.buffer, item.byteOffset, item.byteLength);
    const args = [key, bytes, Math.max(1, Math.floor(ttlMs))];
    const [count, lifeMs] = (await this.cache.run('hsAddRecent', args)) as [number, number];
    await this.bound.keep(key, count * item.length, lifeMs);
  }

  async take(takes: readonly LimitTake[]): Promise<LimitTaken[]> {
    const args: (string | number)[] = [takes.length, ...takes.map(({ key }) => limitKey(key)), this.clock()];
    for (const { quota, windowMs, amount, estimated } of takes)
      args.push(quota, windowMs, amount, estimated ? 1 : 0);
    const answers = (await this.limits.run('hsTake', args)) as number[][];
    return answers.map(([admitted, used, taken, at, emptyInMs, retryInMs]) => ({
      admitted: admitted === 1,
      used: used!,
      taken: taken!,
      at: at!,
      emptyInMs: emptyInMs!,
      retryInMs: retryInMs!,
    }));
  }

  async settle(settlements: readonly LimitSettlement[]): Promise<void> {
    await Promise.all(
      settlements.map(({ key, windowMs, at, taken, actual }) =>
        this.limits.run('hsSettle', [limitKey(key), this.clock(), windowMs, at, taken, actual]),
      ),
    );
  }

  async check(): Promise<void> {
    await Promise.all([this.cache.ping(), this.limits.ping()]);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await Promise.allSettled([...this.leases].map(([key, { lease }]) => this.release(key, lease)));
    this.waiters.wakeAll();
    this.cache.close();
    this.limits.close();
  }

  /** Asks until the flight has ended, or Redis is away: then everyone goes on. */
  private async poll(key: string): Promise<void> {
    let pause = firstPollMs;
    try {
      while (!this.closed && this.waiters.has(key)) {
        if (!this.leases.has(key) && !(await this.cache.exists(lockKey(key)))) break;
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(maxPollMs, pause * 1.5);
      }
    } catch (error) {
      if (!(error instanceof StateAwayError)) throw error;
    } finally {
      this.waiters.wake(key);
    }
  }

  private releaseLater(key: string, lease: string): void {
    if (this.unreleased.size < maxUnreleased) this.unreleased.set(lease, key);
  }

  private releaseRest(): void {
    for (const [lease, key] of this.unreleased)
      this.cache.run('hsRelease', [lockKey(key), lease]).then(
        () => this.unreleased.delete(lease),
        () => {},
      );
  }

  private renew(): void {
    this.releaseRest();
    const now = Date.now();
    for (const [key, { lease, since }] of this.leases) {
      if (now - since > maxFlightMs) this.leases.delete(key);
      // One that is missed lasts until the next.
      else this.cache.run('hsRenew', [lockKey(key), lease, leaseMs]).catch(() => {});
    }
  }
}

// What stands in braces decides the place in a Redis cluster: keys of one script must be of one place.
const lockKey = (key: string) => `hs:flight:{${key}}`;
const listKey = (list: string) => `hs:list:{${list}}`;
const slotKeys = (key: string, buckets: number) =>
  Array.from({ length: buckets }, (_, index) => `hs:cache:{${key}}:${index}`);
const limitKey = (key: string) => {
  const end = key.indexOf(':');
  return end < 0 ? `hs:limit:{${key}}` : `hs:limit:{${key.slice(0, end)}}${key.slice(end)}`;
};

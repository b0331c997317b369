import type { Logger } from '@heliostat/platform';
import { maxDropped } from './redis-bound-scripts.js';
import type { RedisConnection } from './redis-connection.js';
import { StateAwayError } from './state-away.error.js';

/** Of a server that evicts nothing the cache takes at most this share, */
const cacheShare = 0.5;
/** and stores nothing while all together (the queue above all) take more than this one. */
const fullShare = 0.7;
/** How often one process asks how full the server is, and only while it stores. */
const lookMs = 5_000;
/** Rounds of at most 1,000 entries that one look drops. */
const maxRounds = 20;
/** What an entry costs in the tables of Redis and in those of the account, beside its bytes and its key. */
const entryOverhead = 512;
/** The key itself, and in each of the account's tables. */
const keyCopies = 4;
/** An entry lasts only this long until it is entered into the account. */
export const unkeptMs = 60_000;

/** Braces, as everywhere here: of one place in a cluster. */
const accountKeys = ['ages', 'ends', 'sizes'].map((part) => `hs:cached:{account}:${part}`);

/**
 * Keeps all that the proxies' cache holds in Redis below a number of bytes, across replicas: the queue lies in the same
 * server, which evicts nothing, and a cache that filled it would stop the log. Entries are counted when they are stored,
 * and the ones stored longest ago are dropped. What a proxy of an older version stores is not counted; for that, and for
 * all else that fills the server, nothing is stored while it is more than 70 % full, and as much as is above that is
 * dropped of the cache.
 */
export class RedisCacheBound {
  private bound: number;
  private full = false;
  private lookedAt = -Infinity;

  /** `maxBytes`: of all entries with what they cost beside themselves. */
  constructor(
    private readonly connection: RedisConnection,
    private readonly maxBytes: number,
    private readonly logger: Logger,
  ) {
    this.bound = maxBytes;
  }

  /** Whether `bytes` more may be stored. Rejects with a `StateAwayError`. */
  async admits(key: string, bytes: number): Promise<boolean> {
    if (performance.now() - this.lookedAt > lookMs) await this.look();
    return !this.full && sizeOf(key, bytes) <= this.bound;
  }

  /** Counts what was stored under `key`, and drops what there is too much of. Rejects with a `StateAwayError`. */
  async keep(key: string, bytes: number, ttlMs: number): Promise<void> {
    await this.drop(0, [key, sizeOf(key, bytes), ttlMs]);
  }

  /** Looks how full the server is; above its line, makes room. */
  private async look(): Promise<void> {
    this.lookedAt = performance.now();
    const memory = await this.memory();
    this.bound = memory === undefined ? this.maxBytes : Math.min(this.maxBytes, memory.max * cacheShare);
    let excess = memory === undefined ? 0 : memory.used - memory.max * fullShare;
    this.tell(excess > 0);
    for (let round = 0; excess > 0 && round < maxRounds; round++) {
      const { bytes, count } = await this.drop(excess);
      excess -= bytes;
      if (count < maxDropped) break;
    }
  }

  /** Undefined where the server has no limit, evicts by itself, or does not say. */
  private async memory(): Promise<{ used: number; max: number } | undefined> {
    let words: string;
    try {
      words = await this.connection.memory();
    } catch (error) {
      if (error instanceof StateAwayError) throw error;
      return undefined;
    }
    const max = Number(/^maxmemory:(\d+)/m.exec(words)?.[1] ?? 0);
    const used = Number(/^used_memory:(\d+)/m.exec(words)?.[1] ?? 0);
    const evicts = !/^maxmemory_policy:noeviction/m.test(words);
    return max === 0 || evicts ? undefined : { used, max };
  }

  private async drop(
    excess: number,
    entry: (string | number)[] = [],
  ): Promise<{ bytes: number; count: number }> {
    const args = [...accountKeys, this.bound, excess, ...entry];
    const [before, ...oldest] = (await this.connection.run('hsKeep', args)) as [number, ...string[]];
    if (oldest.length === 0) return { bytes: 0, count: 0 };
    await this.connection.unlink(oldest.filter((_, index) => index % 2 === 0));
    const after = (await this.connection.run('hsDropped', [...accountKeys, ...oldest])) as number;
    return { bytes: before - after, count: oldest.length / 2 };
  }

  private tell(full: boolean): void {
    if (full === this.full) return;
    this.full = full;
    if (full)
      this.logger.warn('Redis is more than 70 % full: no reply is cached, and the oldest ones are dropped');
    else this.logger.info('Redis has room again: replies are cached');
  }
}

/** Memory that an entry takes, with its account; on Redis 7.0 some 5 % more than was measured. */
const sizeOf = (key: string, bytes: number) => allocated(bytes) + key.length * keyCopies + entryOverhead;

/** Redis' allocator rounds up to a quarter of the power of two below. */
function allocated(bytes: number): number {
  const step = 2 ** Math.max(4, Math.floor(Math.log2(Math.max(1, bytes))) - 2);
  return Math.ceil(bytes / step) * step;
}

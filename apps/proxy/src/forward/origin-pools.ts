import { publicLookup } from '@heliostat/platform';
import { LRUCache } from 'lru-cache';
import { Pool } from 'undici';
import type { Target } from '../doors/door.js';

export type PoolSettings = {
  connectTimeoutMs: number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
};

/** What `Helicone-Increase-Timeout` gives a provider for its first byte, and between two chunks. */
const increasedMs = 30 * 60 * 1000;

/** The timeouts of a call with `Helicone-Increase-Timeout`; a setting that is longer stays. */
export const increased = (timeouts: PoolSettings): PoolSettings => ({
  connectTimeoutMs: timeouts.connectTimeoutMs,
  firstByteTimeoutMs: Math.max(timeouts.firstByteTimeoutMs, increasedMs),
  idleTimeoutMs: Math.max(timeouts.idleTimeoutMs, increasedMs),
});

const maxOrigins = 256;
/** Idle connections close after this, or earlier when the provider says so. */
const keepAliveMs = 30_000;
const maxHeaderBytes = 64 * 1024;

/** One pool of kept-alive connections an origin. The least recently used origins are let go, and finish first. */
export class OriginPools {
  private readonly pools = new LRUCache<string, Pool>({
    max: maxOrigins,
    dispose: (pool) => void pool.close().catch(() => {}),
  });

  constructor(private readonly settings: PoolSettings) {}

  /** The connections of a guarded target reach public addresses only. */
  get(target: Target): Pool {
    const { guarded } = target;
    const key = guarded ? `public ${target.origin}` : target.origin;
    let pool = this.pools.get(key);
    if (pool === undefined) {
      pool = this.create(target.origin, guarded);
      this.pools.set(key, pool);
    }
    return pool;
  }

  get size(): number {
    return this.pools.size;
  }

  private create(origin: string, guarded: boolean): Pool {
    const { connectTimeoutMs, firstByteTimeoutMs, idleTimeoutMs } = this.settings;
    return new Pool(origin, {
      // Streams of one origin must not share a connection's fate or its flow control.
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: firstByteTimeoutMs,
      bodyTimeout: idleTimeoutMs,
      connect: { timeout: connectTimeoutMs, ...(guarded ? { lookup: publicLookup } : {}) },
    });
  }

  /** Cuts what is still in flight. */
  async destroy(): Promise<void> {
    const pools = [...this.pools.values()];
    await Promise.all(pools.map((pool) => pool.destroy().catch(() => {})));
  }
}

import type { ProxyMetrics } from '../metrics/proxy-metrics.js';
import type { Spool } from '../spool/spool.js';
import type { OriginPools, PoolSettings } from './origin-pools.js';

/** What every exchange shares. */
export type ForwardContext = {
  readonly spool: Pick<Spool, 'enqueue' | 'full'>;
  readonly pools: OriginPools;
  readonly metrics: ProxyMetrics;
  readonly timeouts: PoolSettings;
  readonly logMaxBody: number;
  readonly maxBody: number;
  /** `SPOOL_FULL=reject` */
  readonly rejectWhenFull: boolean;
  /** Set when the process is about to end: connections are not kept alive then. */
  stopping: boolean;
  /** Calls `flushHead` at the end of this turn of the event loop. */
  flushSoon(exchange: { flushHead(): void }): void;
};

/** One `setImmediate` a turn for all replies whose headers came without a body. */
export function createFlusher(): ForwardContext['flushSoon'] {
  let waiting: { flushHead(): void }[] = [];
  const flush = () => {
    const now = waiting;
    waiting = [];
    for (const exchange of now) exchange.flushHead();
  };
  return (exchange) => {
    if (waiting.push(exchange) === 1) setImmediate(flush);
  };
}

import type { Config } from '@heliostat/platform';
import { clickhouseProbe } from './clickhouse-probe.js';
import { postgresProbe } from './postgres-probe.js';
import { redisProbe } from './redis-probe.js';
import { UnsupportedStoreError, type StoreProbe } from './store-probe.js';

/** The databases that the settings name; an object store has no version that matters. */
function databases(config: Config): StoreProbe[] {
  return [
    ...(config.DATABASE_URL ? [postgresProbe(config)] : []),
    ...(config.CLICKHOUSE_URL ? [clickhouseProbe(config)] : []),
    ...(config.REDIS_URL ? [redisProbe(config.REDIS_URL)] : []),
  ];
}

/**
 * Asks each database once, all at the same time. Throws `stores/unsupported-version` for one that answers and is too
 * old: an app that went on would fail in ways that nobody understands. One that is away is no fault here: apps wait
 * for it or do without it.
 */
export async function assertSupportedStores(config: Config, probes = databases(config)): Promise<void> {
  const answers = await Promise.allSettled(probes.map((probe) => probe.ask()));
  for (const answer of answers)
    if (answer.status === 'rejected' && answer.reason instanceof UnsupportedStoreError) throw answer.reason;
}

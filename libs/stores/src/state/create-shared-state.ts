import type { Config, Logger } from '@heliostat/platform';
import { MemoryState } from './memory-state.driver.js';
import { RedisState } from './redis-state.driver.js';
import type { SharedState } from './shared-state.js';

export type StateConfig = Pick<Config, 'REDIS_URL' | 'CACHE_MAX_BYTES' | 'CACHE_MAX_ENTRY'> &
  Partial<Pick<Config, 'CACHE_REDIS_URL'>>;

/**
 * Redis where `REDIS_URL` is set, else this process' memory, which is right for a proxy of one process or for the
 * first of several (`serveState`). Reaches nothing yet, and never fails: a Redis that is away is tried for ever.
 */
export function createSharedState(config: StateConfig, logger: Logger): SharedState {
  const { REDIS_URL: url, CACHE_MAX_BYTES: maxBytes, CACHE_MAX_ENTRY: maxEntry } = config;
  return url
    ? new RedisState({ url, cacheUrl: config.CACHE_REDIS_URL, logger, maxBytes, maxEntry })
    : new MemoryState({ maxBytes, maxEntry });
}

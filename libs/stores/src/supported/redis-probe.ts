import { CodedError, errorMessage } from '@heliostat/platform';
import { Redis } from 'ioredis';
import { isAtLeast, UnsupportedStoreError, type StoreProbe } from './store-probe.js';

const oldestRedis = [6, 2] as const;
const oldestValkey = [7, 2] as const;

/** Redis 6.2 or Valkey 7.2, or later. */
export function redisProbe(url: string): StoreProbe {
  const where = new URL(url).host;
  return {
    store: 'Redis',
    where,
    ask: async () => {
      const redis = new Redis(url, {
        lazyConnect: true,
        connectTimeout: 5_000,
        commandTimeout: 5_000,
        maxRetriesPerRequest: 0,
        enableOfflineQueue: false,
        retryStrategy: () => null,
      });
      // The client reports why it cannot connect by this event alone; `connect` says only that it is closed.
      let why: unknown;
      redis.on('error', (error) => (why = error));
      try {
        await redis.connect();
        return requireSupportedRedis(await redis.info('server'));
      } catch (error) {
        if (error instanceof UnsupportedStoreError) throw error;
        throw new CodedError(
          'redis/unreachable',
          `Redis cannot be used at ${where} (${errorMessage(why ?? error)}). Are REDIS_URL and its password right?`,
          503,
          { cause: why ?? error },
        );
      } finally {
        // One that never connected has ended; told to, it would hold its process for two more seconds.
        if (redis.status !== 'end') redis.disconnect();
      }
    },
  };
}

/** Name and version by `INFO server`. Valkey calls itself Redis 7.2.4 for old clients, and tells its own version beside. */
export function requireSupportedRedis(info: string): string {
  const field = (name: string) => new RegExp(`^${name}:([^\r\n]+)`, 'm').exec(info)?.[1];
  const valkey = field('valkey_version');
  if (valkey) {
    if (!isAtLeast(valkey, oldestValkey)) throw new UnsupportedStoreError('Valkey', valkey, '7.2 or later');
    return `Valkey ${valkey}`;
  }
  const redis = field('redis_version') ?? 'of an unknown version';
  if (!isAtLeast(redis, oldestRedis)) throw new UnsupportedStoreError('Redis', redis, '6.2 or later');
  return `Redis ${redis}`;
}

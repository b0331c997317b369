import { CodedError, type Config } from '@heliostat/platform';
import { clickhouseProbe } from './clickhouse-probe.js';
import { objectStoreProbe } from './object-store-probe.js';
import { postgresProbe } from './postgres-probe.js';
import { redisProbe } from './redis-probe.js';
import type { StoreProbe } from './store-probe.js';

/** Every store that the settings name; those that Heliostat runs itself are not among them. */
export function configuredProbes(config: Config): StoreProbe[] {
  const probes: StoreProbe[] = [];
  if (config.DATABASE_URL) probes.push(postgresProbe(config));
  if (config.CLICKHOUSE_URL) probes.push(clickhouseProbe(config));
  if (config.REDIS_URL) probes.push(redisProbe(config.REDIS_URL));
  if (config.S3_ENDPOINT || config.S3_BUCKET_NAME) probes.push(objectStoreProbe(config));
  return probes;
}

/**
 * In a cluster nothing is embedded, so that a setting that is missing is a fault. Throws `config/invalid` naming every
 * one.
 */
export function requireExternalStores(config: Config): void {
  const missing = (['DATABASE_URL', 'CLICKHOUSE_URL', 'S3_BUCKET_NAME'] as const).filter(
    (name) => !config[name],
  );
  if (missing.length === 0) return;
  throw new CodedError(
    'config/invalid',
    ['Wrong settings:', ...missing.map((name) => `  ${name}: expected, since this runs in a cluster`)].join(
      '\n',
    ),
  );
}

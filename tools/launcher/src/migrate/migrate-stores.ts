import type { Config } from '@heliostat/platform';
import { migrateClickHouse } from '@heliostat/stores/clickhouse';
import { migratePostgres } from '@heliostat/stores/postgres';
import { migrateQueue } from '@heliostat/stores/queue';

/** Brings every store's schema up to date; each runs under a lock of its own. Returns the names of what ran now. */
export async function migrateStores(config: Config): Promise<string[]> {
  const [postgres, clickhouse] = await Promise.all([
    // One after the other: both alter Postgres.
    migratePostgres(config).then(async (ran) => {
      await migrateQueue(config);
      return ran;
    }),
    migrateClickHouse(config),
  ]);
  return [...postgres, ...clickhouse.applied];
}

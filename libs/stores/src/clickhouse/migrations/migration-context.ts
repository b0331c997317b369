import { createTables, quoted, type ClusterSettings } from '../tables.js';
import type { MigrationContext } from './migration.js';

/** ClickHouse fills these in on each server: its macros, and the table that is being created. */
const replicaPath = '/clickhouse/tables/{shard}/{database}/{table}';
const wholePath = '/clickhouse/tables/whole/{database}/{table}';

/**
 * Renders for one server, for a replicated cluster (`CLICKHOUSE_CLUSTER`) or for a sharded one
 * (`CLICKHOUSE_SHARDED`). Servers of a cluster must have the macros `shard` and `replica`.
 */
export function createMigrationContext(settings: ClusterSettings): MigrationContext {
  const { CLICKHOUSE_CLUSTER: cluster, CLICKHOUSE_SHARDED: sharded = false } = settings;
  const { stored } = createTables(settings);
  if (cluster === undefined)
    return {
      engine: plain,
      engineEverywhere: plain,
      onCluster: '',
      stored,
      distributed: () => [],
      distributedAlso: () => [],
      deduplicationWindow: 'non_replicated_deduplication_window',
    };
  const onCluster = ` ON CLUSTER ${quoted(cluster)}`;
  return {
    engine: replicated(replicaPath, '{replica}'),
    // Replicas of different shards may have one name; here all of them are replicas of one table.
    engineEverywhere: replicated(wholePath, '{shard}-{replica}'),
    onCluster,
    stored,
    distributed: (table, by) =>
      sharded
        ? [
            `CREATE TABLE IF NOT EXISTS ${table}${onCluster} AS ${stored(table)}
ENGINE = Distributed(${quoted(cluster)}, currentDatabase(), '${stored(table)}', ${by})`,
          ]
        : [],
    distributedAlso: (table, change) => (sharded ? [`ALTER TABLE ${table}${onCluster}\n${change}`] : []),
    deduplicationWindow: 'replicated_deduplication_window',
  };
}

const plain = (name: string, ...parameters: string[]) => `${name}(${parameters.join(', ')})`;

const replicated =
  (path: string, replica: string) =>
  (name: string, ...parameters: string[]) =>
    `Replicated${name}(${[`'${path}'`, `'${replica}'`, ...parameters].join(', ')})`;

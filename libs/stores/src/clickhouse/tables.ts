import type { Config } from '@heliostat/platform';

export type ClusterSettings = Partial<Pick<Config, 'CLICKHOUSE_CLUSTER' | 'CLICKHOUSE_SHARDED'>>;

/**
 * How tables are named in SQL. On one server all three are the table's own name. On a cluster with several shards
 * the name belongs to a Distributed table, and rows lie in `<name>_local` on each shard.
 */
export type ClickHouseTables = {
  /** Where rows lie, for subqueries of mutations and for views: they run on each server by themselves. */
  stored(table: string): string;
  /** What a mutation names: `DELETE FROM ${mutable('t')} WHERE …`. Takes every shard along. */
  mutable(table: string): string;
  /**
   * For `FROM`, by whoever reads a row to replace it: every replica's rows, so that a replica that lags behind
   * cannot bring an older state back. A row comes once for each replica: take the one with the highest `updated_at`.
   */
  everyReplica(table: string): string;
};

/** A cluster's name as SQL; the settings allow letters, digits, `_`, `.` and `-` only. */
export const quoted = (cluster: string): string => `'${cluster}'`;

export function createTables({
  CLICKHOUSE_CLUSTER: cluster,
  CLICKHOUSE_SHARDED,
}: ClusterSettings): ClickHouseTables {
  const sharded = cluster !== undefined && CLICKHOUSE_SHARDED === true;
  const stored = (table: string) => (sharded ? `${table}_local` : table);
  return {
    stored,
    // Replicas of one shard pass a mutation on among themselves.
    mutable: (table) => (sharded ? `${stored(table)} ON CLUSTER ${quoted(cluster)}` : table),
    everyReplica: (table) =>
      cluster === undefined
        ? table
        : `clusterAllReplicas(${quoted(cluster)}, currentDatabase(), ${stored(table)})`,
  };
}

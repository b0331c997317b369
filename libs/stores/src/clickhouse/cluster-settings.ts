import type { ClickHouseSettings } from '@clickhouse/client';
import type { ClusterSettings } from './tables.js';

/** What statements are sent with on a cluster; nothing on one server. */
export type StatementSettings = Record<'read' | 'write' | 'change', ClickHouseSettings>;

const quorumTimeoutMs = 30_000;
/** DDL and mutations wait for every server this long (seconds); what is away then follows by itself. */
const everyServerSeconds = 600;

/**
 * Writes are acknowledged when a majority of replicas has them, so that the loss of one server loses no row that a
 * segment was marked for. Each insert waits for its own majority, not in turn. Through a Distributed table an insert
 * reaches its shards before it is acknowledged; by default the server would keep it in a queue on its own disk. INSERT … SELECT
 * is not handed to the shards as it is: its subqueries would then see one shard, or no table at all.
 */
export function clusterSettings({
  CLICKHOUSE_CLUSTER,
  CLICKHOUSE_SHARDED,
}: ClusterSettings): StatementSettings {
  if (CLICKHOUSE_CLUSTER === undefined) return { read: {}, write: {}, change: {} };
  return {
    // Subqueries over sharded tables are answered from all shards; the default refuses them.
    read: CLICKHOUSE_SHARDED ? { distributed_product_mode: 'global' } : {},
    write: {
      insert_quorum: 'auto',
      insert_quorum_parallel: 1,
      insert_quorum_timeout: quorumTimeoutMs,
      ...(CLICKHOUSE_SHARDED
        ? { distributed_foreground_insert: 1, parallel_distributed_insert_select: '0' }
        : {}),
    },
    change: {
      distributed_ddl_task_timeout: String(everyServerSeconds),
      // A server that is away gets the change when it is back; it must not stop the others' upgrade.
      distributed_ddl_output_mode: 'null_status_on_timeout',
      // Replicas refuse mutations with subqueries otherwise; ours give the same rows on each.
      allow_nondeterministic_mutations: 1,
    },
  };
}

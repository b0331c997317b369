import type { Migration } from './migration.js';
import { hoursShardKey } from './shard-keys.js';

/**
 * Whole hours of calls, added up. A mark says when the rows of an hour last changed; a build holds an hour's sums and
 * covers the marks from before `covers`. An hour whose newest mark no build covers is read from its rows. The view
 * sees every insert, whoever makes it; `nowInBlock64` is the time of the block where `now64` would be that of the
 * start of a long INSERT … SELECT. Granules of groups
 * hold about a month of one name: unpacking states of its neighbours is what costs. The last statement marks what is
 * there already.
 */
export const rollupsMigration: Migration = {
  version: 4,
  name: 'rollups',
  compatibleFrom: 1,
  statements: ({ engine, onCluster, stored, distributed }) => [
    `CREATE TABLE IF NOT EXISTS ${stored('request_rollup_marks')}${onCluster}
(
    organization_id UUID,
    hour DateTime('UTC'),
    marked_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ${engine('ReplacingMergeTree', 'marked_at')}
ORDER BY (organization_id, hour)`,
    ...distributed('request_rollup_marks', hoursShardKey),
    `CREATE TABLE IF NOT EXISTS ${stored('request_rollup_builds')}${onCluster}
(
    organization_id UUID,
    hour DateTime('UTC'),
    build UUID,
    covers DateTime64(3, 'UTC'),
    users_listed Bool
)
ENGINE = ${engine('ReplacingMergeTree', 'covers')}
ORDER BY (organization_id, hour)`,
    ...distributed('request_rollup_builds', hoursShardKey),
    `CREATE TABLE IF NOT EXISTS ${stored('request_rollups')}${onCluster}
(
    organization_id UUID,
    hour DateTime('UTC'),
    build UUID,
    built_at DateTime('UTC') DEFAULT now(),
    requests UInt64,
    errors UInt64,
    threats UInt64,
    cost UInt64 COMMENT 'USD x 1e9',
    prompt Int64,
    completion Int64,
    cache_read Int64,
    latency_sum Int64,
    latency_count UInt64,
    ttft_sum Int64,
    ttft_count UInt64,
    users AggregateFunction(uniqCombinedIf, String, UInt8),
    sessions AggregateFunction(uniqCombinedIf, String, UInt8),
    latencies AggregateFunction(quantilesDD(0.01, 0.5, 0.75, 0.95, 0.99), Nullable(Int32)),
    ttfts AggregateFunction(quantilesDD(0.01, 0.5, 0.75, 0.95, 0.99), Nullable(Int32))
)
ENGINE = ${engine('MergeTree')}
PARTITION BY toYYYYMM(hour)
ORDER BY (organization_id, hour, build)`,
    ...distributed('request_rollups', hoursShardKey),
    `CREATE TABLE IF NOT EXISTS ${stored('request_rollup_groups')}${onCluster}
(
    organization_id UUID,
    dimension LowCardinality(String),
    hour DateTime('UTC'),
    name String,
    build UUID,
    built_at DateTime('UTC') DEFAULT now(),
    requests UInt64,
    errors UInt64,
    cost UInt64 COMMENT 'USD x 1e9',
    prompt Int64,
    completion Int64,
    latency AggregateFunction(quantileDD(0.01, 0.5), Nullable(Int32))
)
ENGINE = ${engine('MergeTree')}
PARTITION BY toYYYYMM(hour)
ORDER BY (organization_id, dimension, name, hour)
SETTINGS index_granularity = 512`,
    ...distributed('request_rollup_groups', hoursShardKey),
    `CREATE MATERIALIZED VIEW IF NOT EXISTS request_rollup_marking${onCluster} TO ${stored('request_rollup_marks')} AS
SELECT DISTINCT organization_id, toStartOfHour(request_created_at) AS hour, nowInBlock64(3) AS marked_at
FROM ${stored('request_response_rmt')}`,
    `INSERT INTO request_rollup_marks (organization_id, hour)
SELECT DISTINCT organization_id, toStartOfHour(request_created_at) FROM request_response_rmt`,
  ],
};

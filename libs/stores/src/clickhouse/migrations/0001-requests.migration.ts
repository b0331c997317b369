import type { Migration } from './migration.js';
import { requestsShardKey } from './shard-keys.js';

/**
 * `request_response_rmt`, the public table of filters and HQL. The sorting key holds only what no correction
 * changes, so that a corrected row replaces the old one wherever its model, user or provider differs; months
 * follow from the key, so that FINAL never merges across partitions. What dashboards add up is small and lightly
 * compressed: reading it costs half of what Int64 and ZSTD cost, and the bodies are the bulk anyway. The text
 * indexes serve whole words and, by a scan of their dictionary, parts of words (LIKE and ILIKE with four or more
 * letters). All versions of a row, and all rows of an
 * organisation's hour, lie on one shard: what replaces a row meets it there.
 */
export const requestsMigration: Migration = {
  version: 1,
  name: 'requests',
  compatibleFrom: 1,
  statements: ({ engine, onCluster, stored, distributed, deduplicationWindow }) => [
    `CREATE TABLE IF NOT EXISTS ${stored('request_response_rmt')}${onCluster}
(
    organization_id UUID CODEC(ZSTD(1)),
    request_created_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    request_id UUID,
    request_id_given String CODEC(ZSTD(1)),
    updated_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    response_id Nullable(UUID),
    response_created_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    latency Nullable(Int32),
    time_to_first_token Nullable(Int32),
    status Int32,
    provider LowCardinality(String),
    model LowCardinality(String),
    request_model LowCardinality(String),
    model_override LowCardinality(String),
    user_id String,
    proxy_key_id Nullable(UUID) CODEC(ZSTD(1)),
    request_path String CODEC(ZSTD(1)),
    target_url Nullable(String) CODEC(ZSTD(1)),
    request_referrer String CODEC(ZSTD(1)),
    country_code LowCardinality(Nullable(String)),
    properties Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    scores Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
    feedback_created_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    prompt_id String CODEC(ZSTD(1)),
    prompt_version String CODEC(ZSTD(1)),
    prompt_tokens Nullable(Int32),
    completion_tokens Nullable(Int32),
    prompt_cache_read_tokens Int32,
    prompt_cache_write_tokens Int32,
    reasoning_tokens Int32,
    prompt_audio_tokens Int32,
    completion_audio_tokens Int32,
    usage_estimated Bool,
    cost UInt64 COMMENT 'USD x 1e9',
    cost_known Bool,
    cache_enabled Bool,
    cache_reference_id UUID,
    threat Nullable(Bool),
    is_passthrough_billing Bool,
    ai_gateway_body_mapping LowCardinality(String),
    assets Array(String) CODEC(ZSTD(1)),
    request_body String COMMENT 'first 16 KB' CODEC(ZSTD(3)),
    response_body String COMMENT 'first 16 KB' CODEC(ZSTD(3)),
    size_bytes UInt32 CODEC(ZSTD(1)),
    storage_location LowCardinality(String),
    segment_key String CODEC(ZSTD(1)),
    segment_offset UInt64 CODEC(ZSTD(1)),
    segment_length UInt32 CODEC(ZSTD(1)),
    error String CODEC(ZSTD(1)),
    is_stream Bool,
    INDEX request_id_bloom request_id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX user_id_bloom user_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX property_keys_bloom mapKeys(properties) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX property_values_bloom mapValues(properties) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX request_body_text request_body TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lower(request_body)),
    INDEX response_body_text response_body TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lower(response_body))
)
ENGINE = ${engine('ReplacingMergeTree', 'updated_at')}
PARTITION BY toYYYYMM(request_created_at)
ORDER BY (organization_id, request_created_at, request_id)
SETTINGS ${deduplicationWindow} = 1000`,
    ...distributed('request_response_rmt', requestsShardKey),
  ],
};

import type { Migration } from './migration.js';
import { segmentsShardKey } from './shard-keys.js';

/** What the worker writes beside the rows: which segments are in, and which frames could not be read. */
export const ingestMigration: Migration = {
  version: 2,
  name: 'ingest',
  compatibleFrom: 1,
  statements: ({ engine, onCluster, stored, distributed }) => [
    `CREATE TABLE IF NOT EXISTS ${stored('ingested_segments')}${onCluster}
(
    segment_key String CODEC(ZSTD(1)),
    generation UInt32,
    organization_id UUID,
    rows UInt32,
    poison UInt32,
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ${engine('ReplacingMergeTree', 'inserted_at')}
ORDER BY (segment_key, generation)`,
    ...distributed('ingested_segments', segmentsShardKey),
    `CREATE TABLE IF NOT EXISTS ${stored('ingest_poison')}${onCluster}
(
    organization_id UUID,
    segment_key String CODEC(ZSTD(1)),
    frame_offset UInt64,
    error String CODEC(ZSTD(1)),
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ${engine('ReplacingMergeTree', 'inserted_at')}
ORDER BY (organization_id, segment_key, frame_offset)`,
    ...distributed('ingest_poison', segmentsShardKey),
  ],
};

import type { Migration } from './migration.js';

/** What the gateway finds out about a call beside the call itself. JSON text is empty where there is nothing. */
const callColumns = [
  "ADD COLUMN IF NOT EXISTS cost_saved UInt64 COMMENT 'USD x 1e9'",
  'ADD COLUMN IF NOT EXISTS prompt_environment LowCardinality(String)',
  'ADD COLUMN IF NOT EXISTS prompt_inputs String CODEC(ZSTD(3))',
  'ADD COLUMN IF NOT EXISTS attempts String CODEC(ZSTD(3))',
].join(',\n');

/** Hours added up before have no hits: what they hold, zero, is right. */
const rollupColumns = [
  'ADD COLUMN IF NOT EXISTS cache_hits UInt64 AFTER threats',
  "ADD COLUMN IF NOT EXISTS cost_saved UInt64 COMMENT 'USD x 1e9' AFTER cost",
].join(',\n');

/** What the response cache saved, what a prompt was filled with, and which providers were asked. */
export const gatewayMigration: Migration = {
  version: 5,
  name: 'gateway',
  compatibleFrom: 1,
  statements: ({ onCluster, stored, distributedAlso }) =>
    (
      [
        ['request_response_rmt', callColumns],
        ['request_rollups', rollupColumns],
      ] as const
    ).flatMap(([table, columns]) => [
      `ALTER TABLE ${stored(table)}${onCluster}\n${columns}`,
      ...distributedAlso(table, columns),
    ]),
};

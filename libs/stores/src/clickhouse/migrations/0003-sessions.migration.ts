import type { Migration } from './migration.js';

/** The session beside the map of properties: counting sessions read the whole map, at twice the cost. */
export const sessionsMigration: Migration = {
  version: 3,
  name: 'sessions',
  compatibleFrom: 1,
  statements: ({ onCluster }) => [
    `ALTER TABLE request_response_rmt${onCluster}
ADD COLUMN IF NOT EXISTS session_id String MATERIALIZED properties['Helicone-Session-Id']`,
    `ALTER TABLE request_response_rmt${onCluster}
ADD INDEX IF NOT EXISTS session_id_bloom session_id TYPE bloom_filter(0.01) GRANULARITY 1`,
  ],
};

import type { Migration } from './migration.js';

const sessionColumn =
  "ADD COLUMN IF NOT EXISTS session_id String MATERIALIZED properties['Helicone-Session-Id']";

/** The session beside the map of properties: counting sessions read the whole map, at twice the cost. */
export const sessionsMigration: Migration = {
  version: 3,
  name: 'sessions',
  compatibleFrom: 1,
  statements: ({ onCluster, stored, distributedAlso }) => [
    `ALTER TABLE ${stored('request_response_rmt')}${onCluster}
${sessionColumn}`,
    `ALTER TABLE ${stored('request_response_rmt')}${onCluster}
ADD INDEX IF NOT EXISTS session_id_bloom session_id TYPE bloom_filter(0.01) GRANULARITY 1`,
    ...distributedAlso('request_response_rmt', sessionColumn),
  ],
};

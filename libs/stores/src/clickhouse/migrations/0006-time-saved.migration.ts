import type { Migration } from './migration.js';

/**
 * How much sooner a reply from the response cache came. Rows of before, and those that apps of the version before write
 * while it is replaced, say zero: nobody noted what the call behind a hit took. Hours added up hold the same.
 */
export const timeSavedMigration: Migration = {
  version: 6,
  name: 'time saved',
  compatibleFrom: 1,
  statements: ({ onCluster, stored, distributedAlso }) =>
    (
      [
        [
          'request_response_rmt',
          "ADD COLUMN IF NOT EXISTS time_saved UInt32 COMMENT 'Milliseconds' AFTER cost_saved",
        ],
        [
          'request_rollups',
          "ADD COLUMN IF NOT EXISTS time_saved UInt64 COMMENT 'Milliseconds' AFTER cost_saved",
        ],
      ] as const
    ).flatMap(([table, columns]) => [
      `ALTER TABLE ${stored(table)}${onCluster}\n${columns}`,
      ...distributedAlso(table, columns),
    ]),
};

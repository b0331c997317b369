import { requestsMigration } from './0001-requests.migration.js';
import { ingestMigration } from './0002-ingest.migration.js';
import { sessionsMigration } from './0003-sessions.migration.js';
import { rollupsMigration } from './0004-rollups.migration.js';
import { gatewayMigration } from './0005-gateway.migration.js';
import { timeSavedMigration } from './0006-time-saved.migration.js';
import type { Migration } from './migration.js';

/** All steps, oldest first. A released step never changes; a change is a new step. */
export const migrations: readonly Migration[] = [
  requestsMigration,
  ingestMigration,
  sessionsMigration,
  rollupsMigration,
  gatewayMigration,
  timeSavedMigration,
];

import { Accounts1790000000000 } from './1790000000000-accounts.migration.js';
import { PendingRequestEdits1790100000000 } from './1790100000000-pending-request-edits.migration.js';
import { Gateway1790200000000 } from './1790200000000-gateway.migration.js';

/** All migrations in their order; a new one goes at the end. */
export const migrations = [Accounts1790000000000, PendingRequestEdits1790100000000, Gateway1790200000000];

/** Counts up with every migration. */
export const schemaVersion = migrations.length;

/**
 * The oldest app version that this schema still serves, so that the version before can restart during an upgrade.
 * A migration that takes away what an older version reads raises it.
 */
export const oldestServedApp = '0.1.0';

import { CodedError } from '@heliostat/platform';
import type { DataSource } from 'typeorm';
import { deletePendingEdits, pendingEditsOf, type PendingEdit } from './pending-edits.js';
import { applyEdit, type StoredRow } from './row-edit.js';
import { withRowLocks } from './row-lock.js';

/** Where rows are read and replaced: the table, behind each app's own way to find a row. */
export type EditableRows = {
  /** The current rows with these ids, one each; ids without a row are left out. */
  find(organizationId: string, requestIds: readonly string[]): Promise<StoredRow[]>;
  /** Writes rows whose versions are higher than what they replace. */
  replace(rows: readonly StoredRow[]): Promise<void>;
};

/**
 * Brings the edits that wait for these rows into them, where the rows are there by now. Whoever stores an edit calls
 * it after that when it then sees the row, and whoever writes a row calls it after that: so one of the two sees
 * both, and no edit is left behind. Doing it twice is harmless. A few hundred ids at a time are fine.
 */
export function settlePendingEdits(
  dataSource: DataSource,
  rows: EditableRows,
  organizationId: string,
  requestIds: readonly string[],
  now = Date.now(),
): Promise<void> {
  return withRowLocks(dataSource, organizationId, requestIds, async (manager) => {
    const pending = await pendingEditsOf(manager, organizationId, requestIds);
    if (pending.length === 0) return;
    const found = await rows.find(organizationId, [...new Set(pending.map(({ requestId }) => requestId))]);
    const present = new Set(found.map((row) => row.request_id));
    await rows.replace(found.map((row) => withPendingEdits(row, pending, now)));
    await deletePendingEdits(
      manager,
      pending.filter(({ requestId }) => present.has(requestId)),
    );
  });
}

/** A row after the edits that waited for it; one that would make it too large is left out. */
export function withPendingEdits(row: StoredRow, pending: readonly PendingEdit[], now: number): StoredRow {
  let edited = row;
  for (const { requestId, edit } of pending) {
    if (requestId !== row.request_id) continue;
    try {
      edited = applyEdit(edited, edit, now);
    } catch (error) {
      if (!(error instanceof CodedError && error.code === 'request/too-many')) throw error;
    }
  }
  return edited;
}

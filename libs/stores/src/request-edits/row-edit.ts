import { CodedError } from '@heliostat/platform';
import { z } from 'zod';
import { editVersion, toDateTime64, type RequestRow } from '../clickhouse/index.js';

/** A row as the engine returns it: 64-bit integers are numbers. */
export type StoredRow = Omit<RequestRow, 'cost' | 'cost_saved'> & { cost: number; cost_saved: number };

/** What people may change of a logged call. `at`: when feedback was given, epoch milliseconds. */
export const rowEditSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('properties'), payload: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('scores'), payload: z.record(z.string(), z.number()) }),
  z.object({ kind: z.literal('feedback'), payload: z.object({ rating: z.boolean(), at: z.number() }) }),
]);
export type RowEdit = z.infer<typeof rowEditSchema>;

/** A row may carry this many properties, or scores. */
const entriesAtMost = 200;

/** Where a rating is kept. */
const feedbackScore = 'helicone-score-feedback';

/**
 * The row after an edit, with a version above the one it replaces. Names that were there take the new value, so an
 * edit that is applied twice changes nothing more. Throws `request/too-many` (400).
 */
export function applyEdit(row: StoredRow, edit: RowEdit, now: number): StoredRow {
  return { ...row, ...changeOf(row, edit), updated_at: editVersion(row.updated_at, now) };
}

/** Throws `request/too-many` (400) for an edit that no row could take. */
export function assertEditFits({ kind, payload }: RowEdit): void {
  if (kind !== 'feedback') limited<string | number>(kind, payload);
}

function changeOf(row: StoredRow, edit: RowEdit): Partial<StoredRow> {
  switch (edit.kind) {
    case 'properties':
      return { properties: limited('properties', { ...row.properties, ...edit.payload }) };
    case 'scores':
      return { scores: limited('scores', { ...row.scores, ...edit.payload }) };
    case 'feedback':
      return {
        scores: { ...row.scores, [feedbackScore]: edit.payload.rating ? 1 : 0 },
        feedback_created_at: toDateTime64(edit.payload.at),
      };
  }
}

function limited<T>(what: string, entries: Record<string, T>): Record<string, T> {
  if (Object.keys(entries).length > entriesAtMost)
    throw new CodedError('request/too-many', `A request has at most ${entriesAtMost} ${what}`, 400);
  return entries;
}

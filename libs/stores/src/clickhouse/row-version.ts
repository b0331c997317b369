import { fromDateTime64, toDateTime64 } from './to-date-time64.js';

/** 795 days: rows that waited longer than this for their first ingest are not expected. */
const generationStepMs = 2 ** 36;
/** DateTime64(3) ends in 2299. */
const maxGeneration = 100;

/**
 * `updated_at` of an ingested row: a later generation beats an earlier one, within one the later time wins.
 * Ingest passes the record's own time, so that a replay of the same segment never beats an edit (feedback, score,
 * property) made since.
 */
export function rowVersion(generation: number, timeMs: number): string {
  if (!Number.isInteger(generation) || generation < 0 || generation > maxGeneration)
    throw new RangeError(`generation must be an integer from 0 to ${maxGeneration}`);
  return toDateTime64(timeMs + generation * generationStepMs);
}

/** `updated_at` of an edited row: now, or just above what it replaces where that is of a later generation. */
export const editVersion = (replaced: string, nowMs: number): string =>
  toDateTime64(Math.max(nowMs, fromDateTime64(replaced) + 1));

/** When the row was written, for display: the version without its generation. */
export function rowUpdatedAt(version: string, nowMs: number): number {
  const ms = fromDateTime64(version);
  const ahead = Math.max(0, Math.ceil((ms - nowMs) / generationStepMs));
  return ms - ahead * generationStepMs;
}

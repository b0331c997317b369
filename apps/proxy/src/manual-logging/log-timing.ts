import { isRecord } from '@heliostat/llm';
import { faultAt } from './manual-log-fault.js';

/** When a call began (epoch milliseconds) and how long it took (milliseconds). */
export type LogTiming = { createdAt: number; latencyMs: number; ttftMs: number | null };

/** Rows lie in one partition a month, and one insert may touch a hundred. */
const maxAgeMs = 8 * 365 * 86_400_000;
/** Clocks differ; a day is more than time zones explain. */
const maxAheadMs = 86_400_000;
/** What the columns hold: 24 days. */
const maxDurationMs = 2 ** 31 - 1;

/**
 * The `timing` of a log: moments in seconds and milliseconds, `timeToFirstToken` in milliseconds. A moment that is not
 * stated is now. Throws 400 for what is no number, begins more than eight years ago or a day from now, or took more
 * than 24 days; an end before its start, as a corrected clock makes it, counts as no time.
 */
export function readTiming(timing: unknown, now: number): LogTiming {
  if (timing === undefined || timing === null) return { createdAt: now, latencyMs: 0, ttftMs: null };
  if (!isRecord(timing))
    throw faultAt('timing', 'must be an object with startTime and endTime, or be left out.');
  const end = momentAt(timing['endTime'], 'timing.endTime');
  const createdAt = Math.round(momentAt(timing['startTime'], 'timing.startTime') ?? end ?? now);
  if (createdAt < now - maxAgeMs || createdAt > now + maxAheadMs)
    throw faultAt(
      'timing.startTime',
      'must lie within the last eight years: seconds is Unix time in seconds (not milliseconds), milliseconds the rest.',
    );
  const latencyMs = Math.max(0, (end ?? now) - createdAt);
  if (latencyMs > maxDurationMs)
    throw faultAt('timing.endTime', 'must lie within 24 days of timing.startTime.');
  return { createdAt, latencyMs, ttftMs: firstTokenOf(timing['timeToFirstToken']) };
}

function momentAt(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const { seconds, milliseconds = 0 } = isRecord(value) ? value : {};
  if (!Number.isFinite(seconds) || !Number.isFinite(milliseconds))
    throw faultAt(path, 'must be {"seconds": number, "milliseconds": number}.');
  return Number(seconds) * 1000 + Number(milliseconds);
}

function firstTokenOf(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !(value >= 0) || value > maxDurationMs)
    throw faultAt('timing.timeToFirstToken', 'must be a number of milliseconds, or be left out.');
  return value;
}

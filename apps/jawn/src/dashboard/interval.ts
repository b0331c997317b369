import { CodedError } from '@heliostat/platform';

export const intervals = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type Interval = (typeof intervals)[number];

const lengthMs: Record<Interval, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 28 * 86_400_000,
  year: 365 * 86_400_000,
};

const chosenPointsAtMost = 120;
/** More points are a mistake, and no chart shows them. */
const pointsAtMost = 2000;

export type Window = { start: number; end: number };

/** What `intervalOf` chooses from. */
const chosen = ['minute', 'hour', 'day', 'week', 'month'] as const;

/**
 * The interval asked for, else the shortest that cuts the window into at most 120, or months. Throws 400 above 2,000
 * points.
 */
export function intervalOf<Wanted extends Interval>(
  { start, end }: Window,
  wanted?: Wanted,
): Wanted | (typeof chosen)[number] {
  const points = (interval: Interval) => (end - start) / lengthMs[interval];
  if (wanted === undefined)
    return chosen.find((interval) => points(interval) <= chosenPointsAtMost) ?? 'month';
  if (points(wanted) > pointsAtMost)
    throw new CodedError(
      'dashboard/too-many-points',
      `interval: one ${wanted} is too short for this window, which may have at most ${pointsAtMost} points`,
      400,
    );
  return wanted;
}

/** Longer windows are a mistake in a unit: seconds for milliseconds, for example. */
const longestWindowMs = 20 * 365 * 86_400_000;

/** A half-open window from two times. Throws 400 when the end is not after the start. */
export function windowOf(start: string | number, end: string | number): Window {
  const window = { start: new Date(start).getTime(), end: new Date(end).getTime() };
  if (!(window.end > window.start) || window.end - window.start > longestWindowMs)
    throw new CodedError(
      'dashboard/window',
      'timeFilter: expected an end after the start, within 20 years',
      400,
    );
  return window;
}

/** Throws 400 for what is no time zone. */
export function requireTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    throw new CodedError('dashboard/time-zone', 'timeZone: expected an IANA name such as Europe/Berlin', 400);
  }
}

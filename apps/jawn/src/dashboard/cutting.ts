import { type Interval } from './interval.js';

/** How time is cut: in a zone, or at a fixed distance from UTC in minutes (`Date.getTimezoneOffset`). */
export type Cut = { interval: Interval } & ({ timeZone: string } | { offsetMinutes: number });

/** The start of the interval that a time lies in, as SQL, and the way from it back to epoch milliseconds. */
export function cutting(cut: Cut) {
  const shift = 'offsetMinutes' in cut ? cut.offsetMinutes : 0;
  return {
    bucket: (time: string) =>
      `toDateTime(toStartOfInterval(toDateTime(${time} - toIntervalMinute({shift:Int32}), {zone:String}), INTERVAL 1 ${cut.interval}), {zone:String})`,
    bucketParams: { shift, zone: 'timeZone' in cut ? cut.timeZone : 'UTC' },
    toTime: (seconds: number): number => (seconds + shift * 60) * 1000,
  };
}

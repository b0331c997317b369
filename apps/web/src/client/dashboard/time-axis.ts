import type { DashboardOverview } from '@heliostat/contracts';

type Interval = DashboardOverview['interval'];

const clock = (date: Date) =>
  `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
const day = (date: Date) => date.toLocaleDateString('en-US', { month: 'short', day: 'numeric' });

/** A tick below a chart, as short as the interval allows. */
export function axisLabel(iso: string, interval: Interval): string {
  const date = new Date(iso);
  if (interval === 'minute') return clock(date);
  if (interval === 'hour') return date.getHours() === 0 ? day(date) : clock(date);
  if (interval === 'month') return date.toLocaleDateString('en-US', { month: 'short', year: 'numeric' });
  return day(date);
}

/** The interval in full, for the tooltip. */
export function intervalLabel(iso: string, interval: Interval): string {
  const date = new Date(iso);
  if (interval === 'minute' || interval === 'hour') return `${day(date)}, ${clock(date)}`;
  if (interval === 'week') return `Week of ${day(date)}`;
  return axisLabel(iso, interval);
}

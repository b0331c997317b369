import type { Random } from '@heliostat/simulator';

/** Share of a day's traffic by hour: quiet nights, a peak before lunch and one in the afternoon. */
const hours = [2, 1, 1, 1, 1, 2, 3, 5, 8, 11, 12, 10, 7, 8, 11, 12, 10, 8, 6, 5, 5, 4, 3, 2];
const sum = hours.reduce((a, b) => a + b, 0);

/** When `count` sessions of a day start, as sorted shares of the day in [0, 1). */
export function dayCurve(count: number, random: Random): number[] {
  const moment = () => {
    let at = random.next() * sum;
    const hour = hours.findIndex((weight) => (at -= weight) < 0);
    return (Math.max(hour, 0) + random.next()) / hours.length;
  };
  return Array.from({ length: count }, moment).sort((a, b) => a - b);
}

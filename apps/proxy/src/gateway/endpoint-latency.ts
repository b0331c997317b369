import { entriesUpTo } from '@heliostat/platform';
import { LRUCache } from 'lru-cache';

/** Weight of the newest observation in the moving average. */
const newest = 0.2;
/** Assumed of an endpoint that nobody has called yet: little, so that it is tried. */
const unknownMs = 200;

/** Observed time until an endpoint's reply began, as a moving average. */
export class EndpointLatency {
  private readonly averages = new LRUCache<string, number>(entriesUpTo(10_000));

  observe(endpoint: string, ms: number): void {
    const known = this.averages.get(endpoint);
    this.averages.set(endpoint, known === undefined ? ms : known + newest * (ms - known));
  }

  /**
   * Orders endpoints of one price by chance, the faster ones more likely first: each gets a turn, in proportion to the
   * inverse of its time.
   */
  shuffle<T>(items: readonly T[], idOf: (item: T) => string, random: () => number = Math.random): T[] {
    if (items.length < 2) return [...items];
    return items
      .map((item) => {
        const ms = Math.max(1, this.averages.get(idOf(item)) ?? unknownMs);
        // Exponential clocks: the one with rate 1/ms rings first with a probability in proportion to its rate.
        return { item, rings: -Math.log(1 - random()) * ms };
      })
      .sort((a, b) => a.rings - b.rings)
      .map(({ item }) => item);
  }
}

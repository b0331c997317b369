import type { LimitSettlement, LimitTake, LimitTaken } from './shared-state.js';

/** Parts of a window: calls closer together than one of them are counted as one group. */
export const windowParts = 60;
/** Weight of the latest call in the running average. */
export const averageWeight = 0.2;

/** Calls of at most a part of the window; they leave it together, when the last of them does. */
type Group = { first: number; last: number; amount: number };

/**
 * One limit's use: at most about 61 groups, oldest first. A group counts until its last call is older than the
 * window, so no window of any position ever holds more than was allowed; its first calls count for up to a part (a
 * 60th) longer than they must. `take` and `settle` of Redis' script do the same.
 */
export class LimitWindow {
  private groups: Group[] = [];
  /** Running average of what calls used. */
  average = 0;

  constructor(private readonly windowMs: number) {}

  /** What a call would take, without taking it. */
  look(take: LimitTake, clock: number): LimitTaken {
    const at = this.advance(clock);
    const used = this.used;
    const emptyInMs = this.groups.length === 0 ? 0 : this.groups.at(-1)!.last + this.windowMs - at;
    const fits = (sum: number) => (take.estimated ? sum < take.quota : sum + take.amount <= take.quota);
    const taken = take.estimated ? Math.max(take.amount, Math.floor(this.average)) : take.amount;
    if (fits(used)) return { admitted: true, used, taken, at, emptyInMs, retryInMs: 0 };
    let left = used;
    let retryInMs = this.windowMs;
    for (const group of this.groups) {
      left -= group.amount;
      retryInMs = group.last + this.windowMs - at;
      if (fits(left)) break;
    }
    return { admitted: false, used, taken: 0, at, emptyInMs, retryInMs };
  }

  add(amount: number, at: number): void {
    const last = this.groups.at(-1);
    if (last !== undefined && at - last.first < this.windowMs / windowParts) {
      last.last = at;
      last.amount += amount;
    } else this.groups.push({ first: at, last: at, amount });
  }

  /** Puts what a call used in the place of what it took; what has left the window meanwhile counts from now. */
  settle({ at, taken, actual }: LimitSettlement, clock: number): void {
    const now = this.advance(clock);
    const group = this.groups.find(({ first, last }) => first <= at && at <= last);
    if (group !== undefined) group.amount = Math.max(0, group.amount + actual - taken);
    else if (actual > 0) this.add(actual, now);
    if (actual > 0 && taken > 0)
      this.average = this.average === 0 ? actual : this.average + averageWeight * (actual - this.average);
  }

  private get used(): number {
    return this.groups.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Drops what has left the window. The clock may be set back a little: time then stands still. */
  private advance(clock: number): number {
    const last = this.groups.at(-1)?.last ?? clock;
    // Set back by more than a window: what is known says nothing about now.
    if (last > clock + this.windowMs) this.groups = [];
    const now = this.groups.length === 0 ? clock : Math.max(clock, last);
    const live = this.groups.findIndex((group) => group.last > now - this.windowMs);
    if (live !== 0) this.groups = live < 0 ? [] : this.groups.slice(live);
    return now;
  }
}

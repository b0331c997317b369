/**
 * A value that is asked for at most once in `maxAgeMs`, however many pages are open: callers at the same time share one
 * answer, and its failure.
 */
export class Cached<T> {
  private kept?: { value: Promise<T>; until: number };

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly maxAgeMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  get(): Promise<T> {
    if (this.kept && this.now() < this.kept.until) return this.kept.value;
    // While it is under way it is shared; its age counts from the answer.
    const entry = { value: this.ask(), until: Infinity };
    const aged = () => (entry.until = this.now() + this.maxAgeMs);
    entry.value.then(aged, aged);
    this.kept = entry;
    return entry.value;
  }

  /** The next caller gets a new answer. */
  forget(): void {
    this.kept = undefined;
  }
}

/**
 * A bounded queue in which owners take turns, each with what it put in first. An owner may have as many places as are
 * left free: alone it fills half of the queue, and there is always room for one that comes new.
 */
export class FairQueue<T> {
  /** By owner; the one whose turn is next comes first. */
  private readonly lines = new Map<string, T[]>();
  private count = 0;

  constructor(private readonly max: number) {}

  get length(): number {
    return this.count;
  }

  /** False where the queue is full, or the owner has its share. */
  push(owner: string, item: T): boolean {
    const line = this.lines.get(owner);
    const own = line?.length ?? 0;
    if (own >= this.max - this.count) return false;
    if (line) line.push(item);
    else this.lines.set(owner, [item]);
    this.count++;
    return true;
  }

  /** What is next, undefined where nothing waits. */
  shift(): T | undefined {
    for (const [owner, line] of this.lines) {
      const item = line.shift()!;
      this.count--;
      this.lines.delete(owner);
      if (line.length > 0) this.lines.set(owner, line);
      return item;
    }
    return undefined;
  }
}

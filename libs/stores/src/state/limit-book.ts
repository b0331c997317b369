import { LimitWindow } from './limit-window.js';

/** An owner's windows, the one that was asked for the longest ago first. */
type Windows = Map<string, LimitWindow>;

/**
 * Windows of limits by their keys, at most `max` of them. While there is room an owner may have as many as it likes; once
 * there is none, one who has its share of all or more gives up its own oldest, and one who has less takes from those who
 * have more. So nobody who limits by very many users makes others' windows begin anew. Owners are told apart by a key's
 * first two parts (`<organisation>:<kind>:…`): what a client limits by a header pushes out no stored limit either.
 */
export class LimitBook {
  private readonly owners = new Map<string, Windows>();
  private count = 0;
  /** Who gave up one last, and those behind it. */
  private largest: Windows | undefined = undefined;
  private rest: IterableIterator<Windows> | undefined = undefined;

  constructor(private readonly max: number) {}

  get size(): number {
    return this.count;
  }

  windowOf(key: string, windowMs: number): LimitWindow {
    const owner = ownerOf(key);
    let windows = this.owners.get(owner);
    if (windows === undefined) this.owners.set(owner, (windows = new Map<string, LimitWindow>()));
    let window = windows.get(key);
    // Put behind the others again.
    if (window !== undefined) windows.delete(key);
    else {
      if (this.count >= this.max) this.makeRoom(windows);
      window = new LimitWindow(windowMs);
      this.count++;
    }
    windows.set(key, window);
    return window;
  }

  private makeRoom(wanting: Windows): void {
    const share = Math.max(1, Math.floor(this.max / this.owners.size));
    const giving = wanting.size >= share ? wanting : this.oneAbove(share);
    const [oldest] = giving.keys();
    if (oldest === undefined) return;
    giving.delete(oldest);
    this.count--;
    if (giving.size === 0 && giving !== wanting) this.owners.delete(ownerOf(oldest));
  }

  /** Goes on where it stopped last: finding one costs no look at all owners each time. */
  private oneAbove(share: number): Windows {
    if (this.largest !== undefined && this.largest.size > share) return this.largest;
    let some: Windows | undefined;
    for (let turn = 0; turn < 2; turn++) {
      this.rest ??= this.owners.values();
      for (let next = this.rest.next(); next.done !== true; next = this.rest.next()) {
        if (next.value.size > share) return (this.largest = next.value);
        if (next.value.size > 0) some = next.value;
      }
      this.rest = undefined;
    }
    // With more owners than places nobody has more than one.
    return some ?? new Map<string, LimitWindow>();
  }
}

function ownerOf(key: string): string {
  const first = key.indexOf(':');
  const second = first < 0 ? -1 : key.indexOf(':', first + 1);
  return second < 0 ? key : key.slice(0, second);
}

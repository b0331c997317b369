type Entry<V> = { owner: Owner<V>; key: string; value: V; bytes: number; goodUntil: number };
/** Its entries, the one that was asked for the longest ago first. */
type Owner<V> = { name: string; bytes: number; entries: Map<string, Entry<V>> };

export type FairCacheOptions = { maxBytes: number; now: () => number };
export type Keeping = {
  owner: string;
  /** With all that the entry costs beside its value. */
  bytes: number;
  /** Epoch milliseconds. */
  goodUntil: number;
};

/** Entries that are looked at for those whose time is over, whenever one more needs room. */
const lookedAt = 16;

/**
 * Values of several owners, of at most `maxBytes` together. While there is room an owner may have as much as it likes; once
 * there is none, whoever has the most gives up what was not asked for the longest. So nobody loses anything while
 * somebody else has more, and above all not while somebody is over an equal share of all.
 */
export class FairCache<V> {
  private readonly entries = new Map<string, Entry<V>>();
  private readonly owners = new Map<string, Owner<V>>();
  private readonly maxBytes: number;
  private readonly now: () => number;
  private total = 0;
  /** Who has the most, and the most that anybody else may have: while it has more, nobody needs to be compared. */
  private largest: Owner<V> | undefined = undefined;
  private second = 0;
  private rest: Iterator<Entry<V>> | undefined = undefined;

  constructor({ maxBytes, now }: FairCacheOptions) {
    this.maxBytes = maxBytes;
    this.now = now;
  }

  /** Bytes of all that is kept. */
  get bytes(): number {
    return this.total;
  }

  /** Undefined where there is none, or its time is over. Does not count as asking for it. */
  peek(key: string): V | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.goodUntil > this.now() ? entry.value : undefined;
  }

  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || entry.goodUntil <= this.now()) return undefined;
    const { entries } = entry.owner;
    // Put behind the others again.
    entries.delete(key);
    entries.set(key, entry);
    return entry.value;
  }

  /** Keeps a value in the place of the key's last one. False where it is too large to be kept. */
  set(key: string, value: V, { owner: name, bytes, goodUntil }: Keeping): boolean {
    const last = this.entries.get(key);
    if (last !== undefined) this.drop(last);
    if (bytes > this.maxBytes) return false;
    let owner = this.owners.get(name);
    if (owner === undefined) this.owners.set(name, (owner = { name, bytes: 0, entries: new Map() }));
    const entry = { owner, key, value, bytes, goodUntil };
    this.entries.set(key, entry);
    owner.entries.set(key, entry);
    owner.bytes += bytes;
    this.total += bytes;
    this.compare(owner);
    if (this.total > this.maxBytes) this.dropExpired();
    while (this.total > this.maxBytes) this.dropOldest(owner);
    return this.entries.get(key) === entry;
  }

  clear(): void {
    this.entries.clear();
    this.owners.clear();
    this.total = 0;
    this.largest = undefined;
    this.second = 0;
    this.rest = undefined;
  }

  private drop({ owner, key, bytes }: Entry<V>): void {
    this.entries.delete(key);
    owner.entries.delete(key);
    owner.bytes -= bytes;
    this.total -= bytes;
    if (owner.entries.size > 0) return;
    this.owners.delete(owner.name);
    if (this.largest === owner) this.largest = undefined;
  }

  private dropOldest(storing: Owner<V>): void {
    for (const oldest of this.mostOf(storing).entries.values()) return this.drop(oldest);
  }

  /** An owner's bytes became more. */
  private compare(owner: Owner<V>): void {
    const { largest } = this;
    if (largest === undefined || owner === largest) return;
    this.second = Math.max(this.second, Math.min(owner.bytes, largest.bytes));
    if (owner.bytes >= largest.bytes) this.largest = owner;
  }

  /** Of equals, the one who stores. */
  private mostOf(storing: Owner<V>): Owner<V> {
    if (this.largest !== undefined && this.largest.bytes >= this.second) return this.largest;
    let largest = storing;
    this.second = 0;
    for (const owner of this.owners.values()) {
      if (owner === storing) continue;
      this.second = Math.max(this.second, Math.min(owner.bytes, largest.bytes));
      if (owner.bytes > largest.bytes) largest = owner;
    }
    this.largest = largest;
    return largest;
  }

  /** What is no longer good must not stand in the way of others for as long as its owner stays away. */
  private dropExpired(): void {
    const now = this.now();
    for (let looks = 0; looks < lookedAt; looks++) {
      this.rest ??= this.all();
      const { value: entry, done } = this.rest.next();
      if (done === true) this.rest = undefined;
      else if (entry.goodUntil <= now && this.entries.get(entry.key) === entry) this.drop(entry);
    }
  }

  /** Those that are asked for meanwhile come again: each owner's are counted before. */
  private *all(): Generator<Entry<V>, undefined> {
    for (const { entries } of this.owners.values()) {
      let left = entries.size;
      for (const entry of entries.values()) {
        if (left-- === 0) break;
        yield entry;
      }
    }
    return undefined;
  }
}

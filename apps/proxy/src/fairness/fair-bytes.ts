type Owner = { bytes: number; holders: number };

/**
 * Bytes that all may hold together, in fair shares: an owner may hold as much as is left free after it took, so alone it
 * gets half, and one that comes new finds room. An owner's only holder may take all that is left: what one may have is
 * bounded elsewhere.
 */
export class FairBytes {
  left: number;
  readonly owners = new Map<string, Owner>();

  constructor(max: number) {
    this.left = max;
  }

  /** A holder of the owner's, which has nothing yet; `close` it. */
  open(name: string): FairShare {
    let owner = this.owners.get(name);
    if (owner === undefined) this.owners.set(name, (owner = { bytes: 0, holders: 0 }));
    owner.holders++;
    return new FairShare(this, name, owner);
  }
}

/** What one of an owner's holders has of the bytes. */
export class FairShare {
  private held = 0;
  private open = true;

  constructor(
    private readonly all: FairBytes,
    private readonly name: string,
    private readonly owner: Owner,
  ) {}

  /** Bytes that it may take now. */
  get room(): number {
    if (!this.open) return 0;
    const { left } = this.all;
    return this.owner.holders > 1 ? Math.max(0, Math.floor((left - this.owner.bytes) / 2)) : left;
  }

  /** False, and nothing taken, where so many bytes more may not be held. */
  take(bytes: number): boolean {
    if (bytes > this.room) return false;
    this.all.left -= bytes;
    this.owner.bytes += bytes;
    this.held += bytes;
    return true;
  }

  /** Gives all of it back; the second time does nothing. */
  close(): void {
    if (!this.open) return;
    this.open = false;
    this.all.left += this.held;
    this.owner.bytes -= this.held;
    if (--this.owner.holders === 0) this.all.owners.delete(this.name);
  }
}

/** Pauses between restarts: doubling from `firstMs` to `maxMs`; a run of `stableMs` starts anew. */
export class BackOff {
  private failures = 0;

  constructor(
    private readonly firstMs = 250,
    private readonly maxMs = 30_000,
    private readonly stableMs = 60_000,
  ) {}

  /** The pause after a run of `ranMs`, in milliseconds. */
  next(ranMs: number): number {
    if (ranMs >= this.stableMs) this.failures = 0;
    return Math.min(this.maxMs, this.firstMs * 2 ** this.failures++);
  }
}

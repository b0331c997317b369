/** Bytes that all copies together may hold, so that many large bodies at once cannot exhaust memory. */
const budget = { left: 512 * 1024 * 1024 };

/** The first `limit` bytes of a body, kept by reference to the chunks that passed. */
export class CappedCopy {
  readonly chunks: Uint8Array[] = [];
  /** Bytes that passed. */
  bytes = 0;
  /** Bytes that are kept. */
  kept = 0;
  truncated = false;

  constructor(private readonly limit: number) {}

  add(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    if (this.truncated) return;
    const room = Math.min(this.limit - this.kept, budget.left);
    let part = chunk;
    if (chunk.length > room) {
      this.truncated = true;
      if (room <= 0) return;
      part = chunk.subarray(0, room);
    }
    this.chunks.push(part);
    this.kept += part.length;
    budget.left -= part.length;
  }

  /** Gives the memory back; call when the record is written. */
  release(): void {
    budget.left += this.kept;
    this.kept = 0;
    this.chunks.length = 0;
  }

  /** Starts over. */
  reset(): void {
    this.release();
    this.bytes = 0;
    this.truncated = false;
  }
}

import { FairBytes, type FairShare } from '../fairness/fair-bytes.js';

/** Bytes that all copies together may hold, so that many large bodies at once cannot exhaust memory. */
const budget = new FairBytes(512 * 1024 * 1024);

/** The first `limit` bytes of a body, kept by reference to the chunks that passed. */
export class CappedCopy {
  readonly chunks: Uint8Array[] = [];
  /** Bytes that passed. */
  bytes = 0;
  /** Bytes that are kept. */
  kept = 0;
  truncated = false;

  private share: FairShare | undefined = undefined;

  /** `org`: whose share of the memory it takes. */
  constructor(
    private readonly limit: number,
    private readonly org: string,
  ) {}

  add(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    if (this.truncated) return;
    this.share ??= budget.open(this.org);
    const room = Math.min(this.limit - this.kept, this.share.room);
    let part = chunk;
    if (chunk.length > room) {
      this.truncated = true;
      if (room <= 0) return;
      part = chunk.subarray(0, room);
    }
    this.chunks.push(part);
    this.kept += part.length;
    this.share.take(part.length);
  }

  /** Gives the memory back; call when the record is written. */
  release(): void {
    this.share?.close();
    this.share = undefined;
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

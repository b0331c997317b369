import { appendFileSync, renameSync, statSync } from 'node:fs';

/** A log file of bounded size: above `maxBytes` it becomes `<path>.1`, that `.2`, and so on up to `keep`. */
export class RotatingLog {
  private size: number;
  private pending: string[] = [];
  private scheduled = false;

  constructor(
    private readonly path: string,
    private readonly maxBytes = 10_000_000,
    private readonly keep = 3,
  ) {
    this.size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Kept in memory until the end of the event loop's turn, so that a burst is one write. */
  write(line: string): void {
    this.pending.push(line);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => this.flush());
  }

  flush(): void {
    this.scheduled = false;
    if (this.pending.length === 0) return;
    const text = `${this.pending.join('\n')}\n`;
    this.pending = [];
    try {
      if (this.size > 0 && this.size + text.length > this.maxBytes) this.rotate();
      appendFileSync(this.path, text, { mode: 0o600 });
      this.size += Buffer.byteLength(text);
    } catch {
      // A log that cannot be written (full disk) must not take the supervisor down; the disk has its own message.
    }
  }

  private rotate(): void {
    for (let i = this.keep - 1; i >= 0; i--) {
      const from = i === 0 ? this.path : `${this.path}.${i}`;
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${this.path}.${i + 1}`);
    }
    this.size = 0;
  }
}

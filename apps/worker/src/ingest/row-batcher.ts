export type Batch<Row, Mark> = { rows: Row[]; marks: Mark[] };

type Waiting<Row, Mark> = { rows: Row[]; mark: Mark; resolve: () => void; reject: (error: unknown) => void };

export type RowBatcherOptions<Row, Mark> = {
  write: (batch: Batch<Row, Mark>) => Promise<void>;
  /** Between two inserts; the first after a pause goes out after `quietMs`. */
  intervalMs?: number;
  quietMs?: number;
  /** Rows that make a batch full, whatever the time. */
  maxRows?: number;
  now?: () => number;
};

/**
 * Gathers the rows of many segments into few inserts, about one a second under load: ClickHouse makes a part of
 * each insert, and thousands of small parts are what slows it down. `add` settles with the insert that carried its
 * rows, so a segment is acknowledged to the queue only once its rows are in the table. One write runs at a time.
 */
export class RowBatcher<Row, Mark> {
  private waiting: Waiting<Row, Mark>[] = [];
  private waitingRows = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private lastWriteAt = -Infinity;
  private readonly intervalMs: number;
  private readonly quietMs: number;
  private readonly maxRows: number;
  private readonly now: () => number;

  constructor(private readonly options: RowBatcherOptions<Row, Mark>) {
    this.intervalMs = options.intervalMs ?? 1_000;
    this.quietMs = options.quietMs ?? 50;
    this.maxRows = options.maxRows ?? 20_000;
    this.now = options.now ?? Date.now;
  }

  /** Rows that wait for an insert: what the reader looks at before it takes more work. */
  get pendingRows(): number {
    return this.waitingRows;
  }

  add(rows: Row[], mark: Mark): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, mark, resolve, reject });
      this.waitingRows += rows.length;
      this.schedule();
    });
  }

  /** Writes what waits now; resolves when nothing is left. */
  async flush(): Promise<void> {
    while (this.waiting.length > 0 || this.writing) {
      this.writing ??= this.write().finally(() => (this.writing = undefined));
      await this.writing;
    }
  }

  private schedule(): void {
    if (this.writing) return;
    if (this.waitingRows >= this.maxRows) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.start();
      return;
    }
    if (this.timer) return;
    const wait = Math.max(this.quietMs, this.intervalMs - (this.now() - this.lastWriteAt));
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.start();
    }, wait);
  }

  private start(): void {
    if (this.writing || this.waiting.length === 0) return;
    this.writing = this.write().finally(() => {
      this.writing = undefined;
      if (this.waiting.length > 0) this.schedule();
    });
  }

  private async write(): Promise<void> {
    const taken = this.waiting;
    this.waiting = [];
    this.waitingRows = 0;
    this.lastWriteAt = this.now();
    if (taken.length === 0) return;
    const rows = taken.flatMap((entry) => entry.rows);
    try {
      await this.options.write({ rows, marks: taken.map((entry) => entry.mark) });
      for (const entry of taken) entry.resolve();
    } catch (error) {
      for (const entry of taken) entry.reject(error);
    }
  }
}

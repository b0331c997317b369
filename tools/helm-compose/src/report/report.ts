import type { Outcome } from '../plan/run-in-order.js';

/** Where lines go: a terminal, a CI log, or an array in tests. */
export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number };

const colours = { dim: 2, red: 31, green: 32, yellow: 33 } as const;
const marks: Record<Outcome['state'], [string, keyof typeof colours]> = {
  done: ['✔', 'green'],
  skipped: ['-', 'dim'],
  failed: ['✖', 'red'],
  blocked: ['!', 'yellow'],
  interrupted: ['!', 'yellow'],
};
/** A log without news for longer than this looks hung, to people and to CI servers that kill what is silent. */
const quietMs = 30_000;

/** One line for each release that is through; on a terminal, one more below them that says what is under way. */
export class Report {
  private readonly running = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private lastLine = performance.now();
  private width = 0;

  constructor(
    private readonly output: Output,
    private readonly colour: boolean,
  ) {}

  /** Makes the column of names as wide as the longest. */
  align(names: readonly string[]): void {
    this.width = Math.max(0, ...names.map(({ length }) => length));
  }

  started(release: string): void {
    this.running.set(release, performance.now());
    this.timer ??= setInterval(() => this.tick(), this.output.isTTY ? 1000 : 5000).unref();
    this.drawLive();
  }

  settled(release: string, outcome: Outcome): void {
    const startedAt = this.running.get(release);
    this.running.delete(release);
    const [mark, colour] = marks[outcome.state];
    const seconds = startedAt === undefined ? '' : `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    const [first, ...rest] = outcome.words.split('\n');
    this.line(`${this.paint(colour, mark)} ${release.padEnd(this.width)}  ${seconds.padStart(7)}  ${first}`);
    for (const line of rest) this.line(`    ${line}`);
    if (this.running.size === 0) this.stop();
  }

  line(text: string): void {
    this.clearLive();
    this.output.write(`${text}\n`);
    this.lastLine = performance.now();
    this.drawLive();
  }

  warn(text: string): void {
    this.line(`${this.paint('yellow', '!')} ${text}`);
  }

  fail(text: string): void {
    this.line(`${this.paint('red', '✖')} ${text}`);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.clearLive();
  }

  private tick(): void {
    if (this.output.isTTY) this.drawLive();
    else if (this.running.size > 0 && performance.now() - this.lastLine >= quietMs)
      this.line(this.underWay());
  }

  private drawLive(): void {
    if (!this.output.isTTY || this.running.size === 0) return;
    this.output.write(`\r\u001b[K${this.underWay().slice(0, (this.output.columns ?? 80) - 1)}`);
  }

  private clearLive(): void {
    if (this.output.isTTY) this.output.write('\r\u001b[K');
  }

  private underWay(): string {
    const now = performance.now();
    const parts = [...this.running].map(([release, at]) => `${release} (${Math.round((now - at) / 1000)} s)`);
    return `… ${parts.join(', ')}`;
  }

  private paint(colour: keyof typeof colours, text: string): string {
    return this.colour ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
  }
}

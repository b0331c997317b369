/** Where progress goes: the terminal, or an array in tests. */
export type Output = { write(text: string): unknown; isTTY?: boolean };

const colours = { dim: 2, red: 31, green: 32, yellow: 33, cyan: 36, bold: 1 } as const;

/** Lines about what happens, each with the seconds since the start: `  0.4 s  ✔ Postgres 18`. */
export class Progress {
  private readonly startedAt = performance.now();

  constructor(
    private readonly output: Output = process.stdout,
    private readonly colour = output.isTTY ?? false,
  ) {}

  /** Runs a step and prints a line when it is done. A failure is the caller's to tell. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const result = await work();
    this.line(this.paint('green', '✔'), name);
    return result;
  }

  note(text: string): void {
    this.line(this.paint('dim', '·'), text);
  }

  warn(text: string): void {
    this.line(this.paint('yellow', '!'), text);
  }

  /** A line of a child, prefixed with its name. */
  child(name: string, text: string, isError: boolean): void {
    const prefix = this.paint(isError ? 'red' : 'cyan', `${name.padEnd(10)}│`);
    this.output.write(`${prefix} ${text}\n`);
  }

  fail(message: string): void {
    this.output.write(`${this.paint('red', '✖')} ${message}\n`);
  }

  /** Text as it is, without the time. */
  plain(text: string): void {
    this.output.write(`${text}\n`);
  }

  get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  paint(colour: keyof typeof colours, text: string): string {
    if (!this.colour) return text;
    return `\u001b[${colours[colour]}m${text}\u001b[0m`;
  }

  private line(mark: string, text: string): void {
    const time = this.paint('dim', `${this.seconds.toFixed(1).padStart(5)} s`);
    this.output.write(`${time}  ${mark} ${text}\n`);
  }
}

/** Collects the values of a statement; what goes into the SQL is a name of ours and a type. */
export class BoundParams {
  readonly values: Record<string, unknown> = {};
  private count = 0;

  /** Binds a value and returns its placeholder, such as `{filter_3:String}`. */
  bind(value: unknown, type: string): string {
    const name = `filter_${this.count}`;
    this.count += 1;
    this.values[name] = value;
    return `{${name}:${type}}`;
  }
}

/**
 * Answers whether a key is in a sequence, for keys that are asked in order: both are read once, side by side, however
 * long they are.
 */
export class KeyCursor<T extends { key: string }> {
  private readonly iterator: AsyncIterator<T>;
  private current: T | undefined;
  private started = false;

  constructor(items: AsyncIterable<T>) {
    this.iterator = items[Symbol.asyncIterator]();
  }

  async find(key: string): Promise<T | undefined> {
    if (!this.started) await this.advance();
    this.started = true;
    while (this.current && this.current.key < key) await this.advance();
    return this.current?.key === key ? this.current : undefined;
  }

  async close(): Promise<void> {
    await this.iterator.return?.();
  }

  private async advance(): Promise<void> {
    const next = await this.iterator.next();
    this.current = next.done ? undefined : next.value;
  }
}

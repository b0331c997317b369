/** Who waits for which flight in this process. */
export class FlightWaiters {
  private readonly waiting = new Map<string, Set<() => void>>();

  has(key: string): boolean {
    return this.waiting.has(key);
  }

  /** Resolves by `wake`, after `timeoutMs`, or when the signal is given. */
  wait(key: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    let all = this.waiting.get(key);
    if (all === undefined) this.waiting.set(key, (all = new Set()));
    const set = all;
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', go);
        set.delete(go);
        if (set.size === 0 && this.waiting.get(key) === set) this.waiting.delete(key);
        resolve();
      };
      const timer = setTimeout(go, timeoutMs);
      timer.unref();
      signal.addEventListener('abort', go);
      set.add(go);
    });
  }

  wake(key: string): void {
    for (const go of [...(this.waiting.get(key) ?? [])]) go();
  }

  wakeAll(): void {
    for (const key of [...this.waiting.keys()]) this.wake(key);
  }
}

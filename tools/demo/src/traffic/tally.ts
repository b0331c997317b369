/** What was sent, for the progress line and the summary. */
export class Tally {
  calls = 0;
  failed = 0;
  cancelled = 0;
  /** Failures that nobody asked for, by status. */
  readonly unplanned = new Map<number, number>();
  readonly byProvider = new Map<string, number>();

  /** `planned`: the simulator was told to fail this call. */
  add(provider: string, status: number, planned: boolean): void {
    this.calls++;
    if (status === -1) this.cancelled++;
    else if (status !== 200) {
      this.failed++;
      if (!planned) this.unplanned.set(status, (this.unplanned.get(status) ?? 0) + 1);
    }
    this.byProvider.set(provider, (this.byProvider.get(provider) ?? 0) + 1);
  }
}

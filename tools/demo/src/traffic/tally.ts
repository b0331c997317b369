/** What was sent, for the progress line and the summary. */
export class Tally {
  calls = 0;
  failed = 0;
  cancelled = 0;
  readonly byProvider = new Map<string, number>();

  add(provider: string, status: number): void {
    this.calls++;
    if (status === -1) this.cancelled++;
    else if (status !== 200) this.failed++;
    this.byProvider.set(provider, (this.byProvider.get(provider) ?? 0) + 1);
  }
}

import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processesFile, type ProcessesFile } from '@heliostat/contracts';
import { version } from '@heliostat/platform';
import type { Supervised, SupervisedStatus } from '../supervise/supervised.js';

const keptEvents = 50;

type Kind = 'app' | 'store';
type Seen = { kind: Kind; version: string | null; status: SupervisedStatus };

/**
 * Says in `processes.json` what the launcher runs, so that jawn can show it. Written at each change and replaced as a
 * whole: a reader never finds half a file. A disk that refuses it stops nothing.
 */
export class ProcessFile {
  private readonly seen = new Map<string, Seen>();
  private readonly events: ProcessesFile['events'] = [];
  private readonly startedAt = new Date();
  private readonly path: string;
  private writing: Promise<void> = Promise.resolve();
  private due = false;
  private closed = false;

  constructor(
    dataDir: string,
    private readonly onFault: (error: unknown) => void = () => {},
  ) {
    this.path = join(dataDir, processesFile);
  }

  /** Follows a process from now on. */
  follow(kind: Kind, server: Supervised, version: string | null): void {
    const note = (status: SupervisedStatus) => this.note(server.name, { kind, version, status });
    note(server.status);
    server.observe(note);
  }

  /** Resolves when all that was said before is in the file. */
  async flush(): Promise<void> {
    while (this.due) await this.writing;
    await this.writing;
  }

  /** Removes the file: nothing runs any more. */
  async close(): Promise<void> {
    this.closed = true;
    await this.flush();
    await rm(this.path, { force: true });
  }

  private note(name: string, seen: Seen): void {
    const words = wordsOf(this.seen.get(name)?.status, seen.status);
    if (words) this.events.push({ at: new Date().toISOString(), process: name, message: words });
    if (this.events.length > keptEvents) this.events.shift();
    this.seen.set(name, seen);
    if (this.due || this.closed) return;
    this.due = true;
    this.writing = this.writing.then(() => this.write());
  }

  private async write(): Promise<void> {
    this.due = false;
    const next = `${this.path}.next`;
    try {
      await writeFile(next, JSON.stringify(this.content()), { mode: 0o600 });
      await rename(next, this.path);
    } catch (error) {
      this.onFault(error);
    }
  }

  private content(): ProcessesFile {
    return {
      launcher: { pid: process.pid, startedAt: this.startedAt.toISOString(), version },
      processes: [...this.seen].map(([name, { kind, version: own, status }]) => ({
        name,
        kind,
        version: own,
        state: status.state,
        pid: status.pid,
        startedAt: status.startedAt?.toISOString() ?? null,
        restarts: status.restarts,
        lastEnd: status.lastEnd && { reason: status.lastEnd.reason, at: status.lastEnd.at.toISOString() },
      })),
      events: [...this.events],
    };
  }
}

/** What a change means to people; nothing for the steps of an ordinary start and stop. */
function wordsOf(before: SupervisedStatus | undefined, now: SupervisedStatus): string | undefined {
  if (now.lastEnd && now.lastEnd !== before?.lastEnd)
    return now.lastEnd.reason.startsWith('did not start')
      ? now.lastEnd.reason
      : `ended by itself (${now.lastEnd.reason})`;
  if (now.state === 'running' && before?.state !== 'running' && now.restarts > 0) return 'is running again';
  return undefined;
}

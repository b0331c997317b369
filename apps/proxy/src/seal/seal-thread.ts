import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { CodedError, errorMessage, type Logger } from '@heliostat/platform';
import type { SealCommand, SealReport, SealThreadData } from './seal-messages.js';

export type SealThreadOptions = SealThreadData & {
  logger: Logger;
  onSealed: (name: string) => void;
  /** Names of all files that wait, for a thread that takes over from one that died. */
  waiting: () => string[];
};

/** Its garbage is short-lived: a larger young heap would only be more memory. */
const youngHeapMb = 8;
const restartMs = 1_000;
/** Beyond what the sealer itself was given to finish. */
const exitMs = 2_000;

/** The proxy's side of the sealer's thread: keeps one running, and hands it the closed files. */
export class SealThread {
  segments = 0;
  failures = 0;
  /** Why the last attempt to store failed, while it does. */
  lastError: string | undefined = undefined;
  private worker: Worker;
  private stopped = false;
  private lastCheck = 0;
  private readonly checks = new Map<number, (report: SealReport & { type: 'checked' }) => void>();
  /** Settles when the thread has read its settings; rejects with `config/invalid`. */
  readonly started: Promise<void>;

  constructor(private readonly options: SealThreadOptions) {
    this.worker = this.start();
    this.started = new Promise((resolve, reject) => {
      const first = this.worker;
      first.on('message', (message: SealReport) => {
        if (message.type === 'started') resolve();
        else if (message.type === 'wrong-settings') reject(new CodedError('config/invalid', message.message));
      });
      first.on('error', reject);
    });
  }

  seal(name: string): void {
    this.send({ type: 'seal', name });
  }

  /** Whether object store and queue answer, each in words when it does not. */
  check(): Promise<{ objects: string | undefined; queue: string | undefined }> {
    const id = ++this.lastCheck;
    return new Promise((resolve) => {
      this.checks.set(id, resolve);
      this.send({ type: 'check', id });
    });
  }

  /** Seals what waits for up to `graceMs`, then ends the thread. */
  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    const exited = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    this.send({ type: 'stop', graceMs });
    await Promise.race([exited, delay(graceMs + exitMs, undefined, { ref: false })]);
    await this.worker.terminate();
  }

  private start(): Worker {
    const { config, directory } = this.options;
    const worker = new Worker(new URL('./sealer.thread.js', import.meta.url), {
      workerData: { config, directory } satisfies SealThreadData,
      resourceLimits: { maxYoungGenerationSizeMb: youngHeapMb },
    });
    worker.on('message', (message: SealReport) => this.onReport(message));
    worker.on('error', (error) =>
      this.options.logger.error({ error: errorMessage(error) }, 'the sealer thread failed'),
    );
    worker.on('exit', () => void this.onExit());
    return worker;
  }

  private async onExit(): Promise<void> {
    if (this.stopped) return;
    this.failures++;
    await delay(restartMs);
    if (this.stopped) return;
    this.worker = this.start();
    for (const name of this.options.waiting()) this.seal(name);
  }

  private send(command: SealCommand): void {
    this.worker.postMessage(command);
  }

  private onReport(report: SealReport): void {
    switch (report.type) {
      case 'sealed':
        this.segments += report.segments;
        this.options.onSealed(report.name);
        return;
      case 'state':
        this.onState(report.error);
        return;
      case 'checked':
        this.checks.get(report.id)?.(report);
        this.checks.delete(report.id);
        return;
    }
  }

  private onState(error: string | undefined): void {
    const { logger } = this.options;
    if (error !== undefined) {
      this.failures++;
      if (this.lastError === undefined)
        logger.warn({ error }, 'logs cannot be stored for now: they wait on disk');
    } else if (this.lastError !== undefined) logger.info('logs are stored again');
    this.lastError = error;
  }
}

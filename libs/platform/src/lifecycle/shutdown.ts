import type { Logger } from '../logging/logger.js';
import { errorMessage } from '../errors/coded-error.js';

/** Time for all steps, unless an app needs more. */
export const shutdownGraceMs = 15_000;

type Step = { name: string; run: () => Promise<void> | void };

/**
 * Runs an app's stopping steps once, last added first, on SIGTERM or SIGINT, or when a parent that spawned us with
 * an IPC channel goes away (so that nothing is orphaned by a kill -9 of the launcher). Exits 1 after `graceMs`.
 */
export class Shutdown {
  private readonly steps: Step[] = [];
  private running?: Promise<void>;

  constructor(
    private readonly logger: Logger,
    private readonly graceMs = shutdownGraceMs,
  ) {}

  add(name: string, run: Step['run']): void {
    this.steps.unshift({ name, run });
  }

  /** Listens for the signals; call once, from the app's main file. */
  listen(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void this.exit(0));
    if (process.send) process.on('disconnect', () => void this.exit(0));
  }

  async run(): Promise<void> {
    this.running ??= (async () => {
      for (const step of this.steps) {
        try {
          await step.run();
        } catch (error) {
          this.logger.error({ step: step.name, error: errorMessage(error) }, 'a step of the shutdown failed');
        }
      }
    })();
    return this.running;
  }

  async exit(code: number): Promise<void> {
    const timer = setTimeout(() => process.exit(1), this.graceMs);
    timer.unref();
    await this.run();
    process.exit(code);
  }
}

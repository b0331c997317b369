import cluster, { type Worker } from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import { CodedError, type Logger, type Shutdown } from '@heliostat/platform';
import { serveState, type SharedState } from '@heliostat/stores/state';
import { answerMetrics } from './cluster-metrics.js';
import { workerChannel } from './process-channel.js';

const firstRespawnMs = 500;
const maxRespawnMs = 30_000;
/** A worker that lived this long did not fail at its start. */
const steadyMs = 60_000;
/** How long workers may take to stop, beyond what they serve on: for goodbyes and to seal their spools. */
const stopMs = 13_000;

/**
 * Keeps `slots` serving processes running, which share `state` if it is given. Resolves when all serve for the first
 * time; rejects with `proxy/worker-failed` when the first cannot start, which then has said why.
 */
export async function runPrimary(
  slots: number,
  logger: Logger,
  shutdown: Shutdown,
  servingMs: number,
  state?: SharedState,
): Promise<void> {
  // JSON would make a list of numbers of each byte.
  cluster.setupPrimary({ serialization: 'advanced' });
  const primary = new Primary(logger, stopMs + servingMs, state);
  shutdown.add('workers', () => primary.stop());
  await primary.start(0);
  await Promise.all(Array.from({ length: slots - 1 }, (_, index) => primary.start(index + 1)));
}

class Primary {
  private readonly workers = new Set<Worker>();
  private readonly onMessage = answerMetrics();
  private stopping = false;
  private serving = false;

  constructor(
    private readonly logger: Logger,
    private readonly stopMs: number,
    private readonly state: SharedState | undefined,
  ) {}

  /** Forks the process of a slot and resolves when it serves. */
  start(slot: number, attempt = 0): Promise<void> {
    cluster.setupPrimary({ args: [String(slot)] });
    const worker = cluster.fork();
    const startedAt = Date.now();
    this.workers.add(worker);
    if (this.state !== undefined) {
      const gone = serveState(this.state, workerChannel(worker));
      worker.once('exit', gone);
    }
    return new Promise((resolve, reject) => {
      worker.on('message', (message: unknown) => {
        if (isReady(message)) {
          this.serving = true;
          resolve();
        } else this.onMessage(worker, message);
      });
      worker.once('exit', (code, signal) => {
        this.workers.delete(worker);
        if (this.stopping) return;
        if (!this.serving)
          return reject(
            new CodedError('proxy/worker-failed', 'The first process of the proxy did not start.'),
          );
        this.logger.error({ slot, code, signal }, 'a process of the proxy ended and is started again');
        const failures = Date.now() - startedAt > steadyMs ? 0 : attempt + 1;
        void this.respawn(slot, failures).then(resolve, reject);
      });
    });
  }

  private async respawn(slot: number, failures: number): Promise<void> {
    await delay(Math.min(maxRespawnMs, firstRespawnMs * 2 ** failures));
    if (!this.stopping) await this.start(slot, failures);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const exits = [...this.workers].map(
      (worker) => new Promise<void>((resolve) => void worker.once('exit', () => resolve())),
    );
    for (const worker of this.workers) worker.process.kill('SIGTERM');
    await Promise.race([Promise.all(exits), delay(this.stopMs, undefined, { ref: false })]);
    for (const worker of this.workers) worker.process.kill('SIGKILL');
  }
}

const isReady = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';

import type { ProcessState } from '@heliostat/contracts';
import { CodedError, errorMessage } from '@heliostat/platform';
import { BackOff } from './back-off.js';

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** A started process that serves. */
export type Running = {
  pid: number;
  exited: Promise<Exit>;
  /** Asks it to end and waits; bounded, then forced. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
};

/**
 * Starts a process and resolves when it serves. Rejects, with nothing left behind, when it does not come up or when
 * the signal is given.
 */
export type Start = (signal: AbortSignal) => Promise<Running>;

/** What a process does at the moment, and what became of those before it. */
export type SupervisedStatus = {
  state: ProcessState;
  pid: number | null;
  startedAt: Date | null;
  /** How often it was started again after it ended by itself. */
  restarts: number;
  /** How it last ended by itself. */
  lastEnd: { reason: string; at: Date } | null;
};

/** Keeps one process running: what dies is started again after a growing pause, with a message each time. */
export class Supervised {
  private readonly stopping = new AbortController();
  private readonly observers: ((status: SupervisedStatus) => void)[] = [];
  private current: SupervisedStatus = {
    state: 'stopped',
    pid: null,
    startedAt: null,
    restarts: 0,
    lastEnd: null,
  };
  private running?: Running;
  private planned = false;
  private wake?: () => void;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    private readonly startProcess: Start,
    private readonly tell: (message: string) => void,
    private readonly backOff = new BackOff(),
  ) {}

  /** The first start; its failure is the caller's. */
  async start(): Promise<void> {
    const startedAt = Date.now();
    this.change({ state: 'starting' });
    const starting = this.startProcess(this.stopping.signal);
    this.loop = starting
      .then(
        (first) => this.watch(first, startedAt),
        () => {},
      )
      .finally(() => this.change({ state: 'stopped', pid: null, startedAt: null }));
    this.running = await starting;
  }

  get pid(): number | undefined {
    return this.running?.pid;
  }

  get status(): SupervisedStatus {
    return this.current;
  }

  /** Hears of every change of the status. */
  observe(observer: (status: SupervisedStatus) => void): void {
    this.observers.push(observer);
  }

  async stop(): Promise<void> {
    if (this.running) this.change({ state: 'stopping' });
    this.stopping.abort(new CodedError('launcher/stopping', `${this.name} is being stopped`));
    await this.running?.stop();
    await this.loop;
  }

  kill(): void {
    this.stopping.abort(new CodedError('launcher/stopping', `${this.name} is being stopped`));
    this.running?.kill();
  }

  /** Ends the process so that it comes back without a pause, as after a change of its code. */
  async restart(): Promise<void> {
    this.planned = true;
    this.wake?.();
    await this.running?.stop();
  }

  private async watch(first: Running, firstStart: number): Promise<void> {
    let current: Running = first;
    let startedAt = firstStart;
    for (;;) {
      this.running = current;
      this.change({ state: 'running', pid: current.pid, startedAt: new Date() });
      // The wish to stop or to restart may be older than the process.
      if (this.stopping.signal.aborted || this.planned) await current.stop();
      const exit = await current.exited;
      this.running = undefined;
      if (this.stopping.signal.aborted) return;
      if (this.planned) this.change({ state: 'starting', pid: null, startedAt: null });
      else {
        this.change({
          state: 'waiting',
          pid: null,
          startedAt: null,
          lastEnd: { reason: describeExit(exit), at: new Date() },
        });
        const pause = this.backOff.next(Date.now() - startedAt);
        this.tell(`${this.name} ended (${describeExit(exit)}); starting it again in ${pause / 1000} s`);
        await this.pause(pause);
      }
      startedAt = Date.now();
      const next = await this.startAgain();
      if (!next) return;
      current = next;
    }
  }

  private async startAgain(): Promise<Running | undefined> {
    while (!this.stopping.signal.aborted) {
      const startedAt = Date.now();
      const { planned } = this;
      this.planned = false;
      this.change({ state: 'starting', restarts: this.current.restarts + (planned ? 0 : 1) });
      try {
        const running = await this.startProcess(this.stopping.signal);
        this.tell(`${this.name} is running again`);
        return running;
      } catch (error) {
        if (this.stopping.signal.aborted) return undefined;
        const pause = this.backOff.next(Date.now() - startedAt);
        const reason = `did not start: ${errorMessage(error)}`;
        this.change({ state: 'waiting', lastEnd: { reason, at: new Date() } });
        this.tell(`${this.name} ${reason}; next try in ${pause / 1000} s`);
        await this.pause(pause);
      }
    }
    return undefined;
  }

  private change(changes: Partial<SupervisedStatus>): void {
    this.current = { ...this.current, ...changes };
    for (const observer of this.observers) observer(this.current);
  }

  private pause(ms: number): Promise<void> {
    const { signal } = this.stopping;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wake = done;
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}

/** `exit code 1` or `signal SIGKILL`. */
export const describeExit = ({ code, signal }: Exit): string =>
  signal ? `signal ${signal}` : `exit code ${code}`;

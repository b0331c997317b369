import { CodedError } from '@heliostat/platform';
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export type ProcessOptions = {
  name: string;
  command: string;
  args: string[];
  /** Cores as `taskset -c` takes them; everything that it starts inherits them. */
  cores?: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
};

const stopMs = 30_000;

/** A process of the benchmark's own, pinned to cores. Its last output is kept for error messages. */
export class ManagedProcess {
  private static readonly alive = new Set<ManagedProcess>();
  private text = '';
  readonly exited: Promise<number | null>;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.text = (this.text + chunk.toString()).slice(-20_000)));
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => {
        this.text += error.message;
        resolve(null);
      });
      child.once('exit', (code) => resolve(code));
    });
    ManagedProcess.alive.add(this);
    void this.exited.then(() => ManagedProcess.alive.delete(this));
  }

  static start({ name, command, args, cores, env, cwd }: ProcessOptions): ManagedProcess {
    const [file, list] = cores ? ['taskset', ['-c', cores, command, ...args]] : [command, args];
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    return new ManagedProcess(name, spawn(file, list, { stdio, env: env ?? process.env, cwd }));
  }

  /** Runs to its end; resolves to its output. Throws `bench/process` with the output when the exit code is not 0. */
  static async run(options: ProcessOptions): Promise<string> {
    const { name, command, args, cores, env, cwd } = options;
    const [file, list] = cores ? ['taskset', ['-c', cores, command, ...args]] : [command, args];
    const child = spawn(file, list, { stdio: ['ignore', 'pipe', 'pipe'], env: env ?? process.env, cwd });
    const process_ = new ManagedProcess(name, child);
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const code = await process_.exited;
    if (code !== 0)
      throw new CodedError('bench/process', `${name} ended with ${code}:\n${process_.text.slice(-3000)}`);
    return stdout;
  }

  /** Ends everything that still runs, in no order: the way out after an interruption. */
  static async stopAll(): Promise<void> {
    await Promise.all([...ManagedProcess.alive].map((p) => p.stop()));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get output(): string {
    return this.text;
  }

  /** Waits until an HTTP address answers with anything below 500. Throws `bench/start` with the last output. */
  async ready(url: string, timeoutMs = 60_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    let ended = false;
    void this.exited.then(() => (ended = true));
    for (;;) {
      const reply = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      await reply?.arrayBuffer().catch(() => undefined);
      if (reply && reply.status < 500) return;
      if (ended || Date.now() > deadline) {
        await this.stop();
        throw new CodedError('bench/start', `${this.name} did not start:\n${this.text.slice(-3000)}`);
      }
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), stopMs);
    await this.exited;
    clearTimeout(late);
  }
}

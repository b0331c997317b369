import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@heliostat/stores/testing';
import { processesOf } from './processes.js';

const root = join(import.meta.dirname, '..', '..');
const startTimeoutMs = 180_000;

export type HeliostatOptions = {
  /** Settings beside the harness's own; provider base URLs, usually. */
  env?: Record<string, string>;
  dataDir?: string;
};

/** A whole Heliostat as `npm start` runs it after its build: the launcher, embedded stores and all four apps. */
export class Heliostat {
  private child: ChildProcess | undefined;
  private text = '';

  private constructor(
    readonly dataDir: string,
    private readonly ports: { web: number; jawn: number; proxy: number; worker: number },
    private readonly env: Record<string, string>,
  ) {}

  /** On free ports and a data directory of its own; resolves once every app is ready. */
  static async start(options: HeliostatOptions = {}): Promise<Heliostat> {
    const ports = {
      web: await freePort(),
      jawn: await freePort(),
      proxy: await freePort(),
      worker: await freePort(),
    };
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'heliostat-e2e-')));
    const sut = new Heliostat(dataDir, ports, options.env ?? {});
    await sut.launch();
    return sut;
  }

  get webUrl(): string {
    return `http://127.0.0.1:${this.ports.web}`;
  }
  get apiUrl(): string {
    return `http://127.0.0.1:${this.ports.jawn}`;
  }
  get proxyUrl(): string {
    return `http://127.0.0.1:${this.ports.proxy}`;
  }
  /** What the launcher printed so far. */
  get output(): string {
    return this.text;
  }
  get pid(): number {
    return this.child!.pid!;
  }

  /** Starts it again on the same ports and data, after a stop or a kill. */
  async launch(): Promise<void> {
    const { web, jawn, proxy, worker } = this.ports;
    const child = spawn(process.execPath, [join(root, 'tools/launcher/bin/heliostat.mjs'), 'start'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LOG_LEVEL: 'info',
        HELIOSTAT_DATA_DIR: this.dataDir,
        WEB_PORT: String(web),
        JAWN_PORT: String(jawn),
        PROXY_PORT: String(proxy),
        WORKER_PORT: String(worker),
        // Tests wait for hundreds of rows at once, and ask for each ten times a second.
        API_REQUESTS_PER_MINUTE: '1000000',
        ...this.env,
      },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.text = (this.text + chunk.toString()).slice(-200_000)));
    const deadline = Date.now() + startTimeoutMs;
    for (const port of [jawn, proxy, worker, web])
      while (!(await answers(`http://127.0.0.1:${port}/readyz`))) {
        if (child.exitCode !== null || Date.now() > deadline)
          throw new Error(
            `Heliostat did not start (exit code ${child.exitCode}):\n${this.text.slice(-8_000)}`,
          );
        await sleep(100);
      }
  }

  /** Ctrl-C, and the wait for the end. */
  async stop(): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    child.kill('SIGINT');
    return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  }

  /** kill -9 of the launcher alone; resolves when it is gone, not its children. */
  async kill(): Promise<void> {
    const child = this.child!;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve));
  }

  /** Every process that works on this data directory, by what its command line says. */
  processes(): Promise<{ pid: number; command: string }[]> {
    return processesOf(this.dataDir);
  }

  /** Stops it and removes its data. */
  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

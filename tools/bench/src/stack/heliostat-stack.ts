import { CodedError, loadConfig, type Config } from '@heliostat/platform';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Cores } from '../host/cores.js';
import { freePorts } from '../host/ports.js';
import { ManagedProcess } from '../process/managed-process.js';
import { descendants, environmentOf } from '../process/proc.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const launcher = join(root, 'tools', 'launcher', 'bin', 'heliostat.mjs');
const key = 'sk-helicone-benchma-rk00000-0000000-0000000';
const startMs = 180_000;

export type StackOptions = {
  cores: Cores;
  /** Empty or of an earlier run. */
  dataDir: string;
  /** Where the providers are and with which keys (`PROVIDER_…`), and what else differs from the defaults. */
  settings: Record<string, string>;
};

/** A whole Heliostat by its launcher, on ports and data of its own; the proxy alone on the target's cores. */
export class HeliostatStack {
  private constructor(
    private readonly process: ManagedProcess,
    readonly proxyUrl: string,
    readonly apiUrl: string,
    /** Settings as the apps see them: where the embedded stores listen. */
    readonly config: Config,
    private readonly pids: Record<'proxy' | 'worker', number>,
  ) {}

  static async start({ cores, dataDir, settings }: StackOptions): Promise<HeliostatStack> {
    if (!existsSync(join(root, 'apps', 'proxy', 'dist', 'main.js')))
      throw new CodedError('bench/not-built', 'The apps are not built: npm run build', 424);
    const [web, jawn, proxy, worker] = await freePorts(4);
    const child = ManagedProcess.start({
      name: 'Heliostat',
      command: process.execPath,
      args: [launcher, 'start'],
      cwd: root,
      cores: cores.rest,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        HELIOSTAT_DATA_DIR: dataDir,
        WEB_PORT: String(web),
        JAWN_PORT: String(jawn),
        PROXY_PORT: String(proxy),
        WORKER_PORT: String(worker),
        HELIOSTAT_INIT_EMAIL: 'bench@heliostat.local',
        HELIOSTAT_INIT_PASSWORD: 'benchmark-only-password',
        HELIOSTAT_INIT_ORG: 'Benchmark',
        HELIOSTAT_INIT_API_KEY: key,
        // Counted as anywhere, but never reached.
        API_REQUESTS_PER_MINUTE: '1000000',
        ...settings,
      },
    });
    for (const port of [proxy, jawn, worker]) await child.ready(`http://127.0.0.1:${port}/readyz`, startMs);
    const processes = descendants(child.pid);
    const pidOf = (app: string) => {
      const found = processes.find(({ command }) => command.includes(`apps/${app}/dist/main.js`));
      if (!found)
        throw new CodedError('bench/start', `The launcher runs no ${app}:\n${child.output.slice(-2000)}`);
      return found.pid;
    };
    const pids = { proxy: pidOf('proxy'), worker: pidOf('worker') };
    const config = loadConfig(environmentOf(pids.worker));
    const stack = new HeliostatStack(
      child,
      `http://127.0.0.1:${proxy}`,
      `http://127.0.0.1:${jawn}`,
      config,
      pids,
    );
    stack.pin('proxy', cores.target);
    return stack;
  }

  /** The benchmark's Heliostat key. */
  get key(): string {
    return key;
  }

  /** `Helicone-Auth` of the benchmark's key. */
  get headers(): Record<string, string> {
    return { 'helicone-auth': `Bearer ${key}` };
  }

  get proxyPid(): number {
    return this.pids.proxy;
  }

  /** Moves an app with all its threads. */
  pin(app: 'proxy' | 'worker', cores: string): void {
    execFileSync('taskset', ['-a', '-c', '-p', cores, String(this.pids[app])], { stdio: 'ignore' });
  }

  /** Logs pile up in the object store and the queue meanwhile. */
  pauseWorker(): void {
    process.kill(this.pids.worker, 'SIGSTOP');
  }

  resumeWorker(): void {
    process.kill(this.pids.worker, 'SIGCONT');
  }

  /** A call to the REST API; resolves to `data`. Throws `bench/api` with the words of the error. */
  async api<T>(path: string, body: unknown): Promise<T> {
    const reply = await fetch(this.apiUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
    const parsed = (await reply.json().catch(() => null)) as { data: T; error: string | null } | null;
    if (!reply.ok || !parsed || parsed.error)
      throw new CodedError(
        'bench/api',
        `${path} answered ${reply.status}: ${parsed?.error ?? 'no JSON'}`,
        502,
      );
    return parsed.data;
  }

  /** The benchmark's organisation and key, as log records name them. */
  async identity(): Promise<{ org: string; keyId: string }> {
    const [row] = await this.query<{ id: string; organization_id: string }>(
      'SELECT id, organization_id FROM api_key WHERE revoked_at IS NULL ORDER BY created_at LIMIT 1',
    );
    if (!row) throw new CodedError('bench/start', 'The installation has no API key.');
    return { org: row.organization_id, keyId: row.id };
  }

  /** Asks Heliostat's Postgres, for what the REST API does not let a key do. */
  async query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.config.DATABASE_URL });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    this.resumeWorker();
    await this.process.stop();
  }
}

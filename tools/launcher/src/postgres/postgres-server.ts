import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CodedError } from '@heliostat/platform';
import pg from 'pg';
import { endWithin, exitOf } from '../supervise/child-end.js';
import { eachLine } from '../supervise/child-lines.js';
import { RotatingLog } from '../supervise/rotating-log.js';
import type { Running, Start } from '../supervise/supervised.js';
import { guard } from './guardian.js';
import { initialiseCluster } from './initialise-cluster.js';
import { postgresBinaries } from './postgres-binaries.js';
import { runAsForPostgres } from './run-as.js';
import { removeStalePostmaster } from './stale-postmaster.js';

const user = 'heliostat';
const database = 'heliostat';
const startMs = 60_000;
const stopMs = 15_000;

export type PostgresOptions = {
  dataDir: string;
  logs: string;
  port: number;
  password: string;
  tell: (message: string) => void;
};

/** What clients use; on loopback, TCP. */
export const embeddedDatabaseUrl = (port: number, password: string): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

/** Starts the embedded PostgreSQL and resolves when the database exists and answers. */
export function postgresServer(options: PostgresOptions): Start {
  const cluster = join(options.dataDir, 'postgres');
  const log = new RotatingLog(join(options.logs, 'postgres.log'));
  return async (signal) => {
    const { postgres, initdb } = await postgresBinaries();
    const runAs = runAsForPostgres([join(cluster, 'base'), postgres]);
    await initialiseCluster({ cluster, initdb, user, password: options.password, runAs });
    await removeStalePostmaster(cluster, options.tell);
    signal.throwIfAborted();
    const [command, ...args] = [...runAs.prefix, postgres, '-D', cluster, ...flags(options.port)];
    const child = spawn(command!, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      uid: runAs.uid,
      gid: runAs.gid,
      cwd: '/',
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
      // Not in the terminal's process group: Ctrl-C is for the launcher, which stops the apps first.
      detached: true,
    });
    const exited = exitOf(child);
    const dismiss = child.pid === undefined ? () => {} : guard(child.pid);
    void exited.then(dismiss);
    const running: Running = {
      pid: child.pid ?? 0,
      exited,
      stop: () =>
        endWithin(
          exited,
          stopMs,
          () => child.kill('SIGINT'),
          () => child.kill('SIGQUIT'),
        ),
      kill: () => void child.kill('SIGQUIT'),
    };
    const last: string[] = [];
    let told = false;
    eachLine(child.stderr, (line) => {
      log.write(line);
      last.push(line);
      if (last.length > 5) last.shift();
      if (/PANIC|No space left on device/.test(line) && !told) {
        told = true;
        options.tell(`PostgreSQL: ${line}`);
      }
    });
    try {
      await Promise.race([ready(options), failed(exited, last), aborted(signal)]);
    } catch (error) {
      await running.stop();
      throw error;
    }
    return running;
  };
}

const flags = (port: number) =>
  Object.entries({
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    log_checkpoints: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Asks until the server answers, and creates the database on the first start. */
async function ready({ port, password }: PostgresOptions): Promise<void> {
  const deadline = Date.now() + startMs;
  for (;;) {
    const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'postgres' });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
      if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
      return;
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (code === '28P01')
        throw new CodedError(
          'launcher/postgres-password',
          'PostgreSQL refuses the password of secrets.json: restore the file that belongs to this data directory.',
        );
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    } finally {
      await client.end().catch(() => {});
    }
  }
}

async function failed(exited: Running['exited'], last: string[]): Promise<never> {
  await exited;
  throw new CodedError('launcher/postgres-start', `PostgreSQL did not start: ${last.join(' | ')}`);
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

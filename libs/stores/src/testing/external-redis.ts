import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

export type TestRedis = {
  url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
};

/**
 * The machine's `redis-server` on a free port with a folder of its own; `settings` are more of its arguments, such as
 * `--maxmemory`. Fails when it is not installed.
 */
export async function startTestRedis(settings: readonly string[] = []): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'heliostat-redis-'));
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async () => {
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--appendonly',
      'yes',
      ...settings,
    ];
    server = await spawnServer('redis-server', args, port);
  };
  const stop = () => endServer(server);
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop,
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a server and waits until its port answers; throws its last words when it ends before. */
export async function spawnServer(
  command: string,
  args: string[],
  port: number,
  env: NodeJS.ProcessEnv = process.env,
  user: { uid?: number; gid?: number } = {},
): Promise<ChildProcess> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env, ...user });
  let words = '';
  const listen = (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000));
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  let failed: Error | undefined;
  child.on('error', (error) => (failed = new Error(`${command} cannot be started: ${error.message}`)));
  child.on('exit', (code) => (failed ??= new Error(`${command} ended with ${code}: ${words}`)));
  const deadline = Date.now() + 60_000;
  while (!(await answers(port))) {
    if (!failed && Date.now() > deadline) failed = new Error(`${command} did not answer: ${words}`);
    if (failed) {
      child.kill('SIGKILL');
      throw failed;
    }
    await sleep(25);
  }
  return child;
}

export async function endServer(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

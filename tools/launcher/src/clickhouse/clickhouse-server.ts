import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@heliostat/platform';
import { embeddedClickHouseChildPath } from '@heliostat/stores/clickhouse';
import { endWithin, exitOf } from '../supervise/child-end.js';
import { eachLine } from '../supervise/child-lines.js';
import { RotatingLog } from '../supervise/rotating-log.js';
import type { Running, Start } from '../supervise/supervised.js';
import { configXml, usersXml, type UserPasswords } from './clickhouse-files.js';
import { assertHostRunsClickHouse } from './host-check.js';

/** A killed launcher's engine needs up to 7 s to notice and to let go of the folder. */
const defaultLockWaitMs = 15_000;
const startMs = 60_000;
const stopMs = 20_000;
const pollMs = 25;

export type ClickHouseOptions = {
  dataDir: string;
  logs: string;
  port: number;
  database: string;
  passwords: UserPasswords;
  tell: (message: string) => void;
  /** How long to wait for another process to let go of the folder. */
  lockWaitMs?: number;
};

class FolderInUse extends CodedError {}

/**
 * Starts the embedded ClickHouse, behind its own HTTP server on loopback, and resolves when it answers. It ends when
 * its standard input closes, so also when we are killed. Throws `launcher/clickhouse-host`,
 * `launcher/clickhouse-in-use` or `launcher/clickhouse-start`.
 */
export function clickhouseServer(options: ClickHouseOptions): Start {
  const log = new RotatingLog(join(options.logs, 'clickhouse-process.log'));
  return async (signal) => {
    assertHostRunsClickHouse();
    const dir = await writeFiles(options);
    const deadline = Date.now() + (options.lockWaitMs ?? defaultLockWaitMs);
    for (let told = false; ; told = true) {
      try {
        return await startOnce(options, dir, log, signal);
      } catch (error) {
        if (!(error instanceof FolderInUse)) throw error;
        if (!told) options.tell('waiting for the ClickHouse of the last run to let go of its folder');
        if (Date.now() > deadline) throw error;
        await sleep(500);
      }
    }
  };
}

async function writeFiles(options: ClickHouseOptions): Promise<string> {
  const dir = join(options.dataDir, 'clickhouse');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string) => writeFile(join(dir, name), text, { mode: 0o600 });
  await write('boot.sql', 'SYSTEM START LISTEN HTTP;\n');
  await write('users.xml', usersXml(options.passwords, options.database));
  const logFile = join(options.logs, 'clickhouse.log');
  await write('config.xml', configXml({ dir, port: options.port, logFile }));
  return dir;
}

async function startOnce(
  options: ClickHouseOptions,
  dir: string,
  log: RotatingLog,
  signal: AbortSignal,
): Promise<Running> {
  signal.throwIfAborted();
  const args = [
    embeddedClickHouseChildPath(),
    '--config-file',
    join(dir, 'config.xml'),
    '--log-level=warning',
    '--queries-file',
    join(dir, 'boot.sql'),
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'ignore', 'pipe'],
    cwd: dir,
    // Not in the terminal's process group: Ctrl-C is for the launcher, which stops the apps first.
    detached: true,
  });
  child.stdin.on('error', () => {});
  let words = '';
  eachLine(child.stderr, (line) => {
    words = `${words} ${line}`.slice(-2_000);
    log.write(line);
    if (/No space left on device|NOT_ENOUGH_SPACE/.test(line))
      options.tell(`ClickHouse: ${line.slice(0, 300)}`);
  });
  const exited = exitOf(child);
  const running: Running = {
    pid: child.pid ?? 0,
    exited,
    stop: () =>
      endWithin(
        exited,
        stopMs,
        () => child.stdin.end(),
        () => child.kill('SIGKILL'),
      ),
    kill: () => void child.kill('SIGKILL'),
  };
  let ended = false;
  void exited.then(() => (ended = true));
  const deadline = Date.now() + startMs;
  while (!(await answers(options.port))) {
    if (ended) throw startFault(words, dir);
    if (signal.aborted || Date.now() > deadline) {
      await running.stop();
      signal.throwIfAborted();
      throw new CodedError(
        'launcher/clickhouse-start',
        `ClickHouse did not answer within ${startMs / 1000} s.`,
      );
    }
    await sleep(pollMs);
  }
  // The port may be another server's, and ours have ended: only then is the answer not ours.
  await sleep(0);
  if (ended) throw startFault(words, dir);
  return running;
}

function startFault(words: string, dir: string): CodedError {
  if (/Code: 76\b|CANNOT_OPEN_FILE.*lock|Cannot lock file/i.test(words))
    return new FolderInUse(
      'launcher/clickhouse-in-use',
      `Another ClickHouse process uses ${dir}: end it, or set HELIOSTAT_DATA_DIR to another folder.`,
    );
  return new CodedError(
    'launcher/clickhouse-start',
    `ClickHouse did not start: ${words.trim() || 'no message'}`,
  );
}

/** Without keep-alive: at its end the engine waits 5 s for connections that are open, idle ones too. */
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/ping', agent: false, timeout: 2_000 }, (reply) => {
      reply.resume();
      reply.on('end', () => resolve(reply.statusCode === 200));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });

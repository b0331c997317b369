import { link, mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@heliostat/platform';

/** Distinguishes the tries of one process. */
let tries = 0;
/** A launcher that takes a stale lock away needs milliseconds; one that died at it is not waited for. */
const removalMs = 5_000;

type Holder = { pid: number; startedAt: string };

/**
 * One launcher at a time on a data directory: `launcher.lock` names its process, and the time that the kernel says it
 * started, so that a reused process id is not taken for it. A killed launcher's lock is replaced. Returns the release;
 * throws `launcher/already-running` with the holder's process id.
 */
export async function lockDataDirectory(dataDir: string): Promise<() => void> {
  const path = join(dataDir, 'launcher.lock');
  const own: Holder = { pid: process.pid, startedAt: processStart(process.pid) };
  const mine = `${path}.${process.pid}.${++tries}`;
  await writeFile(mine, JSON.stringify(own), { mode: 0o644 });
  try {
    while (!(await tryLink(mine, path))) await removeStale(path, dataDir);
  } finally {
    await rm(mine, { force: true });
  }
  return () => {
    if (sameHolder(readHolderSync(path), own)) rmSync(path, { force: true });
  };
}

/** The launcher that runs on this data directory, if one does. */
export async function runningLauncher(dataDir: string): Promise<number | undefined> {
  const holder = await readHolder(join(dataDir, 'launcher.lock'));
  return holder && isAlive(holder) ? holder.pid : undefined;
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes the lock of a launcher that is gone away. One launcher does so at a time: another's new lock must stay. */
async function removeStale(path: string, dataDir: string): Promise<void> {
  const turn = `${path}.removing`;
  const holder = await readHolder(path);
  if (holder && isAlive(holder)) throw alreadyRunning(holder, dataDir);
  if (!(await takeTurn(turn))) return;
  try {
    const now = await readHolder(path);
    if (now && isAlive(now)) throw alreadyRunning(now, dataDir);
    await rm(path, { force: true });
  } finally {
    await rmdir(turn).catch(() => {});
  }
}

const readHolder = async (path: string) => parseHolder(await readFile(path, 'utf8').catch(() => ''));

async function takeTurn(turn: string): Promise<boolean> {
  try {
    await mkdir(turn);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const made = await stat(turn).catch(() => undefined);
  if (made && Date.now() - made.mtimeMs > removalMs) await rmdir(turn).catch(() => {});
  else await sleep(5);
  return false;
}

const alreadyRunning = ({ pid }: Holder, dataDir: string) =>
  new CodedError(
    'launcher/already-running',
    `Heliostat is already running on ${dataDir} (process ${pid}): stop it first, or set HELIOSTAT_DATA_DIR to start a second one.`,
  );

function parseHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    return typeof value.pid === 'number' ? { pid: value.pid, startedAt: String(value.startedAt) } : undefined;
  } catch {
    return undefined;
  }
}

function readHolderSync(path: string): Holder | undefined {
  try {
    return parseHolder(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

const sameHolder = (a: Holder | undefined, b: Holder) => a?.pid === b.pid && a.startedAt === b.startedAt;

const isAlive = (holder: Holder) => pidExists(holder.pid) && processStart(holder.pid) === holder.startedAt;

/** Whether a process has this id. */
export function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The start of a process in clock ticks since boot (`/proc/<pid>/stat`, field 22); empty where there is no /proc, and
 * for a process that has ended but that nobody has waited for.
 */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}

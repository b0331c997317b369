import { readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@heliostat/platform';
import { pidExists } from '../data-directory/data-directory-lock.js';

const stepMs = 50;

/**
 * Ends a server that a killed launcher left on this cluster, and removes a lock file whose process id is somebody
 * else's now (Postgres itself would refuse to start). Only for the holder of the data directory's lock. Throws
 * `launcher/postgres-left-over` when the old server does not end within `waitMs`.
 */
export async function removeStalePostmaster(
  cluster: string,
  tell: (message: string) => void,
  waitMs = 15_000,
): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (!isPostgres(pid)) return rm(file, { force: true });
  tell(`ending the PostgreSQL that the last run left behind (process ${pid})`);
  for (const [signal, share] of [
    ['SIGINT', 0.7],
    ['SIGQUIT', 0.3],
  ] as const) {
    signalQuietly(pid, signal);
    const deadline = Date.now() + waitMs * share;
    while (Date.now() < deadline) {
      if (!isPostgres(pid)) return rm(file, { force: true });
      await sleep(stepMs);
    }
  }
  throw new CodedError(
    'launcher/postgres-left-over',
    `A PostgreSQL of an earlier run (process ${pid}) still uses ${cluster} and does not end: end it, then start again.`,
  );
}

/** A zombie keeps its process id until its parent asks, which some containers' first process never does. */
function isPostgres(pid: number): boolean {
  if (!pidExists(pid)) return false;
  try {
    return /\(postgres\) [^Z]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // Without /proc there is only the process id to go by.
    return process.platform !== 'linux';
  }
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}

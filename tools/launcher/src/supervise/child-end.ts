import type { ChildProcess } from 'node:child_process';
import type { Exit } from './supervised.js';

/** Resolves when the process has ended, or could not be started at all. */
export const exitOf = (child: ChildProcess): Promise<Exit> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => {
      if (child.pid === undefined) resolve({ code: 127, signal: null });
    });
  });

/** Runs `ask`, waits `graceMs` for the end, then runs `force` and waits for good. */
export async function endWithin(
  exited: Promise<Exit>,
  graceMs: number,
  ask: () => void,
  force: () => void,
): Promise<void> {
  ask();
  const timer = setTimeout(force, graceMs);
  await exited;
  clearTimeout(timer);
}

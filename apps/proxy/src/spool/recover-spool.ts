import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type LeftFile = { name: string; bytes: number };

/**
 * The spool files that earlier processes left, oldest first. Each process of the proxy has the directory of its slot
 * below `root`; the first also takes over slots that no longer exist because there are fewer processes now. Call
 * before this process writes.
 */
export function recoverSpool(root: string, slot: number, slots: number): LeftFile[] {
  const own = join(root, String(slot));
  mkdirSync(own, { recursive: true, mode: 0o700 });
  if (slot === 0)
    for (const name of readdirSync(root))
      if (/^\d+$/.test(name) && Number(name) >= slots) takeOver(join(root, name), own);
  return spoolFiles(own)
    .sort()
    .map((name) => ({ name, bytes: statSync(join(own, name)).size }));
}

const spoolFiles = (directory: string) => readdirSync(directory).filter((name) => name.endsWith('.spool'));

function takeOver(from: string, to: string): void {
  for (const name of spoolFiles(from)) renameSync(join(from, name), join(to, name));
}

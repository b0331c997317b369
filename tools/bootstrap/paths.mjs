import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The Node that the project pins (an npm platform package), or the machine's own where none is published for it. */
export function pinnedNode() {
  const pinned = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/** Environment for child processes: the pinned Node comes first on PATH. */
export function childEnv(extra = {}) {
  return { ...process.env, PATH: `${dirname(pinnedNode())}:${process.env.PATH}`, ...extra };
}

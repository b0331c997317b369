import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CodedError } from '@heliostat/platform';

/** How to run a program that refuses root: as this user, or by way of `prefix`. Empty when we are no root. */
export type RunAs = { uid?: number; gid?: number; prefix: string[]; owner?: { uid: number; gid: number } };

/**
 * PostgreSQL refuses to run as root, so root runs it as the user `postgres`, which is created where there is none, or
 * as `nobody`. Where that user cannot reach `paths` (a clone below /root, say), `setpriv` gives the process the right
 * to pass through closed folders, and no other. Throws `launcher/postgres-as-root` when that is not to be had.
 */
export function runAsForPostgres(paths: string[]): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = findUser('postgres') ?? createUser() ?? findUser('nobody');
  if (!owner)
    throw new CodedError(
      'launcher/postgres-as-root',
      'PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: ' +
        'create one, start Heliostat as another user, or set DATABASE_URL.',
    );
  const closed = paths.flatMap(ancestors).find((path) => !mayPass(path, owner));
  if (!closed) return { ...owner, prefix: [], owner };
  const prefix = [
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
  ];
  if (spawnSync(prefix[0]!, [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0)
    return { prefix, owner };
  throw new CodedError(
    'launcher/postgres-as-root',
    `PostgreSQL does not run as root, and its user (uid ${owner.uid}) may not pass through ${closed}: ` +
      'move Heliostat and HELIOSTAT_DATA_DIR out of it, start as another user, or set DATABASE_URL.',
  );
}

function findUser(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function createUser(): { uid: number; gid: number } | undefined {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
  return findUser('postgres');
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...ancestors(parent), parent];
}

function mayPass(path: string, { uid, gid }: { uid: number; gid: number }): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return true;
  const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
  return (stat.mode & bit) !== 0;
}

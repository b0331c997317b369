import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CodedError, errorMessage } from '@heliostat/platform';
import type { RunAs } from './run-as.js';

const run = promisify(execFile);

/** The major version that npm's package carries; a cluster of another one cannot be opened. */
const major = '18';

export type ClusterOptions = {
  cluster: string;
  initdb: string;
  user: string;
  password: string;
  runAs: RunAs;
};

/**
 * Creates the cluster unless it exists; a creation that was cut short leaves nothing that looks finished. Throws
 * `launcher/postgres-version` for a cluster of another major version, `launcher/postgres-init` with initdb's words.
 */
export async function initialiseCluster(options: ClusterOptions): Promise<void> {
  const { cluster, initdb, user, password, runAs } = options;
  const found = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (found?.trim() === major) return;
  if (found !== undefined)
    throw new CodedError(
      'launcher/postgres-version',
      `${cluster} was made by PostgreSQL ${found.trim()}, this is PostgreSQL ${major}: ` +
        'dump it with the old version, or set HELIOSTAT_DATA_DIR to another folder.',
    );
  const unfinished = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runAs.owner)
    for (const path of [unfinished, passwordFile]) await chown(path, runAs.owner.uid, runAs.owner.gid);
  const [command, ...args] = [
    ...runAs.prefix,
    initdb,
    `--pgdata=${unfinished}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  try {
    await run(command!, args, { uid: runAs.uid, gid: runAs.gid, cwd: '/', env: { LC_ALL: 'C' } });
    await rename(unfinished, cluster);
  } catch (error) {
    throw new CodedError('launcher/postgres-init', `initdb failed: ${errorMessage(error)}`, 500, {
      cause: error,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

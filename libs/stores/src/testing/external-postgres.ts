import { execFileSync } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { endServer, spawnServer } from './external-redis.js';

export type SystemPostgres = {
  /** An empty database of its own, as a URL with a password that needs escapes. */
  createDatabase(): Promise<string>;
  /** The client programs of the same version. */
  tool(name: 'pg_dump' | 'pg_restore'): string;
  remove(): Promise<void>;
};

const installed = '/usr/lib/postgresql';
const password = 'p@ss w/rd%';

/**
 * The machine's PostgreSQL server, which comes with pg_dump of its version, on a free port. Fails, with the way to get
 * it, when there is none. As root it runs as Debian's user `postgres`.
 */
export async function startSystemPostgres(): Promise<SystemPostgres> {
  const versions = await readdir(installed).catch(() => []);
  const newest = versions
    .map(Number)
    .filter(Boolean)
    .sort((a, b) => b - a)[0];
  if (!newest) throw new Error('no PostgreSQL is installed: apt-get install postgresql');
  const bin = join(installed, String(newest), 'bin');
  const folder = await mkdtemp(join(tmpdir(), 'heliostat-postgres-'));
  const data = join(folder, 'data');
  const asUser = process.getuid?.() === 0 ? userIds('postgres') : {};
  if (asUser.uid !== undefined) await chown(folder, asUser.uid, asUser.gid!);
  const run = (name: string, args: string[]) =>
    execFileSync(join(bin, name), args, {
      ...asUser,
      env: { ...process.env, PGPASSWORD: password },
      stdio: 'pipe',
    });
  run('initdb', [
    '--pgdata',
    data,
    '--username=heliostat',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ]);
  const port = await freePort();
  const settings = [`listen_addresses=127.0.0.1`, 'unix_socket_directories=', 'fsync=off'];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = await spawnServer(join(bin, 'postgres'), args, port, process.env, asUser);
  let count = 0;
  return {
    async createDatabase() {
      const name = `test_${++count}`;
      run('createdb', ['--host=127.0.0.1', `--port=${port}`, '--username=heliostat', name]);
      return `postgres://heliostat:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
    },
    tool: (name) => join(bin, name),
    async remove() {
      await endServer(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function userIds(name: string): { uid?: number; gid?: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

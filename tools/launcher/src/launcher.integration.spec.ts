import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { descendantsOf, eventually, isRunning, processesWith } from './testing/processes.js';

const bin = fileURLToPath(new URL('../bin/heliostat.mjs', import.meta.url));

type Launched = { child: ChildProcess; output: () => string; code: Promise<number | null> };

/** The built launcher, as users run it, on stores of its own. */
function launch(dataDir: string, args = ['start', '--only-stores'], env: NodeJS.ProcessEnv = {}): Launched {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: process.env.PATH, HELIOSTAT_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output: () => output, code };
}

const ready = async ({ child, output }: Launched) => {
  await eventually(
    'the stores are ready',
    () => {
      if (child.exitCode !== null) throw new Error(`the launcher ended:\n${output()}`);
      return output().includes('the stores are ready');
    },
    150_000,
  );
};

describe('heliostat start', () => {
  let root: string;
  let dataDir: string;
  const launched: Launched[] = [];
  const start = (...args: Parameters<typeof launch>) => {
    const sut = launch(...args);
    launched.push(sut);
    return sut;
  };
  /** Everything that belongs to the data directory; the guardian names the server's process id. */
  const left = () => processesWith(root).map(({ command }) => command);
  const databaseUrl = () => {
    const runtime = JSON.parse(readFileSync(join(dataDir, 'runtime.json'), 'utf8')) as {
      environment: { DATABASE_URL: string };
    };
    return runtime.environment.DATABASE_URL;
  };
  const query = async (sql: string) => {
    const client = new pg.Client(databaseUrl());
    await client.connect();
    try {
      return (await client.query(sql)).rows as unknown[];
    } finally {
      await client.end();
    }
  };

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'launcher-'));
    dataDir = join(root, 'data');
  });
  afterAll(async () => {
    for (const { child, code } of launched) {
      child.kill('SIGKILL');
      await code;
    }
    await eventually('nothing is left', () => left().length === 0);
    rmSync(root, { recursive: true });
  });

  it('starts real stores, keeps what is secret to the owner, and stops cleanly at Ctrl-C', async () => {
    const sut = start(dataDir);
    await ready(sut);
    expect(await query('SELECT count(*)::int AS n FROM schema_info')).toEqual([{ n: 1 }]);
    for (const file of ['secrets.json', 'runtime.json'])
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
    const secrets = Object.values(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as object);
    for (const secret of secrets) expect(sut.output()).not.toContain(secret);
    const below = descendantsOf(sut.child.pid!);
    expect(below.length).toBeGreaterThanOrEqual(3);
    sut.child.kill('SIGINT');
    expect(await sut.code).toBe(0);
    // Sooner than a guardian would end what a launcher left.
    await eventually('every child has ended', () => !below.some(isRunning), 15_000);
    await eventually('nothing is left', () => left().length === 0, 15_000);
    expect(existsSync(join(dataDir, 'launcher.lock'))).toBe(false);
  });

  it('refuses a second launcher on the same data and names the first', async () => {
    const first = start(dataDir);
    await ready(first);
    const second = start(dataDir);
    expect(await second.code).toBe(1);
    expect(second.output().trim().split('\n')).toHaveLength(1);
    expect(second.output()).toContain(`process ${first.child.pid}`);
    first.child.kill('SIGTERM');
    expect(await first.code).toBe(0);
  });

  it('leaves no process behind a kill -9, and the next start finds the data', async () => {
    const killed = start(dataDir);
    await ready(killed);
    await query('CREATE TABLE kept (a int)');
    await query('INSERT INTO kept VALUES (7)');
    const below = descendantsOf(killed.child.pid!);
    killed.child.kill('SIGKILL');
    await killed.code;
    await eventually('every child has ended', () => !below.some(isRunning));

    const next = start(dataDir);
    await ready(next);
    expect(await query('SELECT a FROM kept')).toEqual([{ a: 7 }]);
    next.child.kill('SIGINT');
    expect(await next.code).toBe(0);
  });

  it('starts at once after a kill -9, while the old stores are still ending', async () => {
    const killed = start(dataDir);
    await ready(killed);
    killed.child.kill('SIGKILL');
    const next = start(dataDir);
    await ready(next);
    expect(await query('SELECT a FROM kept')).toEqual([{ a: 7 }]);
    next.child.kill('SIGINT');
    expect(await next.code).toBe(0);
  });

  it('starts a store again that dies, with a message', async () => {
    const sut = start(dataDir);
    await ready(sut);
    const postmaster = Number(
      readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    process.kill(postmaster, 'SIGKILL');
    const engine = processesWith(join(dataDir, 'clickhouse')).map(({ pid }) => pid);
    for (const pid of engine) process.kill(pid, 'SIGKILL');
    await eventually('both are running again', () =>
      ['PostgreSQL is running again', 'ClickHouse is running again'].every((line) =>
        sut.output().includes(line),
      ),
    );
    expect(sut.output()).toMatch(/PostgreSQL ended \(signal SIGKILL\); starting it again in 0\.25 s/);
    expect(await query('SELECT a FROM kept')).toEqual([{ a: 7 }]);
    sut.child.kill('SIGINT');
    expect(await sut.code).toBe(0);
    await eventually('nothing is left', () => left().length === 0);
  });

  it('stops in the middle of a start', async () => {
    const sut = start(join(root, 'early'));
    await eventually('it has begun', () => existsSync(join(root, 'early', 'secrets.json')));
    sut.child.kill('SIGINT');
    expect(await sut.code).toBe(0);
    await eventually('nothing is left', () => left().length === 0);
  });

  it('names every wrong setting in one message', async () => {
    const sut = start(join(root, 'never'), undefined, { WEB_PORT: 'x', SPOOL_FULL: 'maybe' });
    expect(await sut.code).toBe(1);
    expect(sut.output()).toMatch(/^✖ Wrong settings:\n {2}WEB_PORT: .*\n {2}SPOOL_FULL: .*\n$/);
    expect(existsSync(join(root, 'never'))).toBe(false);
  });

  it('names a taken port before anything starts', async () => {
    const { createServer } = await import('node:http');
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const sut = start(join(root, 'never'), ['start'], {
      WEB_PORT: '0',
      PROXY_PORT: '0',
      WORKER_PORT: '0',
      JAWN_PORT: `${port}`,
    });
    expect(await sut.code).toBe(1);
    expect(sut.output()).toMatch(new RegExp(`^✖ .*\\n.*port ${port} \\(JAWN_PORT\\).*\\n$`));
    expect(existsSync(join(root, 'never'))).toBe(false);
    server.close();
  });

  it('starts only what no setting replaces, and says where the rest is', async () => {
    const first = start(dataDir);
    await ready(first);
    const external = databaseUrl();
    const second = start(join(root, 'external'), undefined, { DATABASE_URL: external });
    await ready(second);
    expect(second.output()).toContain(`Postgres: external, ${new URL(external).host}`);
    expect(second.output()).not.toContain(new URL(external).password);
    expect(existsSync(join(root, 'external', 'postgres'))).toBe(false);
    for (const sut of [second, first]) {
      sut.child.kill('SIGINT');
      expect(await sut.code).toBe(0);
    }
  });
});

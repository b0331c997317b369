import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { migrateClickHouse } from '@heliostat/stores/clickhouse';
import { freePort } from '@heliostat/stores/testing';
import type { Running } from '../supervise/supervised.js';
import { clickhouseServer, type ClickHouseOptions } from './clickhouse-server.js';

const passwords = { app: 'app-password', hql: 'hql-password' };

describe(clickhouseServer.name, () => {
  let root: string;
  let options: ClickHouseOptions;
  let running: Running;
  const told: string[] = [];
  const clients: ReturnType<typeof createClient>[] = [];

  const connect = (username: string, password: string) => {
    const client = createClient({
      url: `http://127.0.0.1:${options.port}`,
      username,
      password,
      log: { level: 127 },
    });
    clients.push(client);
    return client;
  };
  const run = async (client: ReturnType<typeof createClient>, query: string): Promise<unknown[]> =>
    (await client.query({ query, format: 'JSONEachRow' })).json();
  const fault = (client: ReturnType<typeof createClient>, query: string): Promise<string> =>
    run(client, query).then(
      () => 'none',
      (error: Error & { type?: string }) => error.type ?? error.message,
    );

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'launcher-clickhouse-'));
    mkdirSync(join(root, 'logs'));
    options = {
      dataDir: root,
      logs: join(root, 'logs'),
      port: await freePort(),
      database: 'heliostat',
      passwords,
      tell: (message) => told.push(message),
    };
    running = await clickhouseServer(options)(new AbortController().signal);
    await migrateClickHouse({
      CLICKHOUSE_URL: `http://127.0.0.1:${options.port}`,
      CLICKHOUSE_USER: 'heliostat',
      CLICKHOUSE_PASSWORD: passwords.app,
      CLICKHOUSE_DATABASE: 'heliostat',
    });
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await running.stop();
    rmSync(root, { recursive: true });
  });

  it('gives the apps the whole database', async () => {
    const app = connect('heliostat', passwords.app);
    await app.command({ query: 'CREATE TABLE heliostat.scratch (a Int8) ENGINE = MergeTree ORDER BY a' });
    await app.insert({ table: 'heliostat.scratch', values: [{ a: 1 }], format: 'JSONEachRow' });
    expect(await run(app, 'SELECT a FROM heliostat.scratch')).toEqual([{ a: 1 }]);
  });

  it.each([
    ['heliostat', 'wrong'],
    ['heliostat', ''],
    ['hql', 'wrong'],
    ['nobody', ''],
  ])('refuses %s with the password %j', async (user, password) => {
    expect(await fault(connect(user, password), 'SELECT 1')).toMatch(
      /AUTHENTICATION_FAILED|REQUIRED_PASSWORD/,
    );
  });

  it("lets the engine's own user, which has no password, read nothing", async () => {
    const own = connect('default', '');
    expect(await fault(own, 'SELECT count() FROM heliostat.request_response_rmt')).toBe('ACCESS_DENIED');
    expect(await fault(own, 'CREATE DATABASE mine')).toBe('ACCESS_DENIED');
    expect(await fault(own, "SELECT * FROM file('/etc/passwd', 'LineAsString')")).not.toBe('none');
  });

  it('lets tenants read the one table that is public', async () => {
    const hql = connect('hql', passwords.hql);
    expect(await run(hql, 'SELECT count() AS n FROM heliostat.request_response_rmt')).toHaveLength(1);
  });

  it.each([
    'SELECT * FROM heliostat.ingested_segments',
    'SELECT * FROM system.users',
    'SELECT * FROM system.processes',
    "SELECT * FROM file('/etc/passwd', 'LineAsString')",
    "SELECT * FROM url('http://127.0.0.1/', 'LineAsString')",
    "SELECT * FROM remote('127.0.0.1', 'heliostat.ingested_segments')",
    "INSERT INTO heliostat.request_response_rmt (request_id) VALUES ('11111111-1111-4111-8111-111111111111')",
    'DROP TABLE heliostat.request_response_rmt',
    'ALTER TABLE heliostat.request_response_rmt DELETE WHERE 1',
    'CREATE TABLE heliostat.mine (a Int8) ENGINE = Memory',
    'SYSTEM STOP LISTEN HTTP',
    'KILL QUERY WHERE 1',
  ])('refuses tenants: %s', async (query) => {
    const hql = connect('hql', passwords.hql);
    const outcome = hql.command({ query }).then(
      () => 'none',
      (error: Error & { type?: string }) => error.type,
    );
    expect(await outcome).toMatch(/ACCESS_DENIED|QUERY_IS_PROHIBITED|READONLY/);
  });

  it('does not let tenants lift their limits', async () => {
    const hql = connect('hql', passwords.hql);
    const lifted = [
      'max_execution_time=3600',
      'max_execution_time=0',
      'max_result_rows=0',
      'max_memory_usage=0',
    ];
    for (const setting of [...lifted, 'max_concurrent_queries_for_user=0', 'final=0', 'allow_ddl=1'])
      expect(
        await fault(hql, `SELECT count() FROM heliostat.request_response_rmt SETTINGS ${setting}`),
      ).toMatch(/SETTING_CONSTRAINT_VIOLATION|QUERY_IS_PROHIBITED/);
  });

  it('keeps only hashes of the passwords on the disk', () => {
    const users = readFileSync(join(root, 'clickhouse', 'users.xml'), 'utf8');
    expect(users).not.toContain(passwords.app);
    expect(users).not.toContain(passwords.hql);
  });

  it('stops and starts again on the same data', async () => {
    for (const client of clients.splice(0)) await client.close();
    await running.stop();
    running = await clickhouseServer(options)(new AbortController().signal);
    expect(await run(connect('heliostat', passwords.app), 'SELECT a FROM heliostat.scratch')).toEqual([
      { a: 1 },
    ]);
  });

  it('says that another process uses the folder', async () => {
    const port = await freePort();
    const second = clickhouseServer({ ...options, port, lockWaitMs: 6_000 });
    await expect(second(new AbortController().signal)).rejects.toMatchObject({
      code: 'launcher/clickhouse-in-use',
      message: expect.stringContaining(join(root, 'clickhouse')),
    });
    expect(told).toEqual([expect.stringContaining('waiting for the ClickHouse of the last run')]);
  });
});

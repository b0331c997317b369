import { hash, randomUUID } from 'node:crypto';
import { createLogger } from '@heliostat/platform';
import { migratePostgres } from '@heliostat/stores/postgres';
import { startTestPostgres, type TestPostgres } from '@heliostat/stores/testing';
import pg from 'pg';
import { ProxyDatabase } from '../database/proxy-database.js';
import { patient } from '../testing/database.fixture.js';
import { until } from '../testing/raw-client.js';
import type { KeyChange } from './key-store.js';
import { PostgresKeyStore } from './postgres-key-store.driver.js';

describe(PostgresKeyStore.name, () => {
  let postgres: TestPostgres;
  let client: pg.Client;
  let database: ProxyDatabase;
  let sut: PostgresKeyStore;
  const org = randomUUID();
  const changes: KeyChange[] = [];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const url = await postgres.createDatabase();
    const config = { DATABASE_URL: url, DATABASE_POOL_SIZE: 2 };
    await migratePostgres(config);
    client = new pg.Client(url);
    client.on('error', () => {});
    await client.connect();
    await client.query('INSERT INTO organization (id, name) VALUES ($1, $2)', [org, 'Test']);
    database = new ProxyDatabase(config, createLogger('test', 'silent'), patient);
    sut = new PostgresKeyStore(database);
    sut.onChange((change) => changes.push(change));
    await until(() => database.listens);
  });
  afterAll(async () => {
    await database.close();
    await client.end().catch(() => {});
    await postgres.remove();
  });

  async function addKey(key: string, permissions = 'rw') {
    const id = randomUUID();
    await client.query(
      `INSERT INTO api_key (id, organization_id, name, hash, preview, permissions) VALUES ($1, $2, 'k', $3, 'sk', $4)`,
      [id, org, hash('sha256', key), permissions],
    );
    return id;
  }

  it('finds a key by its hash', async () => {
    const keyId = await addKey('one', 'w');
    expect(await sut.findByHash(hash('sha256', 'one'))).toEqual({
      keyId,
      org,
      permissions: 'w',
      limited: false,
    });
    expect(await sut.findByHash(hash('sha256', 'none'))).toBeNull();
  });

  it('says which keys stored rate limits apply to', async () => {
    const limited = async (key: string) => (await sut.findByHash(hash('sha256', key)))?.limited;
    const bound = await addKey('bound');
    await addKey('free');
    const insert = (name: string, keyId: string | null) =>
      client.query(
        `INSERT INTO rate_limit_policy (id, organization_id, api_key_id, name, quota, window_seconds, unit)
         VALUES ($1, $2, $3, $4, 1, 60, 'request')`,
        [randomUUID(), org, keyId, name],
      );
    await insert('one key', bound);
    expect([await limited('bound'), await limited('free')]).toEqual([true, false]);
    await insert('all keys', null);
    expect(await limited('free')).toBe(true);
    await client.query('DELETE FROM rate_limit_policy');
  });

  it('does not find a revoked key', async () => {
    const id = await addKey('two');
    await client.query('UPDATE api_key SET revoked_at = now() WHERE id = $1', [id]);
    expect(await sut.findByHash(hash('sha256', 'two'))).toBeNull();
  });

  it('does not find a key of a deleted organisation', async () => {
    await addKey('three');
    await client.query('UPDATE organization SET deleted_at = now() WHERE id = $1', [org]);
    const found = await sut.findByHash(hash('sha256', 'three'));
    await client.query('UPDATE organization SET deleted_at = NULL WHERE id = $1', [org]);
    expect(found).toBeNull();
  });

  it('notes when keys were used, and never goes back in time', async () => {
    const keyId = await addKey('four');
    const at = new Date('2030-01-01T00:00:00Z');
    await sut.touch([{ keyId, at }]);
    await sut.touch([{ keyId, at: new Date('2029-01-01T00:00:00Z') }]);
    const { rows } = await client.query<{ last_used_at: Date }>(
      'SELECT last_used_at FROM api_key WHERE id = $1',
      [keyId],
    );
    expect(rows[0]!.last_used_at).toEqual(at);
  });

  it('hears of changed keys and organisations', async () => {
    changes.length = 0;
    const notify = (kind: string, id: string) =>
      client.query('SELECT pg_notify($1, $2)', ['heliostat_changes', JSON.stringify({ kind, id })]);
    await notify('api-key', 'abc');
    await notify('prompt', 'p');
    await notify('organization', org);
    await notify('policy', org);
    await until(() => changes.length === 3);
    expect(changes).toEqual([{ hash: 'abc' }, 'all', 'all']);
  });

  it('fails while the database is away, and starts over when it is back', async () => {
    await postgres.stop();
    await expect(sut.findByHash(hash('sha256', 'one'))).rejects.toThrow();
    await expect(database.check()).rejects.toThrow();
    changes.length = 0;
    await postgres.start();
    await until(() => changes.includes('all'));
    expect(await sut.findByHash(hash('sha256', 'one'))).toMatchObject({ org });
    await database.check();
  });
});

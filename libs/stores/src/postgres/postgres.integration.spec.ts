import { changeChannel, type ChangeNotice } from '@heliostat/contracts';
import { loadConfig, version } from '@heliostat/platform';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../testing/index.js';
import { openDataSource } from './data-source.js';
import { ApiKeyEntity, OrganizationEntity } from './index.js';
import { listenForChanges } from '../changes/listen-for-changes.js';
import { migratePostgres } from './migrate.js';
import { readPostgresMigrations } from './migration-state.js';
import { notifyChange } from './notify-change.js';
import { assertSchemaServes, readSchemaInfo, waitForSchema } from './schema-info.js';

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.remove());

const freshConfig = async () => loadConfig({ DATABASE_URL: await server.createDatabase() });
const names = ['Accounts1790000000000', 'PendingRequestEdits1790100000000', 'Gateway1790200000000'];
const until = async (condition: () => boolean) => {
  for (let tries = 0; !condition() && tries < 1_200; tries++) await new Promise((r) => setTimeout(r, 25));
  expect(condition()).toBe(true);
};

describe(migratePostgres.name, () => {
  it('runs each migration once when several start at the same time', async () => {
    const config = await freshConfig();
    const ran = await Promise.all([1, 2, 3].map(() => migratePostgres(config)));
    expect(ran.flat()).toEqual(names);
  });

  it('can be asked what has run and what has not', async () => {
    const config = await freshConfig();
    const dataSource = await openDataSource(config);
    try {
      expect(await readPostgresMigrations(dataSource)).toMatchObject({
        version: 0,
        needed: 3,
        pending: names,
      });
      const before = Date.now();
      await migratePostgres(config);
      const state = await readPostgresMigrations(dataSource);
      expect(state).toMatchObject({ version: 3, needed: 3, pending: [] });
      expect(state.applied.map(({ name }) => name)).toEqual(names);
      expect(state.migratedAt!.getTime()).toBeGreaterThan(before - 60_000);
      expect(state.migratedAt!.getTime()).toBeLessThan(Date.now() + 60_000);
    } finally {
      await dataSource.destroy();
    }
  });

  it('makes the tables that better-auth expects', async () => {
    const config = await freshConfig();
    await migratePostgres(config);
    const pool = new pg.Pool({ connectionString: config.DATABASE_URL });
    try {
      const auth = betterAuth({
        database: pool,
        secret: 'x'.repeat(32),
        baseURL: 'http://localhost:3000',
        rateLimit: { storage: 'database' },
      });
      const plan = await getMigrations(auth.options);
      expect(plan).toMatchObject({ toBeCreated: [], toBeAdded: [], schemaProblems: [] });
    } finally {
      await pool.end();
    }
  });

  it('leaves nothing for TypeORM to synchronise but names of indexes and constraints', async () => {
    const config = await freshConfig();
    await migratePostgres(config);
    const dataSource = await openDataSource(config);
    try {
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      const columns = upQueries
        .map(({ query }) => query)
        .filter((query) => /COLUMN|TABLE "\w+" \(/.test(query));
      expect(columns).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  it('refuses a database that a newer Heliostat migrated', async () => {
    const config = await freshConfig();
    await migratePostgres(config);
    const dataSource = await openDataSource(config);
    try {
      await dataSource.query(`UPDATE schema_info SET version = 999, oldest_app = '9.0.0'`);
      await expect(migratePostgres(config)).rejects.toThrow(/Start Heliostat 9.0.0 or newer/);
    } finally {
      await dataSource.destroy();
    }
  });

  it('serves an older app while the schema says so', async () => {
    const config = await freshConfig();
    await migratePostgres(config);
    const dataSource = await openDataSource(config);
    try {
      await dataSource.query(`UPDATE schema_info SET version = 999`);
      const info = await readSchemaInfo(dataSource);
      expect(() => assertSchemaServes(info, version)).not.toThrow();
    } finally {
      await dataSource.destroy();
    }
  });

  it('names the database and not the password when Postgres is away', async () => {
    const config = loadConfig({ DATABASE_URL: 'postgres://someone:hunter2@127.0.0.1:1/none' });
    await expect(migratePostgres(config)).rejects.toMatchObject({
      code: 'postgres/unreachable',
      message: expect.stringMatching(/^(?!.*hunter2).*127\.0\.0\.1:1\/none.*ECONNREFUSED/),
    });
  });
});

describe(waitForSchema.name, () => {
  it('lets an app start that came before the migration', async () => {
    const config = await freshConfig();
    const dataSource = await openDataSource(config);
    try {
      const waiting = waitForSchema(dataSource, version, 120_000);
      await migratePostgres(config);
      await expect(waiting).resolves.toBeUndefined();
    } finally {
      await dataSource.destroy();
    }
  });

  it('says what to do when no migration comes', async () => {
    const dataSource = await openDataSource(await freshConfig());
    try {
      await expect(waitForSchema(dataSource, version, 0)).rejects.toThrow(/Run `heliostat migrate`/);
    } finally {
      await dataSource.destroy();
    }
  });
});

describe(listenForChanges.name, () => {
  const notice: ChangeNotice = { kind: 'api-key', id: 'a'.repeat(64) };

  it('hears a change when its transaction commits, and never one that rolled back', async () => {
    const config = await freshConfig();
    const dataSource = await openDataSource(config);
    const heard: ChangeNotice[] = [];
    const sut = await listenForChanges(config, (change) => heard.push(change));
    try {
      const rolledBack = dataSource.transaction(async (manager) => {
        await notifyChange(manager, { kind: 'organization', id: 'never' });
        throw new Error('no');
      });
      await expect(rolledBack).rejects.toThrow('no');
      await dataSource.transaction((manager) => notifyChange(manager, notice));
      await until(() => heard.length > 0);
      expect(heard).toEqual([notice]);
    } finally {
      await sut.close();
      await dataSource.destroy();
    }
  });

  it('comes back by itself after its connection was cut, and says that it may have missed some', async () => {
    const config = await freshConfig();
    const dataSource = await openDataSource(config);
    const heard: ChangeNotice[] = [];
    let gaps = 0;
    const sut = await listenForChanges(config, (change) => heard.push(change), {
      onGap: () => gaps++,
      retryMs: 20,
    });
    try {
      await dataSource.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'heliostat listen' AND datname = current_database()`,
      );
      await until(() => gaps === 1 && sut.connected);
      await dataSource.query('SELECT pg_notify($1, $2)', [changeChannel, 'not a notice']);
      await notifyChange(dataSource, notice);
      await until(() => heard.length > 0);
      expect(heard).toEqual([notice]);
    } finally {
      await sut.close();
      await dataSource.destroy();
    }
  });
});

describe('entities', () => {
  it('keep a key of an organisation, found by its hash', async () => {
    const config = await freshConfig();
    await migratePostgres(config);
    const dataSource = await openDataSource(config);
    try {
      const organizationId = randomUUID();
      await dataSource.getRepository(OrganizationEntity).insert({ id: organizationId, name: 'Acme' });
      const hash = 'b'.repeat(64);
      await dataSource
        .getRepository(ApiKeyEntity)
        .insert({ id: randomUUID(), organizationId, name: 'CI', hash, preview: 'sk…', permissions: 'rw' });
      const found = await dataSource.getRepository(ApiKeyEntity).findOneBy({ hash });
      expect(found).toMatchObject({ organizationId, permissions: 'rw', revokedAt: null });
    } finally {
      await dataSource.destroy();
    }
  });
});

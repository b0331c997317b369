import { mkdtempSync, readdirSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '@heliostat/platform';
import { migratePostgres } from '@heliostat/stores/postgres';
import pg from 'pg';
import { startSystemPostgres, type SystemPostgres } from '@heliostat/stores/testing';
import { planRestore } from '../restore/restore-plan.js';
import { restoreBackup } from '../restore/restore-backup.js';
import { openBackupStore } from '../store/open-backup-store.js';
import { runBackup } from './run-backup.js';

describe('a backup of Postgres', () => {
  let server: SystemPostgres;
  let folder: string;
  beforeAll(async () => {
    server = await startSystemPostgres();
  });
  afterAll(() => server.remove());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'heliostat-backup-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const newConfig = async (): Promise<Config> =>
    loadConfig({ DATABASE_URL: await server.createDatabase(), HELIOSTAT_DATA_DIR: folder });
  const backUp = (config: Config) =>
    runBackup({
      config,
      store: openBackupStore(config),
      stores: ['postgres'],
      pgDump: server.tool('pg_dump'),
    });
  const restore = async (config: Config, backup: string, force = false) => {
    const store = openBackupStore(config);
    const plan = await planRestore({ config, store, backup });
    return restoreBackup({ config, store, plan, force, pgRestore: server.tool('pg_restore') });
  };
  const query = async (config: Config, sql: string) => {
    const client = new pg.Client({ connectionString: config.DATABASE_URL });
    await client.connect();
    const { rows } = await client.query(sql);
    await client.end();
    return rows;
  };
  const addOrganization = (config: Config, name: string) =>
    query(config, `INSERT INTO organization (id, name) VALUES (gen_random_uuid(), '${name}')`);
  const organizations = async (config: Config) =>
    (await query(config, 'SELECT name FROM organization ORDER BY name')).map(({ name }) => name);

  it('comes back in an empty database with every row, and its schema version', async () => {
    const config = await newConfig();
    await migratePostgres(config);
    await addOrganization(config, 'Ada');
    const manifest = await backUp(config);
    expect(manifest.stores.postgres).toMatchObject({ schemaVersion: expect.any(Number) });
    expect(manifest.stores.postgres?.tables).toContainEqual({ name: 'public.organization', rows: 1 });

    const other = await newConfig();
    expect(await restore(other, 'latest')).toEqual([]);
    expect(await organizations(other)).toEqual(['Ada']);
    expect(await migratePostgres(other)).toEqual([]);
  });

  it('replaces a database of a newer schema when it is forced, and only then', async () => {
    const config = await newConfig();
    await migratePostgres(config);
    await addOrganization(config, 'Ada');
    const { id } = await backUp(config);
    await addOrganization(config, 'Bob');
    await query(config, 'CREATE TABLE newer (org uuid REFERENCES organization (id))');
    await expect(restore(config, id)).rejects.toMatchObject({ code: 'restore/not-empty' });
    expect(await organizations(config)).toEqual(['Ada', 'Bob']);
    expect(await restore(config, id, true)).toEqual([]);
    expect(await organizations(config)).toEqual(['Ada']);
    expect(await query(config, "SELECT to_regclass('newer') AS found")).toEqual([{ found: null }]);
  });

  it('leaves the database alone when the dump is damaged', async () => {
    const config = await newConfig();
    await migratePostgres(config);
    const { id } = await backUp(config);
    await addOrganization(config, 'Bob');
    const file = join(folder, 'backups', id, 'postgres.dump');
    const bytes = readFileSync(file);
    bytes[bytes.length - 10]! ^= 1;
    writeFileSync(file, bytes);
    await expect(restore(config, id, true)).rejects.toMatchObject({ code: 'backup/damaged' });
    expect(await organizations(config)).toEqual(['Bob']);
  });

  it('is none when pg_dump fails half way, and tells its words', async () => {
    const config = await newConfig();
    await migratePostgres(config);
    const pgDump = join(folder, 'pg_dump');
    writeFileSync(
      pgDump,
      '#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 99.0" && exit\necho half; echo "disk is broken" >&2; exit 1\n',
      { mode: 0o755 },
    );
    const store = openBackupStore(config);
    await expect(runBackup({ config, store, stores: ['postgres'], pgDump })).rejects.toMatchObject({
      code: 'backup/postgres-tool-failed',
      message: expect.stringContaining('disk is broken'),
    });
    expect(await store.sets()).toEqual([]);
    expect(readdirSync(folder)).not.toContain('backups');
  });
});

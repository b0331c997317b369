import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '@heliostat/platform';
import { createClickHouse, editVersion, migrateClickHouse, rowVersion } from '@heliostat/stores/clickhouse';
import { createObjectStore } from '@heliostat/stores/objects';
import {
  requestRowFactory,
  startEmbeddedClickHouse,
  startTestPostgres,
  type EmbeddedClickHouse,
} from '@heliostat/stores/testing';
import { openBackupStore } from '../store/open-backup-store.js';
import { planRestore } from '../restore/restore-plan.js';
import { restoreBackup } from '../restore/restore-backup.js';
import { runBackup } from './run-backup.js';

const segment = (n: number) => `segments/2026-01-0${n}/00/11111111-1111-4111-8111-111111111111/a${n}.seg`;

describe(runBackup.name, () => {
  let server: EmbeddedClickHouse;
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    server = await startEmbeddedClickHouse();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'heliostat-backup-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const newConfig = (overrides: Record<string, string> = {}): Config =>
    loadConfig({
      CLICKHOUSE_URL: server.config.CLICKHOUSE_URL,
      CLICKHOUSE_DATABASE: `backup_${++count}`,
      HELIOSTAT_DATA_DIR: folder,
      ...overrides,
    });

  const put = async (config: Config, ...keys: string[]) => {
    const objects = createObjectStore(config);
    for (const key of keys) await objects.put(key, Buffer.from(`body of ${key}`));
    await objects.close();
  };
  const restore = async (config: Config, backup: string, force = false) => {
    const store = openBackupStore(config);
    return restoreBackup({ config, store, force, plan: await planRestore({ config, store, backup }) });
  };

  it('gives back rows, versions and objects of two months as they were', async () => {
    const config = newConfig();
    await migrateClickHouse(config);
    const clickhouse = createClickHouse(config);
    const january = requestRowFactory({
      request_created_at: '2026-01-05 10:00:00.000',
      updated_at: rowVersion(0, 1000),
    });
    const february = requestRowFactory({
      request_created_at: '2026-02-05 10:00:00.000',
      properties: { 'Helicone-Session-Id': 'a' },
      request_body: 'a "quoted" body ✓',
    });
    await clickhouse.insert('request_response_rmt', [january, february]);
    await clickhouse.insert('request_response_rmt', [
      { ...january, model: 'corrected', updated_at: editVersion(january.updated_at, 2000) },
    ]);
    await put(config, segment(1), segment(2));

    const manifest = await runBackup({
      config,
      store: openBackupStore(config),
      stores: ['clickhouse', 'objects'],
    });
    const requests = manifest.stores.clickhouse?.tables.find(({ name }) => name === 'request_response_rmt');
    expect(manifest.stores.clickhouse).toMatchObject({ method: 'export', schemaVersion: 6 });
    expect(requests?.rows).toEqual({ before: 2, after: 2 });
    expect(requests?.files.map(({ file }) => file)).toEqual([
      'clickhouse/request_response_rmt/202601.native.zst',
      'clickhouse/request_response_rmt/202602.native.zst',
    ]);
    expect(manifest.stores.objects).toMatchObject({ objects: 2, copied: { objects: 2 } });

    const select = `SELECT request_id, model, session_id, request_body FROM request_response_rmt ORDER BY request_created_at`;
    const before = await clickhouse.query(select);
    await clickhouse.command('TRUNCATE TABLE request_response_rmt');
    await clickhouse.command('TRUNCATE TABLE request_rollup_marks');
    rmSync(join(folder, 'objects'), { recursive: true });
    expect(await restore(config, 'latest')).toEqual([]);
    expect(await clickhouse.query(select)).toEqual(before);
    expect(before).toMatchObject([
      { model: 'corrected' },
      { session_id: 'a', request_body: 'a "quoted" body ✓' },
    ]);
    const objects = createObjectStore(config);
    expect((await objects.get(segment(2))).toString()).toBe(`body of ${segment(2)}`);
    await clickhouse.close();
  });

  it('restores to another database, and refuses one that has rows unless it is told to replace them', async () => {
    const config = newConfig();
    await migrateClickHouse(config);
    const clickhouse = createClickHouse(config);
    await clickhouse.insert('request_response_rmt', [requestRowFactory()]);
    await clickhouse.close();
    const { id } = await runBackup({ config, store: openBackupStore(config), stores: ['clickhouse'] });

    const other = newConfig();
    await migrateClickHouse(other);
    const target = createClickHouse(other);
    expect(await restore(other, id)).toEqual([]);
    await target.insert('request_response_rmt', [requestRowFactory(), requestRowFactory()]);
    await expect(restore(other, id)).rejects.toMatchObject({
      code: 'restore/not-empty',
      message: expect.stringMatching(/clickhouse: \d+ rows in [\s\S]*--force/),
    });
    const rows = () => target.query('SELECT 1 FROM request_response_rmt');
    expect(await rows()).toHaveLength(3);
    expect(await restore(other, id, true)).toEqual([]);
    expect(await rows()).toHaveLength(1);
    await target.close();
  });

  it('copies only new objects into the next backup', async () => {
    const config = newConfig();
    const store = openBackupStore(config);
    await put(config, segment(1));
    await runBackup({ config, store, stores: ['objects'] });
    await put(config, segment(2));
    const { stores } = await runBackup({ config, store, stores: ['objects'] });
    expect(stores.objects).toMatchObject({ objects: 2, copied: { objects: 1 } });
  });

  it('fails on a file that was damaged since, and says so', async () => {
    const config = newConfig();
    await migrateClickHouse(config);
    const clickhouse = createClickHouse(config);
    await clickhouse.insert('request_response_rmt', [requestRowFactory()]);
    await clickhouse.close();
    const { id, stores } = await runBackup({
      config,
      store: openBackupStore(config),
      stores: ['clickhouse'],
    });
    const { file } = stores.clickhouse!.tables.find(({ name }) => name === 'request_response_rmt')!.files[0]!;
    const path = join(folder, 'backups', id, file);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    await expect(restore(config, id, true)).rejects.toMatchObject({ code: 'backup/damaged' });
  });

  it('refuses a backup of a newer schema', async () => {
    const config = newConfig();
    await migrateClickHouse(config);
    const store = openBackupStore(config);
    const manifest = await runBackup({ config, store, stores: ['clickhouse'] });
    manifest.stores.clickhouse!.schemaVersion = 99;
    await store.writeManifest(manifest);
    await expect(restore(config, manifest.id)).rejects.toMatchObject({ code: 'restore/newer-backup' });
  });

  it('leaves nothing of a backup that fails half way', async () => {
    const config = newConfig();
    await migrateClickHouse(config);
    // A file where the objects' folder should be: the last of the stores cannot be read.
    writeFileSync(join(folder, 'objects'), '');
    const store = openBackupStore(config);
    await store.objects.put(`backups/objects/${segment(1)}`, Buffer.from('pool'));
    const broken = newConfig({ CLICKHOUSE_DATABASE: 'absent_database' });
    await expect(
      runBackup({ config: broken, store, stores: ['objects', 'clickhouse'] }),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^clickhouse\//),
    });
    expect(readdirSync(join(folder, 'backups'))).toEqual(['objects']);
  });

  describe('of a Postgres', () => {
    it('names the way out when pg_dump is older than the server, and leaves no backup', async () => {
      const postgres = await startTestPostgres();
      try {
        const config = newConfig({ DATABASE_URL: await postgres.createDatabase() });
        const pgDump = join(folder, 'pg_dump');
        writeFileSync(pgDump, '#!/bin/sh\necho "pg_dump (PostgreSQL) 15.18"\n');
        chmodSync(pgDump, 0o755);
        const sut = (path: string) =>
          runBackup({ config, store: openBackupStore(config), stores: ['postgres'], pgDump: path });
        await expect(sut(pgDump)).rejects.toMatchObject({
          code: 'backup/old-postgres-tool',
          message: expect.stringMatching(/15\.18.*too old for PostgreSQL 18.*postgresql-client-18.*PG_DUMP/),
        });
        await expect(sut('/nowhere/pg_dump')).rejects.toMatchObject({ code: 'backup/no-postgres-tool' });
        expect(existsSync(join(folder, 'backups'))).toBe(false);
      } finally {
        await postgres.remove();
      }
    });
  });
});

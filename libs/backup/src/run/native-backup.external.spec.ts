import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '@heliostat/platform';
import { createClickHouse, migrateClickHouse } from '@heliostat/stores/clickhouse';
import { createObjectStore } from '@heliostat/stores/objects';
import {
  requestRowFactory,
  startEmbeddedClickHouse,
  startTestMinio,
  type EmbeddedClickHouse,
  type TestMinio,
} from '@heliostat/stores/testing';
import { planRestore } from '../restore/restore-plan.js';
import { restoreBackup } from '../restore/restore-backup.js';
import { openBackupStore } from '../store/open-backup-store.js';
import { applyRetention } from './apply-retention.js';
import { runBackup } from './run-backup.js';

describe('a backup in S3', () => {
  let clickhouse: EmbeddedClickHouse;
  let minio: TestMinio;
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    [clickhouse, minio] = await Promise.all([startEmbeddedClickHouse(), startTestMinio()]);
    folder = mkdtempSync(join(tmpdir(), 'heliostat-backup-'));
  });
  afterAll(async () => {
    await Promise.all([clickhouse.stop(), minio.remove()]);
    rmSync(folder, { recursive: true });
  });

  const newConfig = (backupBucket?: string): Config => {
    const name = `native${++count}`;
    return loadConfig({
      CLICKHOUSE_URL: clickhouse.config.CLICKHOUSE_URL,
      CLICKHOUSE_DATABASE: name,
      HELIOSTAT_DATA_DIR: folder,
      S3_ENDPOINT: minio.endpoint,
      S3_BUCKET_NAME: name,
      S3_ACCESS_KEY: minio.accessKey,
      S3_SECRET_KEY: minio.secretKey,
      BACKUP_S3_BUCKET_NAME: backupBucket ?? `${name}-backups`,
    });
  };
  const withRow = async (config: Config) => {
    await migrateClickHouse(config);
    const client = createClickHouse(config);
    await client.insert('request_response_rmt', [requestRowFactory()]);
    await client.close();
  };
  const rows = async (config: Config) => {
    const client = createClickHouse(config);
    const found = await client.query('SELECT request_id, model FROM request_response_rmt');
    await client.close();
    return found;
  };

  // The embedded engine cannot do it by itself; that statements and polling are right is in native-backup.spec.ts.
  it('is an export where ClickHouse cannot back up by itself, which it says, and leaves nothing of the attempt', async () => {
    const config = newConfig();
    await withRow(config);
    const store = openBackupStore(config);
    const lines: string[] = [];
    const manifest = await runBackup({
      config,
      store,
      stores: ['clickhouse'],
      tell: (line) => lines.push(line),
    });
    expect(manifest.stores.clickhouse).toMatchObject({ method: 'export' });
    expect(lines[0]).toMatch(/does not back up by itself \(ClickHouse: BACKUP_FAILED.+\): exporting/);
    for await (const { key } of store.objects.list(`backups/${manifest.id}/`))
      expect(key).not.toContain('clickhouse/native/');

    const before = await rows(config);
    const other = newConfig(config.BACKUP_S3_BUCKET_NAME);
    const target = openBackupStore(other);
    const plan = await planRestore({ config: other, store: target, backup: 'latest' });
    expect(await restoreBackup({ config: other, store: target, plan })).toEqual([]);
    expect(await rows(other)).toEqual(before);
    await Promise.all([store.close(), target.close()]);
  });

  it('fails where it has to be native and cannot, and shows the secret key to nobody', async () => {
    const config = newConfig();
    await withRow(config);
    const store = openBackupStore(config);
    const sut = runBackup({ config, store, stores: ['clickhouse'], clickhouseMethod: 'native' });
    await expect(sut).rejects.toMatchObject({ code: 'clickhouse/backup-failed' });
    expect(await store.sets()).toEqual([]);
    const client = createClickHouse(config);
    const shown = JSON.stringify(await client.query('SELECT * FROM system.backups'));
    expect(shown).toContain('HIDDEN');
    expect(shown).not.toContain(minio.secretKey);
    await Promise.all([client.close(), store.close()]);
  });

  it('copies objects on the server, and drops those of removed backups from the pool after a day', async () => {
    const config = newConfig();
    const objects = createObjectStore(config);
    await objects.put('segments/old.seg', Buffer.from('old'));
    const store = openBackupStore(config);
    const run = () => runBackup({ config, store, stores: ['objects'] });
    await run();
    await objects.delete('segments/old.seg');
    await objects.put('segments/new.seg', Buffer.from('new'));
    const newest = await run();
    const pool = async () => {
      const keys: string[] = [];
      for await (const { key } of store.objects.list(store.poolPrefix)) keys.push(key);
      return keys;
    };
    expect(await pool()).toEqual(['backups/objects/segments/new.seg', 'backups/objects/segments/old.seg']);
    const inTwoDays = Date.now() + 2 * 24 * 3_600_000;
    const removed = await applyRetention(store, newest, 1, inTwoDays);
    expect(removed).toMatchObject({ sets: [expect.any(String)], objects: 1 });
    expect(await pool()).toEqual(['backups/objects/segments/new.seg']);
    await Promise.all([objects.close(), store.close()]);
  });
});

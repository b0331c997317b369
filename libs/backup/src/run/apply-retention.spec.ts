import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@heliostat/platform';
import { createObjectStore } from '@heliostat/stores/objects';
import { copyObjects } from '../objects/copy-objects.js';
import type { Manifest } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';
import { openBackupStore } from '../store/open-backup-store.js';
import { applyRetention } from './apply-retention.js';

const now = Date.parse('2026-01-10T12:00:00Z');
const dump = {
  file: 'postgres.dump',
  bytes: 1,
  sha256: 'a'.repeat(64),
  serverVersion: '17',
  schemaVersion: 1,
  tables: [],
};

describe(applyRetention.name, () => {
  let folder: string;
  let store: BackupStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'heliostat-retention-'));
    store = openBackupStore(loadConfig({ HELIOSTAT_DATA_DIR: folder }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const add = async (id: string, stores: Manifest['stores']) => {
    const time = '2026-01-01T00:00:00.000Z';
    const manifest: Manifest = { format: 1, id, startedAt: time, finishedAt: time, version: '0.1.0', stores };
    await store.writeManifest(manifest);
    return manifest;
  };
  /** A backup of the objects that are in the data at the moment. */
  const addObjects = async (id: string, ...keys: string[]) => {
    rmSync(join(folder, 'objects'), { recursive: true, force: true });
    const source = createObjectStore(loadConfig({ HELIOSTAT_DATA_DIR: folder }));
    for (const key of keys) await source.put(key, Buffer.from(key));
    return add(id, { objects: await copyObjects(source, store, id, () => false) });
  };
  const pooled = (key: string) => join(folder, 'backups', 'objects', key);
  const age = (key: string, hours: number) => {
    const time = new Date(now - hours * 3_600_000);
    utimesSync(pooled(key), time, time);
  };
  const ids = () => readdirSync(join(folder, 'backups')).filter((name) => name !== 'objects');

  it('keeps the newest of the same stores, and all of other stores', async () => {
    await add('20260101T000000Z', { postgres: dump });
    await addObjects('20260102T000000Z');
    await add('20260103T000000Z', { postgres: dump });
    const newest = await add('20260104T000000Z', { postgres: dump });
    expect(await applyRetention(store, newest, 2, now)).toEqual({ sets: ['20260101T000000Z'], objects: 0 });
    expect(ids()).toEqual(['20260102T000000Z', '20260103T000000Z', '20260104T000000Z']);
  });

  it('removes objects that no kept backup lists, unless they are younger than a day', async () => {
    await addObjects('20260101T000000Z', 'a/gone', 'a/kept', 'a/young');
    const newest = await addObjects('20260102T000000Z', 'a/kept', 'b/new');
    age('a/gone', 25);
    age('a/kept', 25);
    age('a/young', 23);
    expect(await applyRetention(store, newest, 1, now)).toMatchObject({ objects: 1 });
    expect(['a/gone', 'a/kept', 'a/young', 'b/new'].map((key) => existsSync(pooled(key)))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('removes no object while there is a backup that it cannot read', async () => {
    await addObjects('20260101T000000Z', 'a/gone');
    await store.objects.put('backups/20260101T120000Z/manifest.json', Buffer.from('{"format": 2}'));
    const newest = await addObjects('20260102T000000Z');
    age('a/gone', 25);
    expect(await applyRetention(store, newest, 1, now)).toMatchObject({ objects: 0 });
    expect(existsSync(pooled('a/gone'))).toBe(true);
    expect(ids()).toContain('20260101T120000Z');
  });

  it('removes what was never finished after three days, not before', async () => {
    for (const id of ['20260106T000000Z', '20260109T000000Z'])
      await store.objects.put(`backups/${id}/postgres.dump`, Buffer.from('half'));
    const newest = await add('20260110T000000Z', { postgres: dump });
    expect(await applyRetention(store, newest, 9, now)).toMatchObject({ sets: ['20260106T000000Z'] });
    expect(ids()).toEqual(['20260109T000000Z', '20260110T000000Z']);
  });
});

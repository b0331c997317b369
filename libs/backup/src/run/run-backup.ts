import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError, version, type Config } from '@heliostat/platform';
import { createObjectStore } from '@heliostat/stores/objects';
import { backUpClickHouse, type ClickHouseMethod } from '../clickhouse/backup-clickhouse.js';
import { backupId } from '../manifest/backup-id.js';
import type { Manifest } from '../manifest/manifest.schema.js';
import type { StoreName } from '../manifest/store-names.js';
import { copyObjects } from '../objects/copy-objects.js';
import { dumpPostgres } from '../postgres/dump-postgres.js';
import type { BackupStore } from '../store/backup-store.js';
import { backupKeys } from '../store/backup-keys.js';

export type BackupOptions = {
  config: Config;
  store: BackupStore;
  stores: readonly StoreName[];
  clickhouseMethod?: ClickHouseMethod;
  /** The program; `pg_dump` of PATH unless told. */
  pgDump?: string;
  /** Hears what is done, a line for each store. */
  tell?: (line: string) => void;
};

/**
 * Backs up the stores, one after the other, and writes the manifest at the very end. A failure removes what was written,
 * as far as that is possible; without a manifest it is no backup in any case.
 */
export async function runBackup(options: BackupOptions): Promise<Manifest> {
  const { config, store, tell = () => {} } = options;
  const has = (name: StoreName) => options.stores.includes(name);
  if (options.stores.length === 0)
    throw new CodedError('backup/no-stores', 'No store to back up is named.', 400);
  await store.objects.check();
  const startedAt = new Date();
  const id = await freeId(store, startedAt);
  const stores: Manifest['stores'] = {};
  try {
    if (has('postgres')) {
      stores.postgres = await dumpPostgres(config, store, id, options.pgDump ?? 'pg_dump');
      tell(`postgres: ${stores.postgres.bytes} bytes, ${stores.postgres.tables.length} tables`);
    }
    if (has('clickhouse')) {
      const method = options.clickhouseMethod ?? 'auto';
      stores.clickhouse = await backUpClickHouse({ config, store, id, method, tell });
      const { bytes, tables } = stores.clickhouse;
      tell(`clickhouse: ${bytes} bytes, ${tables.length} tables (${stores.clickhouse.method})`);
    }
    if (has('objects')) {
      const source = createObjectStore(config);
      try {
        stores.objects = await copyObjects(source, store, id, backupKeys(config));
      } finally {
        await source.close();
      }
      const { objects, copied } = stores.objects;
      tell(`objects: ${objects}, of them ${copied.objects} new (${copied.bytes} bytes)`);
    }
    const finishedAt = new Date().toISOString();
    const manifest = {
      format: 1 as const,
      id,
      startedAt: startedAt.toISOString(),
      finishedAt,
      version,
      stores,
    };
    await store.writeManifest(manifest);
    return manifest;
  } catch (error) {
    await store.remove(id).catch(() => {});
    throw error;
  }
}

/** Two backups that begin in one second must not write into one set. */
async function freeId(store: BackupStore, time: Date): Promise<string> {
  for (let at = time; ; at = new Date()) {
    const id = backupId(at);
    if (!(await store.exists(id))) return id;
    await sleep(1_000);
  }
}

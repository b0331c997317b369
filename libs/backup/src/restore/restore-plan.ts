import { CodedError, version, type Config } from '@heliostat/platform';
import { createObjectStore } from '@heliostat/stores/objects';
import { compareVersions } from '@heliostat/stores/postgres';
import { clickhouseMigrations, postgresSchemaVersion } from '@heliostat/stores/supported';
import { clickhouseContent, wrongTopology } from '../clickhouse/restore-clickhouse.js';
import { storesOf, type Manifest } from '../manifest/manifest.schema.js';
import type { StoreName } from '../manifest/store-names.js';
import { objectsContent } from '../objects/restore-objects.js';
import { postgresContent } from '../postgres/restore-postgres.js';
import { backupKeys } from '../store/backup-keys.js';
import type { BackupStore } from '../store/backup-store.js';

/** The order of a restore: a row never points to an object that is not there yet. */
const restoreOrder: readonly StoreName[] = ['objects', 'postgres', 'clickhouse'];

export type RestorePlan = {
  manifest: Manifest;
  /** In the order in which they are restored. */
  stores: StoreName[];
  /** What is in the way, by store; each is replaced with `force`. */
  occupied: { store: StoreName; content: string }[];
};

export type RestoreSelection = {
  config: Config;
  store: BackupStore;
  /** A backup's id, or `latest`: the newest that has all the stores asked for. */
  backup: string;
  /** All that the backup has, unless told. */
  stores?: readonly StoreName[];
};

/**
 * Looks at the backup and at the stores, and changes nothing. Throws `restore/…` for a backup that is not there, that is
 * newer than this version, or that lacks a store.
 */
export async function planRestore(selection: RestoreSelection): Promise<RestorePlan> {
  const { config } = selection;
  const manifest = await findBackup(selection);
  const has = storesOf(manifest);
  const lacking = (selection.stores ?? []).filter((name) => !has.includes(name));
  if (lacking.length > 0)
    throw new CodedError(
      'restore/not-in-backup',
      `The backup ${manifest.id} holds ${has.join(', ')}, and not ${lacking.join(', ')}.`,
      400,
    );
  const wanted = selection.stores ?? has;
  const stores = restoreOrder.filter((name) => wanted.includes(name));
  requireReadable(manifest, stores);
  const { clickhouse } = manifest.stores;
  const wrong = stores.includes('clickhouse') && clickhouse && wrongTopology(config, clickhouse);
  if (wrong)
    throw new CodedError('restore/wrong-cluster', `The backup ${manifest.id} does not fit: ${wrong}.`, 400);
  const occupied: RestorePlan['occupied'] = [];
  for (const name of stores) {
    const content = await contentOf(name, config);
    if (content) occupied.push({ store: name, content });
  }
  return { manifest, stores, occupied };
}

async function findBackup({ store, backup, stores = [] }: RestoreSelection): Promise<Manifest> {
  if (backup === 'latest') {
    const found = (await store.manifests()).find((manifest) =>
      stores.every((name) => storesOf(manifest).includes(name)),
    );
    if (found) return found;
    const what = stores.length > 0 ? ` of ${stores.join(', ')}` : '';
    throw new CodedError('restore/no-backup', `There is no complete backup${what} in ${store.where}.`, 404);
  }
  const { manifest, fault } = await store.set(backup);
  if (manifest) return manifest;
  throw new CodedError(
    'restore/no-backup',
    fault
      ? `The backup ${backup} cannot be restored: ${fault}.`
      : `There is no complete backup ${backup} in ${store.where}: heliostat backup list shows what there is.`,
    404,
  );
}

function requireReadable(manifest: Manifest, stores: readonly StoreName[]): void {
  const { postgres, clickhouse } = manifest.stores;
  const own = {
    postgres: postgresSchemaVersion,
    clickhouse: Math.max(...clickhouseMigrations.map((m) => m.version)),
  };
  const newer =
    compareVersions(manifest.version, version) > 0 ||
    (stores.includes('postgres') && (postgres?.schemaVersion ?? 0) > own.postgres) ||
    (stores.includes('clickhouse') && (clickhouse?.schemaVersion ?? 0) > own.clickhouse);
  if (newer)
    throw new CodedError(
      'restore/newer-backup',
      `The backup ${manifest.id} was made by Heliostat ${manifest.version}, which is newer than this one (${version}): ` +
        'restore it with that version or a later one.',
      400,
    );
}

async function contentOf(name: StoreName, config: Config): Promise<string | undefined> {
  if (name === 'postgres') return postgresContent(config);
  if (name === 'clickhouse') return clickhouseContent(config);
  const objects = createObjectStore(config);
  try {
    return await objectsContent(objects, backupKeys(config));
  } finally {
    await objects.close();
  }
}

import { backupIdTime } from '../manifest/backup-id.js';
import { storesOf, type Manifest } from '../manifest/manifest.schema.js';
import { prunePool } from '../objects/prune-pool.js';
import type { BackupStore } from '../store/backup-store.js';

/** What a run that was killed left behind; a younger one may still be running. */
const abandonedMs = 3 * 24 * 3_600_000;

export type Retention = { sets: string[]; objects: number };

/**
 * Keeps the newest `keep` backups of the same stores as `newest`, and removes the older ones of those: hourly backups of
 * Postgres do not push out nightly ones of everything. Then removes objects that no kept backup lists, and sets that
 * were never finished. Nothing is removed from the pool while a backup is there whose manifest cannot be read.
 */
export async function applyRetention(
  store: BackupStore,
  newest: Manifest,
  keep: number,
  now = Date.now(),
): Promise<Retention> {
  const sets = await store.sets();
  const kind = storesOf(newest).join();
  const old = sets
    .flatMap(({ manifest }) => (manifest && storesOf(manifest).join() === kind ? [manifest] : []))
    .slice(keep);
  const abandoned = sets.filter(
    ({ id, manifest, fault }) => !manifest && !fault && now - backupIdTime(id)!.getTime() > abandonedMs,
  );
  const removed = [...old, ...abandoned].map(({ id }) => id);
  for (const id of removed) await store.remove(id);
  const kept = sets.flatMap(({ manifest }) => (manifest && !old.includes(manifest) ? [manifest] : []));
  const prunable = old.some(({ stores }) => stores.objects) && !sets.some(({ fault }) => fault);
  return { sets: removed, objects: prunable ? await prunePool(store, kept, now) : 0 };
}

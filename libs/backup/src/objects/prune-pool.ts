import type { Manifest } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';
import { KeyCursor } from './key-cursor.js';
import { readList } from './object-list.js';

/** A backup that runs at the same time has copied what no list names yet. */
const youngMs = 24 * 3_600_000;

/** Removes objects that no kept backup lists, unless they are younger than a day. Returns how many. */
export async function prunePool(store: BackupStore, kept: readonly Manifest[], now: number): Promise<number> {
  const lists = kept.flatMap(({ id, stores: { objects } }) =>
    objects ? new KeyCursor(readList(store, id, objects)) : [],
  );
  let removed = 0;
  try {
    for await (const { key, modifiedAt } of store.objects.list(store.poolPrefix)) {
      const name = key.slice(store.poolPrefix.length);
      const listed = await Promise.all(lists.map((list) => list.find(name)));
      if (listed.some(Boolean) || now - modifiedAt.getTime() < youngMs) continue;
      await store.objects.delete(key);
      removed++;
    }
  } finally {
    await Promise.all(lists.map((list) => list.close()));
  }
  return removed;
}

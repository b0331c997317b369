import { ObjectNotFoundError, type ObjectStore, type StreamingObjectStore } from '@heliostat/stores/objects';
import type { ObjectsPart } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';
import { inOrder } from './in-order.js';
import { KeyCursor } from './key-cursor.js';
import { listFile, packList, type ListedObject } from './object-list.js';

const copiesAtOnce = 16;

/**
 * Copies every object that the pool does not have yet (by key and size: objects never change) and lists what belongs to
 * the set. `isBackup` says which keys of the source are backups themselves.
 */
export async function copyObjects(
  source: StreamingObjectStore,
  store: BackupStore,
  id: string,
  isBackup: (key: string) => boolean,
): Promise<ObjectsPart> {
  const pool = store.poolPrefix;
  const pooled = new KeyCursor(store.objects.list(pool));
  const copied = { objects: 0, bytes: 0 };
  const all = { objects: 0, bytes: 0 };

  const needed = async function* () {
    for await (const { key, bytes } of source.list('')) {
      if (isBackup(key)) continue;
      const there = await pooled.find(`${pool}${key}`);
      yield { key, bytes, isNew: there?.bytes !== bytes };
    }
  };
  const copy = async (object: ListedObject & { isNew: boolean }) => {
    if (!object.isNew) return object;
    if (!(await copyObject(source, object.key, store.objects, `${pool}${object.key}`))) return undefined;
    copied.objects++;
    copied.bytes += object.bytes;
    return object;
  };
  const listed = async function* () {
    for await (const object of inOrder(needed(), copiesAtOnce, copy)) {
      if (!object) continue;
      all.objects++;
      all.bytes += object.bytes;
      yield object;
    }
  };
  try {
    const list = await store.write(id, listFile, packList(listed()));
    return { list, ...all, copied };
  } finally {
    await pooled.close();
  }
}

/** On the server where both are on it, else through here. False when the object is gone: retention removed it. */
export async function copyObject(
  from: ObjectStore & Pick<StreamingObjectStore, 'getStream'>,
  fromKey: string,
  to: StreamingObjectStore,
  toKey: string,
): Promise<boolean> {
  try {
    if (!(await to.copyFrom(from, fromKey, toKey))) await to.putStream(toKey, await from.getStream(fromKey));
    return true;
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return false;
    throw error;
  }
}

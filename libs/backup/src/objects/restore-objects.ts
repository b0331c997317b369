import { CodedError } from '@heliostat/platform';
import type { StreamingObjectStore } from '@heliostat/stores/objects';
import type { ObjectsPart } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';
import { copyObject } from './copy-objects.js';
import { inOrder } from './in-order.js';
import { KeyCursor } from './key-cursor.js';
import { readList, type ListedObject } from './object-list.js';

const copiesAtOnce = 16;

/** What is in the store already, in words; undefined when it is empty. */
export async function objectsContent(
  target: StreamingObjectStore,
  isBackup: (key: string) => boolean,
): Promise<string | undefined> {
  for await (const { key } of target.list('')) if (!isBackup(key)) return `objects, such as ${key}`;
  return undefined;
}

/** Puts back what the store lacks, or has in another size; leaves everything else. Returns the faults found afterwards. */
export async function restoreObjects(
  target: StreamingObjectStore,
  store: BackupStore,
  id: string,
  part: ObjectsPart,
): Promise<string[]> {
  const present = new KeyCursor(target.list(''));
  const absent = async function* () {
    for await (const object of readList(store, id, part))
      if ((await present.find(object.key))?.bytes !== object.bytes) yield object;
  };
  const copy = async ({ key }: ListedObject) => {
    if (!(await copyObject(store.objects, `${store.poolPrefix}${key}`, target, key)))
      throw new CodedError('backup/damaged', `The object ${key} of the backup ${id} is gone from its pool.`);
  };
  try {
    for await (const _ of inOrder(absent(), copiesAtOnce, copy));
  } finally {
    await present.close();
  }
  return compare(target, store, id, part);
}

async function compare(
  target: StreamingObjectStore,
  store: BackupStore,
  id: string,
  part: ObjectsPart,
): Promise<string[]> {
  const present = new KeyCursor(target.list(''));
  let missing = 0;
  for await (const { key, bytes } of readList(store, id, part))
    if ((await present.find(key))?.bytes !== bytes) missing++;
  await present.close();
  return missing > 0 ? [`Objects: ${missing} of ${part.objects} are missing or of another size`] : [];
}

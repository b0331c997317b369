import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInterface } from 'node:readline';
import { createGunzip, createGzip } from 'node:zlib';
import type { ObjectsPart } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';

export const listFile = 'objects.list.gz';
const linesAtOnce = 1_000;

export type ListedObject = { key: string; bytes: number };

/** The objects of a set as text, packed: `key`, tab, `bytes`. Keys hold neither tabs nor line ends. */
export function packList(objects: AsyncIterable<ListedObject>): Readable {
  const gzip = createGzip();
  const lines = async function* () {
    let text = '';
    let held = 0;
    for await (const { key, bytes } of objects) {
      text += `${key}\t${bytes}\n`;
      if (++held < linesAtOnce) continue;
      yield text;
      text = '';
      held = 0;
    }
    if (text) yield text;
  };
  // A fault destroys the packer with it, and so reaches its reader.
  pipeline(Readable.from(lines()), gzip).catch(() => {});
  return gzip;
}

/** The objects of a set, in the order of their keys. */
export async function* readList(
  store: BackupStore,
  id: string,
  part: ObjectsPart,
): AsyncGenerator<ListedObject> {
  const packed = await store.read(id, part.list);
  const gunzip = createGunzip();
  const unpacked = pipeline(packed, gunzip);
  unpacked.catch(() => {});
  for await (const line of createInterface({ input: gunzip, crlfDelay: Infinity })) {
    const [key, bytes] = line.split('\t');
    if (key && bytes) yield { key, bytes: Number(bytes) };
  }
  await unpacked;
}

import type { Readable } from 'node:stream';
import type { ObjectStore } from './object-store.js';

/** An object store that also takes and gives objects too large for memory. Both drivers are one. */
export type StreamingObjectStore = ObjectStore & {
  /**
   * As `put`, from a stream; resolves with the bytes once the object is whole. When the stream fails, the object is as
   * it was before. On S3 at most 320 GB.
   */
  putStream(key: string, body: Readable): Promise<number>;
  /** Resolves once the object is found; a fault on the way is an `error` of the stream. */
  getStream(key: string): Promise<Readable>;
  /**
   * Copies an object of another store without it passing through here. False when the two do not know each other: then
   * nothing is done, and the caller streams.
   */
  copyFrom(source: ObjectStore, sourceKey: string, key: string): Promise<boolean>;
  /** Names of the folders right below a prefix that is empty or ends in a slash, in order. */
  listFolders(prefix: string): Promise<string[]>;
};

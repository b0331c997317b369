/**
 * The object store's port. Keys are slash-separated, relative, and hold only `[A-Za-z0-9._/-]`. `put` replaces and
 * is atomic: a reader sees the whole old or the whole new object. Missing objects are `ObjectNotFoundError`.
 */
export type ObjectStore = {
  put(key: string, body: Uint8Array): Promise<void>;
  get(key: string): Promise<Buffer>;
  /** `length` bytes from `offset`; fewer when the object ends before. */
  getRange(key: string, offset: number, length: number): Promise<Buffer>;
  /** All objects below a prefix, in key order. */
  list(prefix: string): AsyncIterable<{ key: string; bytes: number; modifiedAt: Date }>;
  /** Removing what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Throws, in words, when the store cannot serve. */
  check(): Promise<void>;
  close(): Promise<void>;
};

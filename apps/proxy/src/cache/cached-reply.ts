import type { Usage } from '@heliostat/contracts';

/** What is kept of a reply beside its bytes. */
export type CachedReplyHead = {
  /** Of this form. */
  v: 1;
  /** Id of the call that got it. */
  id: string;
  /** Epoch milliseconds of that call. */
  at: number;
  latencyMs: number;
  contentType: string;
  contentEncoding?: string | undefined;
  provider: string;
  /** Where it came from; the path without keys. */
  origin: string;
  upstreamPath: string;
  bodyProvider?: string | undefined;
  bodyMapping?: string | undefined;
  model?: string | undefined;
  usage?: Usage | undefined;
  /** Lengths of the chunks, so that a stream is given again as one. */
  chunks: number[];
};

export type CachedReply = { head: CachedReplyHead; chunks: Uint8Array[] };

const lengthBytes = 4;

/** As bytes: the length of the head in four (big-endian), the head as JSON, the chunks. */
export function encodeReply(
  head: Omit<CachedReplyHead, 'v' | 'chunks'>,
  chunks: readonly Uint8Array[],
): Buffer {
  const json = Buffer.from(JSON.stringify({ v: 1, ...head, chunks: chunks.map(({ length }) => length) }));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json, ...chunks]);
}

/** Undefined where the bytes are not of this form: another version's, or cut. */
export function decodeReply(entry: Uint8Array): CachedReply | undefined {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  if (bytes.length < lengthBytes) return undefined;
  let at = lengthBytes + bytes.readUInt32BE();
  try {
    const head = JSON.parse(bytes.toString('utf8', lengthBytes, at)) as CachedReplyHead;
    if (head.v !== 1) return undefined;
    const chunks = head.chunks.map((length) => bytes.subarray(at, (at += length)));
    return at === bytes.length ? { head, chunks } : undefined;
  } catch {
    return undefined;
  }
}

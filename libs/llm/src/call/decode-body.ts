import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

/** Largest decompressed body read, in bytes; a longer one counts as unreadable. */
const maxOutputLength = 64 * 1024 * 1024;

type Decoder = (bytes: Uint8Array) => Uint8Array;

// A sync flush at the end reads what a cut body holds instead of failing.
const zlibOptions = { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH };
const decoders: Record<string, Decoder> = {
  gzip: (bytes) => gunzipSync(bytes, zlibOptions),
  'x-gzip': (bytes) => gunzipSync(bytes, zlibOptions),
  deflate: (bytes) => {
    // Servers send deflate with and without zlib's header.
    const wrapped = ((bytes[0] ?? 0) & 0x0f) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;
    return wrapped ? inflateSync(bytes, zlibOptions) : inflateRawSync(bytes, zlibOptions);
  },
  br: (bytes) =>
    brotliDecompressSync(bytes, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: (bytes) => zstdDecompressSync(bytes, { maxOutputLength, finishFlush: constants.ZSTD_e_flush }),
};

/**
 * Undoes `content-encoding` (`gzip`, `br`, `deflate`, `zstd`, or a list of them), at most 64 MB of output; what
 * a cut body still holds is returned.
 * @returns null when the encoding is unknown or the bytes are not in it.
 */
export function decodeBody(bytes: Uint8Array, encoding: string | undefined): Uint8Array | null {
  if (encoding === undefined || encoding === '' || bytes.length === 0) return bytes;
  let body = bytes;
  const names = encoding.toLowerCase().split(',').reverse();
  if (names.length > 4) return null;
  for (const name of names.map((part) => part.trim())) {
    if (name === 'identity' || name === '') continue;
    const decoder = decoders[name];
    if (!decoder) return null;
    try {
      body = decoder(body);
    } catch {
      return null;
    }
  }
  return body;
}

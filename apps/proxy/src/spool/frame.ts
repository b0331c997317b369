import { crc32 } from 'node:zlib';

/**
 * One record in a spool file:
 *
 *     u32le length · u32le crc32 · u32le meta length · u32le request length · u32le response length · meta · request · response
 *
 * `length` and the checksum cover all that follows the checksum.
 */
export const frameHeaderBytes = 20;
const prefixBytes = 8;
/** Nothing valid is longer: bodies are capped far below. */
const maxFrameBytes = 2 ** 31;

/** A record as it waits to be written. `metaJson` is asked for when the frame is made, and may throw. */
export type FrameSource = {
  metaJson(): string;
  readonly request: { readonly chunks: readonly Uint8Array[]; readonly kept: number };
  readonly response: { readonly chunks: readonly Uint8Array[]; readonly kept: number };
};

/** Encodes a frame at `at`; undefined when it may not fit there. Returns the offset behind it. */
export function encodeFrameInto(arena: Buffer, at: number, source: FrameSource): number | undefined {
  const meta = source.metaJson();
  const { request, response } = source;
  // UTF-8 needs at most three bytes for one UTF-16 unit.
  if (at + frameHeaderBytes + meta.length * 3 + request.kept + response.kept > arena.length) return undefined;
  const metaBytes = arena.write(meta, at + frameHeaderBytes, 'utf8');
  let end = at + frameHeaderBytes + metaBytes;
  for (const chunk of request.chunks) {
    arena.set(chunk, end);
    end += chunk.length;
  }
  for (const chunk of response.chunks) {
    arena.set(chunk, end);
    end += chunk.length;
  }
  arena.writeUInt32LE(metaBytes, at + 8);
  arena.writeUInt32LE(request.kept, at + 12);
  arena.writeUInt32LE(response.kept, at + 16);
  arena.writeUInt32LE(end - at - prefixBytes, at);
  arena.writeUInt32LE(crc32(arena.subarray(at + prefixBytes, end)), at + 4);
  return end;
}

/** A frame as buffers for one `writev`: bodies are not copied. */
export function encodeFrameParts(source: FrameSource): Uint8Array[] {
  const meta = Buffer.from(source.metaJson());
  const { request, response } = source;
  const head = Buffer.allocUnsafe(frameHeaderBytes);
  head.writeUInt32LE(frameHeaderBytes - prefixBytes + meta.length + request.kept + response.kept, 0);
  head.writeUInt32LE(meta.length, 8);
  head.writeUInt32LE(request.kept, 12);
  head.writeUInt32LE(response.kept, 16);
  const parts = [head, meta, ...request.chunks, ...response.chunks];
  let sum = crc32(head.subarray(prefixBytes));
  for (let i = 1; i < parts.length; i++) sum = crc32(parts[i]!, sum);
  head.writeUInt32LE(sum, 4);
  return parts;
}

export type DecodedFrame = { offset: number; bytes: number } & (
  { fault?: undefined; meta: Buffer; request: Buffer; response: Buffer } | { fault: string }
);

/** What a spool file holds. `torn` is the length of an unfinished last frame, as a crash leaves it. */
export type DecodedSpool = { frames: DecodedFrame[]; torn: number };

/**
 * Reads a spool file. Never throws: a frame with a wrong checksum is given with its fault, and so is the rest of the
 * file from where lengths make no sense; an unfinished last frame is only counted.
 */
export function decodeSpool(file: Buffer): DecodedSpool {
  const frames: DecodedFrame[] = [];
  let offset = 0;
  while (offset < file.length) {
    const rest = file.length - offset;
    if (rest < prefixBytes) return { frames, torn: rest };
    const length = file.readUInt32LE(offset);
    const bytes = prefixBytes + length;
    if (length < frameHeaderBytes - prefixBytes || length > maxFrameBytes) {
      frames.push({ offset, bytes: rest, fault: `a frame of ${length} bytes makes no sense` });
      return { frames, torn: 0 };
    }
    if (bytes > rest) return { frames, torn: rest };
    frames.push(decodeFrame(file, offset, bytes));
    offset += bytes;
  }
  return { frames, torn: 0 };
}

function decodeFrame(file: Buffer, offset: number, bytes: number): DecodedFrame {
  const end = offset + bytes;
  if (crc32(file.subarray(offset + prefixBytes, end)) !== file.readUInt32LE(offset + 4))
    return { offset, bytes, fault: 'the checksum is wrong' };
  const metaStart = offset + frameHeaderBytes;
  const requestStart = metaStart + file.readUInt32LE(offset + 8);
  const responseStart = requestStart + file.readUInt32LE(offset + 12);
  if (responseStart + file.readUInt32LE(offset + 16) !== end)
    return { offset, bytes, fault: 'the lengths of its parts do not add up' };
  return {
    offset,
    bytes,
    meta: file.subarray(metaStart, requestStart),
    request: file.subarray(requestStart, responseStart),
    response: file.subarray(responseStart, end),
  };
}

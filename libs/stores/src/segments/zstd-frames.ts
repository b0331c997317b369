import type { SegmentFrame } from './segment.js';

const frameMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const dictionaryIdBytes = [0, 1, 2, 4];

/**
 * Where the zstd frames in these bytes lie, read from block headers alone (RFC 8878, 3.1.1). After damage it looks
 * for the next frame's magic number; the damaged stretch is given as one frame, whose decoding then tells its error.
 */
export function zstdFrames(bytes: Buffer): SegmentFrame[] {
  const frames: SegmentFrame[] = [];
  let offset = bytes.indexOf(frameMagic);
  while (offset >= 0) {
    const length = frameLength(bytes, offset);
    const next = bytes.indexOf(frameMagic, offset + (length ?? frameMagic.length));
    const end = length === undefined ? (next < 0 ? bytes.length : next) : offset + length;
    frames.push({ offset, length: end - offset });
    offset = next;
  }
  return frames;
}

function frameLength(bytes: Buffer, start: number): number | undefined {
  const descriptor = bytes[start + 4];
  if (descriptor === undefined) return undefined;
  const singleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const contentSizeBytes = sizeFlag === 0 ? (singleSegment ? 1 : 0) : 2 ** sizeFlag;
  let at = start + 5 + (singleSegment ? 0 : 1) + dictionaryIdBytes[descriptor & 3]! + contentSizeBytes;
  for (;;) {
    if (at + 3 > bytes.length) return undefined;
    const header = bytes.readUIntLE(at, 3);
    const type = (header >> 1) & 3;
    if (type === 3) return undefined;
    // A run-length block stores one byte whatever its size.
    at += 3 + (type === 1 ? 1 : header >> 3);
    if (header & 1) break;
  }
  if (descriptor & 4) at += 4;
  return at <= bytes.length ? at - start : undefined;
}

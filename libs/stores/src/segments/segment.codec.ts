import { promisify } from 'node:util';
import { zstdCompress, type ZstdOptions } from 'node:zlib';
import type { LogRecord } from '@heliostat/contracts';
import { errorMessage } from '@heliostat/platform';
import { decodeRecord, decompress, encodeFrame, encodeFrameAsync } from './frame.codec.js';
import type { SegmentEntry, SegmentFrame } from './segment.js';
import { encodeZstdFrame, zstdOptions } from './zstd-encoder.js';
import { zstdFrames } from './zstd-frames.js';

const magic = Buffer.from('HSG1');
const trailerBytes = 12;
const compress = promisify<Uint8Array, ZstdOptions, Buffer>(zstdCompress);

export type EncodedSegment = { body: Buffer; frames: SegmentFrame[] };

/** A segment of these records, in order; `frames[i]` tells where `records[i]` lies. Blocks while it compresses. */
export function encodeSegment(records: LogRecord[]): EncodedSegment {
  const parts = records.map(encodeFrame);
  const frames = locate(parts);
  return { frames, body: assemble(parts, encodeZstdFrame(indexJson(frames))) };
}

/** As `encodeSegment`, on libuv's threads: what a process that serves requests uses. */
export async function encodeSegmentAsync(records: LogRecord[]): Promise<EncodedSegment> {
  const parts = await Promise.all(records.map(encodeFrameAsync));
  const frames = locate(parts);
  return { frames, body: assemble(parts, await compress(indexJson(frames), zstdOptions)) };
}

/**
 * Reads a whole segment, in order. Never throws: a frame that cannot be read is an entry with its error, and where
 * the index is damaged (a file cut short, a flipped bit) the frames are found by scanning.
 */
export function decodeSegment(body: Uint8Array): SegmentEntry[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const frames = readIndex(bytes);
  if (frames) return frames.map((frame) => decodeEntry(bytes, frame));
  return zstdFrames(bytes).flatMap((frame) => {
    const entry = decodeEntry(bytes, frame);
    return entry.error !== undefined && isIndex(bytes, frame) ? [] : [entry];
  });
}

function locate(parts: Buffer[]): SegmentFrame[] {
  let offset = 0;
  return parts.map(({ length }) => {
    const frame = { offset, length };
    offset += length;
    return frame;
  });
}

const indexJson = (frames: SegmentFrame[]) =>
  Buffer.from(JSON.stringify(frames.map(({ offset, length }) => [offset, length])));

function assemble(parts: Buffer[], index: Buffer): Buffer {
  const trailer = Buffer.allocUnsafe(trailerBytes);
  trailer.writeUInt32LE(index.length, 0);
  trailer.writeUInt32LE(parts.length, 4);
  magic.copy(trailer, 8);
  return Buffer.concat([...parts, index, trailer]);
}

function decodeEntry(bytes: Buffer, { offset, length }: SegmentFrame): SegmentEntry {
  try {
    return { offset, length, record: decodeRecord(decompress(bytes.subarray(offset, offset + length))) };
  } catch (error) {
    return { offset, length, error: errorMessage(error) };
  }
}

/** The frames that the index names, or nothing when the index or the trailer does not hold together. */
function readIndex(bytes: Buffer): SegmentFrame[] | undefined {
  const trailer = bytes.length - trailerBytes;
  if (trailer < 0 || !bytes.subarray(trailer + 8).equals(magic)) return undefined;
  const start = trailer - bytes.readUInt32LE(trailer);
  if (start < 0) return undefined;
  const frames = parseIndex(bytes.subarray(start, trailer));
  const whole = frames?.every(({ offset, length }, i) => {
    const previous = i === 0 ? { offset: 0, length: 0 } : frames[i - 1]!;
    return offset === previous.offset + previous.length && offset + length <= start;
  });
  return whole && frames?.length === bytes.readUInt32LE(trailer + 4) ? frames : undefined;
}

const isIndex = (bytes: Buffer, { offset, length }: SegmentFrame) =>
  parseIndex(bytes.subarray(offset, offset + length)) !== undefined;

function parseIndex(compressed: Buffer): SegmentFrame[] | undefined {
  try {
    const pairs: unknown = JSON.parse(decompress(compressed).toString());
    if (!Array.isArray(pairs)) return undefined;
    const frames: SegmentFrame[] = [];
    for (const pair of pairs) {
      if (!Array.isArray(pair) || !isCount(pair[0]) || !isCount(pair[1]) || pair[1] === 0) return undefined;
      frames.push({ offset: pair[0], length: pair[1] });
    }
    return frames;
  } catch {
    return undefined;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

import { promisify } from 'node:util';
import { zstdCompress, zstdDecompressSync, type ZstdOptions } from 'node:zlib';
import { logRecordMetaSchema, type LogRecord } from '@heliostat/contracts';
import { CodedError, errorMessage } from '@heliostat/platform';
import { encodeZstdFrame, zstdOptions } from './zstd-encoder.js';

/** Largest record that a frame holds, in bytes before compression: a bomb of 10 KB must not become 10 GB. */
export const maxRecordBytes = 64 * 1024 * 1024;

const headerBytes = 12;

const compress = promisify<Uint8Array, ZstdOptions, Buffer>(zstdCompress);

/** One record as its own zstd frame. Throws `segment/record-too-large` above `maxRecordBytes`. */
export const encodeFrame = (record: LogRecord): Buffer => encodeZstdFrame(layOut(record, reused));

/** As `encodeFrame`, compressed on libuv's threads so that the event loop stays free. */
export const encodeFrameAsync = async (record: LogRecord): Promise<Buffer> =>
  compress(layOut(record), zstdOptions);

/**
 * Reads one frame, as a range request of its offset and length returns it. Throws `segment/poison-frame` (422)
 * with what is wrong: not zstd, larger than `maxRecordBytes`, lengths that do not add up, or a meta that the
 * schema refuses.
 */
export function decodeFrame(bytes: Uint8Array): LogRecord {
  return decodeRecord(decompress(bytes));
}

/** The content of a zstd frame, at most `maxRecordBytes`. Throws `segment/poison-frame`. */
export function decompress(bytes: Uint8Array): Buffer {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: maxRecordBytes });
  } catch (error) {
    throw poison(`not a readable zstd frame: ${errorMessage(error)}`);
  }
}

/** A decompressed frame's record. Throws `segment/poison-frame`. */
export function decodeRecord(content: Buffer): LogRecord {
  if (content.length < headerBytes)
    throw poison(`${content.length} bytes are shorter than a record's header`);
  const metaLength = content.readUInt32LE(0);
  const requestLength = content.readUInt32LE(4);
  const responseLength = content.readUInt32LE(8);
  const total = headerBytes + metaLength + requestLength + responseLength;
  if (total !== content.length)
    throw poison(`the header tells ${total} bytes, the frame has ${content.length}`);
  const requestStart = headerBytes + metaLength;
  const responseStart = requestStart + requestLength;
  const meta = logRecordMetaSchema.safeParse(parseJson(content.subarray(headerBytes, requestStart)));
  if (!meta.success) {
    const faults = meta.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw poison(`the meta is not valid: ${faults.join('; ')}`);
  }
  return {
    meta: meta.data,
    request: content.subarray(requestStart, responseStart),
    response: content.subarray(responseStart),
  };
}

/** Room for a record that is compressed at once: garbage of a thread that makes little else waits long for its end. */
let room = Buffer.allocUnsafeSlow(64 * 1024);
/** Of a larger record the room is given back. */
const maxRoomBytes = 1024 * 1024;

function reused(bytes: number): Buffer {
  if (bytes > maxRoomBytes) return Buffer.allocUnsafeSlow(bytes);
  if (bytes > room.length) room = Buffer.allocUnsafeSlow(maxRoomBytes);
  return room.subarray(0, bytes);
}

function layOut(
  { meta, request, response }: LogRecord,
  allocate: (bytes: number) => Buffer = Buffer.allocUnsafe,
): Buffer {
  const json = JSON.stringify(meta);
  const metaBytes = Buffer.byteLength(json);
  const total = headerBytes + metaBytes + request.length + response.length;
  if (total > maxRecordBytes)
    throw new CodedError(
      'segment/record-too-large',
      `A log record of ${total} bytes is larger than ${maxRecordBytes} bytes; lower LOG_MAX_BODY.`,
    );
  const content = allocate(total);
  content.writeUInt32LE(metaBytes, 0);
  content.writeUInt32LE(request.length, 4);
  content.writeUInt32LE(response.length, 8);
  content.write(json, headerBytes);
  content.set(request, headerBytes + metaBytes);
  content.set(response, headerBytes + metaBytes + request.length);
  return content;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw poison('the meta is not JSON');
  }
}

const poison = (words: string) => new CodedError('segment/poison-frame', words, 422);

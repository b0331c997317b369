/** One frame of AWS's binary event stream: its event (or exception) type and its payload. */
export type EventStreamFrame = { type: string; payload: Buffer };

const preludeBytes = 12;
const trailerBytes = 4;
const maxFrameBytes = 24 * 1024 * 1024;

/** Bytes of a header value by its type number; -1 where a two-byte length precedes it. */
const headerSizes = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16];

function readType(frame: Buffer, start: number, end: number): string {
  let at = start;
  let found = '';
  while (at + 2 < end) {
    const nameLength = frame[at] ?? 0;
    const name = frame.toString('latin1', at + 1, at + 1 + nameLength);
    const kind = frame[at + 1 + nameLength] ?? -1;
    const size = headerSizes[kind];
    at += 2 + nameLength;
    if (size === undefined) return found;
    if (size >= 0) {
      at += size;
      continue;
    }
    if (at + 2 > end) return found;
    const length = frame.readUInt16BE(at);
    if (name === ':event-type' || name === ':exception-type')
      found = frame.toString('utf8', at + 2, Math.min(end, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

/** The frame of `total` bytes at a place of a buffer, of which `headers` are its headers. */
export function readFrame(buffer: Buffer, at: number, total: number, headers: number): EventStreamFrame {
  const bodyStart = at + preludeBytes + headers;
  return {
    type: readType(buffer, at + preludeBytes, bodyStart),
    payload: buffer.subarray(bodyStart, at + total - trailerBytes),
  };
}

/**
 * Frames of `application/vnd.amazon.eventstream` (Bedrock's streams), in order, up to the first that is cut or
 * broken. Checksums are not verified: the bytes came through TLS and are only read for the log.
 */
export function readEventStream(bytes: Uint8Array): EventStreamFrame[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: EventStreamFrame[] = [];
  let at = 0;
  while (at + preludeBytes + trailerBytes <= buffer.length) {
    const total = buffer.readUInt32BE(at);
    const headers = buffer.readUInt32BE(at + 4);
    if (total > maxFrameBytes || headers + preludeBytes + trailerBytes > total || at + total > buffer.length)
      break;
    frames.push(readFrame(buffer, at, total, headers));
    at += total;
  }
  return frames;
}

import { crc32 } from 'node:zlib';
import { readFrame, type EventStreamFrame } from './event-stream-frames.js';

/** A frame whose head states more than this is broken, and ends the reading (24 MB). */
export const maxFrameBytes = 24 * 1024 * 1024;
const preludeBytes = 12;
const trailerBytes = 4;

/**
 * Incremental reader of `application/vnd.amazon.eventstream` (Bedrock's streams): bytes in any split, frames out.
 * Both checksums are verified; a frame that fails them, or states an impossible length, ends the reading, as nothing
 * behind it can be found again.
 */
export function createEventStreamReader(onFrame: (frame: EventStreamFrame) => void): {
  push(chunk: Uint8Array): void;
  end(): void;
} {
  let chunks: Uint8Array[] = [];
  let held = 0;
  let wanted = preludeBytes;
  let broken = false;

  function take(): Buffer {
    const buffer = chunks.length === 1 && chunks[0] ? toBuffer(chunks[0]) : Buffer.concat(chunks);
    let at = 0;
    while (!broken && buffer.length - at >= preludeBytes) {
      const total = buffer.readUInt32BE(at);
      const headers = buffer.readUInt32BE(at + 4);
      const possible = total <= maxFrameBytes && headers + preludeBytes + trailerBytes <= total;
      if (!possible || crc32(buffer.subarray(at, at + 8)) !== buffer.readUInt32BE(at + 8)) broken = true;
      else if (buffer.length - at < total) {
        wanted = total;
        return buffer.subarray(at);
      } else {
        const end = at + total - trailerBytes;
        if (crc32(buffer.subarray(at, end)) !== buffer.readUInt32BE(end)) broken = true;
        else onFrame(readFrame(buffer, at, total, headers));
        at += total;
      }
    }
    wanted = preludeBytes;
    return buffer.subarray(at);
  }

  return {
    push(chunk) {
      if (broken || chunk.length === 0) return;
      chunks.push(chunk);
      held += chunk.length;
      // Joined only when a frame is whole: a large one in small pieces is copied once.
      if (held < wanted) return;
      const rest = take();
      chunks = broken || rest.length === 0 ? [] : [rest];
      held = broken ? 0 : rest.length;
    },
    end() {
      chunks = [];
      broken = true;
    },
  };
}

const toBuffer = (chunk: Uint8Array) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

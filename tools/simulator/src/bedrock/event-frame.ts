import { crc32 } from 'node:zlib';

/** Type number of a header value that is text. */
const textValue = 7;

function header(name: string, value: string): Buffer {
  const out = Buffer.alloc(4 + name.length + value.length);
  out.writeUInt8(name.length, 0);
  out.write(name, 1, 'latin1');
  out.writeUInt8(textValue, 1 + name.length);
  out.writeUInt16BE(value.length, 2 + name.length);
  out.write(value, 4 + name.length, 'latin1');
  return out;
}

/**
 * One frame of `application/vnd.amazon.eventstream`: two lengths and their CRC-32, headers, the payload as JSON, and the
 * CRC-32 of it all. `exception` frames end a stream that has begun.
 */
export function eventFrame(type: string, payload: object, kind: 'event' | 'exception' = 'event'): Buffer {
  const headers = Buffer.concat([
    header(`:${kind}-type`, type),
    header(':content-type', 'application/json'),
    header(':message-type', kind),
  ]);
  const body = Buffer.from(JSON.stringify(payload));
  const frame = Buffer.alloc(16 + headers.length + body.length);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  headers.copy(frame, 12);
  body.copy(frame, 12 + headers.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4);
  return frame;
}

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = { close: 8, ping: 9, pong: 10 };

/** A frame of a client, and where the next one begins. */
export type Frame = { opcode: number; payload: Buffer; end: number };

/** Takes a connection and sends each message back. Messages must fit into one frame below 64 KB, as the benchmark's do. */
export function echoOverWebSocket(request: IncomingMessage, socket: Duplex): void {
  const accept = createHash('sha1')
    .update(String(request.headers['sec-websocket-key']) + magic)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
  );
  let held: Buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (part: Buffer) => {
    held = held.length === 0 ? part : Buffer.concat([held, part]);
    for (let frame = readFrame(held); frame; frame = readFrame(held)) {
      held = held.subarray(frame.end);
      if (frame.opcode === opcodes.close) return void socket.end(writeFrame(frame.opcode, frame.payload));
      socket.write(writeFrame(frame.opcode === opcodes.ping ? opcodes.pong : frame.opcode, frame.payload));
    }
  });
}

/** The first frame of what a client sent (RFC 6455, 5.2), unmasked; undefined while it is not whole. */
export function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 127;
  if (short === 127) throw new Error('a frame of 64 KB or more');
  const head = short === 126 ? 4 : 2;
  const masked = (bytes[1]! & 128) !== 0;
  const begin = head + (masked ? 4 : 0);
  if (bytes.length < begin) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const end = begin + length;
  if (bytes.length < end) return undefined;
  const payload = Buffer.from(bytes.subarray(begin, end));
  if (masked) for (let i = 0; i < length; i++) payload[i]! ^= bytes[head + (i & 3)]!;
  return { opcode: bytes[0]! & 15, payload, end };
}

/** A whole message as a server sends it, not masked. */
export function writeFrame(opcode: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? Buffer.from([128 | opcode, payload.length])
      : Buffer.from([128 | opcode, 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, payload]);
}

/** Of one message; longer ones end the connection. */
const maxMessageBytes = 16 * 1024 * 1024;

export type Frame = { opcode: number; payload: Buffer };
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Puts a client's bytes back into WebSocket frames, unmasked (RFC 6455, section 5.2). */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  /** The frames that are complete by now. Throws on what no client may send: a frame without mask, or one above 16 MB. */
  read(chunk: Buffer): Frame[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.next(); frame !== undefined; frame = this.next()) frames.push(frame);
    return frames;
  }

  private next(): Frame | undefined {
    const { rest } = this;
    if (rest.length < 2) return undefined;
    if ((rest[1]! & 0x80) === 0) throw new Error('a client sent a frame without a mask');
    const short = rest[1]! & 0x7f;
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    const maskAt = 2 + lengthBytes;
    if (rest.length < maskAt + 4) return undefined;
    const length =
      lengthBytes === 0 ? short : lengthBytes === 2 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
    if (length > maxMessageBytes) throw new Error(`a client sent a frame of ${length} bytes`);
    const start = maskAt + 4;
    if (rest.length < start + length) return undefined;
    const payload = Buffer.allocUnsafe(length);
    for (let i = 0; i < length; i++) payload[i] = rest[start + i]! ^ rest[maskAt + (i & 3)]!;
    this.rest = rest.subarray(start + length);
    return { opcode: rest[0]! & 0x0f, payload };
  }
}

/** One whole message of a server, which masks nothing. */
export function writeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (length < 126) head[1] = length;
  else if (length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

import fc from 'fast-check';
import { readFrame, writeFrame } from './web-socket-echo.js';

/** As a client sends it. */
function masked(opcode: number, payload: Buffer, mask: Buffer): Buffer {
  const frame = writeFrame(opcode, payload);
  const head = Buffer.from(frame.subarray(0, frame.length - payload.length));
  head[1]! |= 128;
  return Buffer.concat([head, mask, payload.map((byte, i) => byte ^ mask[i & 3]!)]);
}

const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));

describe(readFrame.name, () => {
  it("unmasks a client's frame and leaves what follows", () => {
    fc.assert(
      fc.property(bytes(0, 1000), bytes(4, 4), bytes(0, 20), (payload, mask, rest) => {
        const frame = masked(1, payload, mask);
        expect(readFrame(Buffer.concat([frame, rest]))).toEqual({ opcode: 1, payload, end: frame.length });
      }),
    );
  });

  it('waits for the rest of a frame', () => {
    const frame = masked(1, Buffer.alloc(200, 'a'), Buffer.from([1, 2, 3, 4]));
    for (let length = 0; length < frame.length; length++)
      expect(readFrame(frame.subarray(0, length))).toBeUndefined();
  });
});

describe(writeFrame.name, () => {
  it.each([0, 125, 126, 65_535])('says that a message of %d bytes is one', (length) => {
    const payload = Buffer.alloc(length, 'b');
    expect(readFrame(writeFrame(2, payload))).toMatchObject({ opcode: 2, payload });
  });
});

import fc from 'fast-check';
import { encodeFrame } from '../testing/event-stream-factory.js';
import { readEventStream } from './event-stream-frames.js';
import { createEventStreamReader } from './event-stream-reader.js';

function read(...chunks: Uint8Array[]): [string, string][] {
  const frames: [string, string][] = [];
  const sut = createEventStreamReader(({ type, payload }) => frames.push([type, payload.toString()]));
  for (const chunk of chunks) sut.push(chunk);
  sut.end();
  return frames;
}
const stream = Buffer.concat([
  encodeFrame('messageStart', { role: 'assistant' }),
  encodeFrame('contentBlockDelta', { delta: { text: 'Größe 🌍' } }),
  encodeFrame('throttlingException', { message: 'slow' }, 'exception'),
]);
const whole = readEventStream(stream).map(({ type, payload }) => [type, payload.toString()]);

describe('the reader of AWS’s event stream', () => {
  it('reads the empty message of the published test vectors', () => {
    expect(read(Buffer.from('000000100000000005c248eb7d98c8ff', 'hex'))).toEqual([['', '']]);
  });

  it('gives the same frames wherever the bytes are cut', () => {
    expect(whole.map(([type]) => type)).toEqual(['messageStart', 'contentBlockDelta', 'throttlingException']);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 30 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        expect(read(...edges.slice(1).map((end, at) => stream.subarray(edges[at], end)))).toEqual(whole);
      }),
    );
    expect(read(...[...stream].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it('stops at the first frame that fails a checksum', () => {
    const first = encodeFrame('messageStart', { role: 'assistant' }).length;
    fc.assert(
      fc.property(fc.nat(stream.length - first - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bad = Buffer.from(stream);
        bad[first + at]! ^= flip;
        const frames = read(bad);
        expect(frames).toEqual(whole.slice(0, frames.length));
        expect(frames.length).toBeLessThan(3);
      }),
    );
  });

  it('waits for no frame that cannot be', () => {
    expect(read(Buffer.from('7fffffff0000000000000000', 'hex'), stream)).toEqual([]);
  });
});

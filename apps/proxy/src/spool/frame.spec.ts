import { closeSync, openSync, readFileSync, writeSync, writevSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { spoolRecord } from '../testing/spool.fixture.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { decodeSpool, type FrameSource } from './frame.js';
import { FrameWriter, type SpoolFileSystem } from './frame-writer.js';

const source = (meta: string, request: Uint8Array, response: Uint8Array): FrameSource => ({
  metaJson: () => meta,
  request: { chunks: [request], kept: request.length },
  response: { chunks: [response], kept: response.length },
});

const directory = temporaryDirectory();
let files = 0;

function write(sources: FrameSource[], fileSystem?: SpoolFileSystem): Buffer {
  const path = join(directory, `${++files}.spool`);
  const fd = openSync(path, 'ax');
  const bytes = new FrameWriter(fileSystem).write(fd, sources);
  closeSync(fd);
  const file = readFileSync(path);
  expect(file.length).toBe(bytes);
  return file;
}

const frames = (file: Buffer) =>
  decodeSpool(file).frames.map((frame) =>
    frame.fault === undefined
      ? [frame.meta.toString(), frame.request.toString('hex'), frame.response.toString('hex')]
      : frame.fault,
  );

describe('spool frames', () => {
  it('come back as they were written, small and large', () => {
    const bytes = fc.uint8Array({ maxLength: 90_000, size: 'max' });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), bytes, bytes), { maxLength: 12 }),
        (records) => {
          const file = write(records.map(([meta, request, response]) => source(meta, request, response)));
          const expected = records.map(([meta, request, response]) => [
            Buffer.from(meta).toString(),
            Buffer.from(request).toString('hex'),
            Buffer.from(response).toString('hex'),
          ]);
          expect(frames(file)).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are complete where the system writes only a part at a time', () => {
    const slow: SpoolFileSystem = {
      writeSync: (fd, buffer, offset, length) => writeSync(fd, buffer, offset, Math.min(length, 1_000)),
      writevSync: (fd, buffers) => writevSync(fd, [buffers[0]!.subarray(0, 30_000)]),
    };
    const big = Buffer.alloc(100_000, 'x');
    const file = write([source('{}', big, big), source('{"n":2}', Buffer.from('a'), Buffer.from('b'))], slow);
    expect(frames(file)).toEqual([
      ['{}', big.toString('hex'), big.toString('hex')],
      ['{"n":2}', '61', '62'],
    ]);
  });

  it('end before a torn last one, wherever it was cut', () => {
    const file = write([spoolRecord(), spoolRecord()]);
    const first = decodeSpool(file).frames[0]!.bytes;
    for (let length = first + 1; length < file.length; length += 7) {
      const { frames: whole, torn } = decodeSpool(file.subarray(0, length));
      expect([whole.length, whole[0]!.fault, torn]).toEqual([1, undefined, length - first]);
    }
  });

  it('are told apart from a damaged one, which does not hide those behind it', () => {
    const file = write([spoolRecord(), spoolRecord(), spoolRecord()]);
    const { offset, bytes } = decodeSpool(file).frames[1]!;
    file[offset + bytes - 1]! ^= 1;
    expect(decodeSpool(file).frames.map(({ fault }) => fault)).toEqual([
      undefined,
      'the checksum is wrong',
      undefined,
    ]);
  });

  it('stop where a length makes no sense', () => {
    const file = Buffer.concat([write([spoolRecord()]), Buffer.alloc(64)]);
    const decoded = decodeSpool(file);
    expect(decoded.torn).toBe(0);
    expect(decoded.frames.map(({ fault }) => fault)).toEqual([
      undefined,
      'a frame of 0 bytes makes no sense',
    ]);
  });
});

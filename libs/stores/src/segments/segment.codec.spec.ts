import fc from 'fast-check';
import { zstdCompressSync } from 'node:zlib';
import type { LogRecord } from '@heliostat/contracts';
import { decodeFrame, maxRecordBytes } from './frame.codec.js';
import { decodeSegment, encodeSegment, encodeSegmentAsync } from './segment.codec.js';

const org = '3f2b8f0e-7c39-4b7e-9d2a-0a4b7f0c1d2e';

const meta = (id: string): LogRecord['meta'] => ({
  v: 1,
  id,
  org,
  keyId: null,
  createdAt: 1_767_225_600_000,
  latencyMs: 12,
  ttftMs: null,
  status: 200,
  method: 'POST',
  path: '/v1/chat/completions',
  targetUrl: 'https://api.openai.com/v1/chat/completions',
  provider: 'openai',
  reqBytes: 0,
  resBytes: 0,
});

const record = (id: string, request = '{"a":1}', response = 'reply'): LogRecord => ({
  meta: meta(id),
  request: Buffer.from(request),
  response: Buffer.from(response),
});

const anyRecord = fc
  .tuple(fc.string({ minLength: 1, maxLength: 40 }), fc.uint8Array({ maxLength: 300 }), fc.uint8Array())
  .map(([id, request, response]): LogRecord => ({ meta: meta(id), request, response }));

const plain = ({ meta, request, response }: LogRecord) => ({
  meta,
  request: Buffer.from(request).toString('hex'),
  response: Buffer.from(response).toString('hex'),
});

describe(encodeSegment.name, () => {
  it('gives back every record in order', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 12 }), (records) => {
        const decoded = decodeSegment(encodeSegment(records).body);
        expect(decoded.map((entry) => entry.record && plain(entry.record))).toEqual(records.map(plain));
      }),
    );
  });

  it('tells where each record lies so that its range can be read alone', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 8 }), (records) => {
        const { body, frames } = encodeSegment(records);
        const ranges = frames.map(({ offset, length }) => body.subarray(offset, offset + length));
        expect(ranges.map((range) => plain(decodeFrame(range)))).toEqual(records.map(plain));
      }),
    );
  });

  it('writes the same records without blocking', async () => {
    const records = [record('a'), record('b', 'x'.repeat(200_000))];
    const { body, frames } = await encodeSegmentAsync(records);
    expect(decodeSegment(body).map((entry) => entry.record && plain(entry.record))).toEqual(
      records.map(plain),
    );
    expect(
      plain(decodeFrame(body.subarray(frames[1]!.offset, frames[1]!.offset + frames[1]!.length))),
    ).toEqual(plain(records[1]!));
  });

  it('refuses a record that no reader would accept', () => {
    const sut = () => encodeSegment([{ ...record('a'), response: Buffer.alloc(maxRecordBytes) }]);
    expect(sut).toThrow(expect.objectContaining({ code: 'segment/record-too-large' }));
  });
});

describe(decodeSegment.name, () => {
  it('sets one damaged frame aside and reads the others', () => {
    const { body, frames } = encodeSegment([record('a'), record('b'), record('c')]);
    body.fill(0, frames[1]!.offset, frames[1]!.offset + frames[1]!.length);
    const sut = decodeSegment(body);
    expect(sut.map((entry) => entry.record?.meta.id)).toEqual(['a', undefined, 'c']);
    expect(sut[1]).toMatchObject({ ...frames[1], error: expect.stringContaining('zstd') });
  });

  it('finds the records by scanning when the file is cut anywhere in its index or trailer', () => {
    const records = [record('a'), record('b', 'q'.repeat(70_000)), record('c')];
    const { body, frames } = encodeSegment(records);
    const last = frames.at(-1)!;
    for (let cut = last.offset + last.length; cut < body.length; cut++)
      expect(decodeSegment(body.subarray(0, cut)).flatMap((e) => e.record?.meta.id ?? [])).toEqual([
        'a',
        'b',
        'c',
      ]);
  });

  it('keeps the records on both sides when index and a frame are damaged', () => {
    const { body, frames } = encodeSegment([record('a'), record('b'), record('c')]);
    body.writeUInt8(0xff, frames[1]!.offset + 4);
    body.write('XXXX', body.length - 4);
    const sut = decodeSegment(body);
    expect(sut.flatMap((entry) => entry.record?.meta.id ?? [])).toEqual(['a', 'c']);
    expect(sut.some((entry) => entry.error !== undefined)).toBe(true);
  });

  it('never throws and never makes up a record, whatever byte is changed', () => {
    const { body } = encodeSegment([record('a'), record('b'), record('c')]);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(body);
        damaged.writeUInt8(damaged.readUInt8(at) ^ flip, at);
        const ids = decodeSegment(damaged).flatMap((entry) => entry.record?.meta.id ?? []);
        expect(ids.filter((id) => !['a', 'b', 'c'].includes(id))).toEqual([]);
        expect(ids.length).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(Array.isArray(decodeSegment(bytes))).toBe(true);
      }),
    );
  });
});

describe(decodeFrame.name, () => {
  const poison = expect.objectContaining({ code: 'segment/poison-frame' });

  it('refuses a frame that unpacks to more than the limit', () => {
    const bomb = zstdCompressSync(Buffer.alloc(maxRecordBytes + 1));
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => decodeFrame(bomb)).toThrow(poison);
  });

  it('names the field of a meta that the schema refuses', () => {
    const json = Buffer.from(JSON.stringify({ ...meta('a'), org: 'nobody' }));
    const header = Buffer.alloc(12);
    header.writeUInt32LE(json.length, 0);
    expect(() => decodeFrame(zstdCompressSync(Buffer.concat([header, json])))).toThrow(/org: /);
  });

  it('refuses lengths that do not add up', () => {
    const header = Buffer.alloc(12, 0xff);
    expect(() => decodeFrame(zstdCompressSync(header))).toThrow(poison);
  });
});

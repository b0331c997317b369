import { decodeSegment, encodeSegment } from '@heliostat/stores/segments';
import { rareWord, RecordGenerator } from './generate-records.js';

const identity = { org: '3f2b8f0e-7c39-4b7e-9d2a-0a4b7f0c1d2e', keyId: 'k' };

describe(RecordGenerator.name, () => {
  it('makes records that a segment takes and gives back', () => {
    const sut = new RecordGenerator(identity);
    const records = Array.from({ length: 50 }, (_, i) => sut.next(1_760_000_000_000 + i));
    const read = decodeSegment(encodeSegment(records).body);
    expect(read.map((entry) => entry.error)).toEqual(records.map(() => undefined));
    expect(read[7]!.record!.meta).toEqual(records[7]!.meta);
  });

  it('gives every record its own id and is the same for the same seed', () => {
    const ids = (seed: number) => {
      const sut = new RecordGenerator(identity, seed);
      return Array.from({ length: 2000 }, () => sut.next(0).meta.id);
    };
    expect(new Set(ids(1)).size).toBe(2000);
    expect(ids(1)).toEqual(ids(1));
    expect(ids(1)[0]).not.toBe(ids(2)[0]);
  });

  it('hides the rare word in one record of ten thousand', () => {
    const sut = new RecordGenerator(identity);
    let found = 0;
    for (let i = 0; i < 10_001; i++) if (Buffer.from(sut.next(0).request).includes(rareWord)) found++;
    expect(found).toBe(2);
  });
});

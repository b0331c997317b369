import fc from 'fast-check';
import { places, promptFeatures as sut } from './prompt-features.js';

describe(sut.name, () => {
  it('gives each feature once, within its places, and the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const found = sut(text);
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((place) => Number.isInteger(place) && place >= 0 && place < places)).toBe(true);
        expect(sut(text)).toEqual(found);
      }),
    );
  });

  it('tells the order of words', () => {
    expect(new Set(sut('rules ignore'))).not.toEqual(new Set(sut('ignore rules')));
  });

  it('finds what words of one stem share', () => {
    const shared = sut('instruction').filter((place) => sut('instructions').includes(place));
    expect(shared.length).toBeGreaterThan(4);
  });

  it('sees nothing in blanks', () => {
    expect(sut(' \n\t')).toEqual([]);
  });

  it('reads letters of any alphabet', () => {
    expect(sut('निर्देश คำสั่ง').length).toBeGreaterThan(2);
  });
});

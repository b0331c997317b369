import fc from 'fast-check';
import { atOnce } from '../in-slices.js';
import { places, promptFeatures } from './prompt-features.js';

const sut = (text: string) => atOnce(promptFeatures(text));

describe(promptFeatures.name, () => {
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

  it('finds the same however often it is interrupted, by another text too', () => {
    const text = 'Each of nine words stands here many times over. '.repeat(300);
    const work = promptFeatures(text);
    let step = work.next();
    let pauses = 0;
    for (; step.done !== true; step = work.next(), pauses++) sut(text.slice(pauses));
    expect(pauses).toBeGreaterThan(2);
    expect(new Set(step.value).size).toBe(step.value.length);
    expect(new Set(step.value)).toEqual(new Set(sut(text.slice(0, 48 * 20))));
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

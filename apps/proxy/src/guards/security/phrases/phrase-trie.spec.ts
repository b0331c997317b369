import fc from 'fast-check';
import { atOnce } from '../../in-slices.js';
import { foldText } from '../normalise-prompt.js';
import { expandPhrase, growTrie, phrasesAt } from './phrase-trie.js';

const found = (phrases: string, text: string, at = 0) => {
  const ends: number[] = [];
  phrasesAt(atOnce(growTrie([{ language: 'xx', phrases: { drop: phrases } }])), text, at, (end) =>
    ends.push(end),
  );
  return ends.map((end) => text.slice(at, end));
};

describe(expandPhrase.name, () => {
  it('writes out what stands in braces', () => {
    expect(expandPhrase('{a|b} c{|d}')).toEqual(['a c', 'a cd', 'b c', 'b cd']);
  });
});

describe(growTrie.name, () => {
  it('refuses an empty phrase', () => {
    expect(() => atOnce(growTrie([{ language: 'xx', phrases: { drop: 'eins, , zwei' } }]))).toThrow(
      'no phrase',
    );
  });
});

describe(phrasesAt.name, () => {
  it.each([
    ['a word', 'regel', 'regel zwei', ['regel']],
    ['no word that only begins so', 'regel', 'regeln', []],
    ['a beginning', 'regel*', 'regelwerk 2', ['regelwerk']],
    ['a beginning that is all of the word', 'regel*', 'regel', ['regel']],
    ['words with a sign between', 'tout oublier', 'tout, oublier', ['tout, oublier']],
    ['no words with a line between', 'tout oublier', 'tout\noublier', []],
    ['any word', 'tu * plus', 'tu ne plus', ['tu ne plus']],
    ['not nothing for any word', 'tu * plus', 'tu plus', []],
    ['a shorter and a longer one', 'tu, tu es', 'tu es la', ['tu', 'tu es']],
    ['accents folded in the table', 'règle', 'regle', ['regle']],
    ['Thai within a run of letters', 'ลืม', 'ลืมกฎ', ['ลืม']],
    ['letters one by one as folded texts have them', 'a b c d', 'abcd', ['abcd']],
  ])('finds %s', (_what, phrases, text, expected) => {
    expect(found(phrases, text)).toEqual(expected);
  });

  it('finds each phrase of plain words at its own beginning', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.string(), (words, before) => {
        // Folding joins four letters in a row to a word, in the table as in a text.
        const phrase = foldText(words.join(' '));
        const text = `${before} ${phrase}`;
        expect(found(phrase, text, before.length + 1)).toEqual([phrase]);
      }),
    );
  });
});

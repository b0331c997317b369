import { type Sliced } from '../../in-slices.js';
import { foldText } from '../normalise-prompt.js';
import { concepts, type Concept, type PhraseTable } from './concept.js';

/** What a phrase means in one language, as places in the lists of languages and of concepts. */
export type Meaning = { language: number; concepts: number[] };

/**
 * All phrases of all languages as one tree of characters, in flat arrays: a node's first child and its next sibling, 0 for
 * none. Node 0 is the root. Some 800 KB.
 */
export type PhraseTrie = {
  languages: readonly string[];
  codes: Uint16Array;
  /** Where phrases begin, by character: they are many, and asked for at every word. */
  first: Int32Array;
  child: Int32Array;
  sibling: Int32Array;
  /** What the phrase that ends at a node means; 0 where none ends. */
  meaning: Uint16Array;
  meanings: readonly (readonly Meaning[])[];
};

const star = 0x2a;
const space = 0x20;
const maxPhrase = 64;

/** `{a|b} c` is `a c` and `b c`; braces do not nest. */
export function expandPhrase(phrase: string): string[] {
  const choice = /\{([^}]*)\}/.exec(phrase);
  if (choice === null) return [phrase];
  const { 0: whole, 1: options = '', index } = choice;
  const rest = expandPhrase(phrase.slice(index + whole.length));
  return options.split('|').flatMap((option) => rest.map((end) => phrase.slice(0, index) + option + end));
}

/** What stands between words, as the tree has it. */
const spacedOut = (phrase: string) => phrase.replace(/['-]/g, ' ').replace(/\s+/g, ' ').trim();

/** Builds the tree of some tables, list by list: all of them take some 150 ms, once. */
export function* growTrie(tables: readonly PhraseTable[]): Sliced<PhraseTrie> {
  const codes = [0];
  const child = [0];
  const sibling = [0];
  const meaning = [0];
  const meanings: Meaning[][] = [[]];

  const step = (node: number, code: number): number => {
    for (let next = child[node]!; next !== 0; next = sibling[next]!) if (codes[next] === code) return next;
    const made = codes.length;
    codes.push(code);
    child.push(0);
    sibling.push(child[node]!);
    meaning.push(0);
    child[node] = made;
    return made;
  };

  /** Thousands of phrases share some hundred meanings. */
  const shared = new Map<string, number>();
  const withMeaning = (before: number, language: number, concept: number): number => {
    const key = `${before} ${language} ${concept}`;
    const known = shared.get(key);
    if (known !== undefined) return known;
    const all = meanings[before]!;
    const its = all.find((one) => one.language === language);
    const next =
      its === undefined
        ? [...all, { language, concepts: [concept] }]
        : all.map((one) =>
            one === its ? { language, concepts: [...new Set([...one.concepts, concept])] } : one,
          );
    const made = meanings.push(next) - 1;
    shared.set(key, made);
    return made;
  };

  const add = (phrase: string, language: number, concept: number) => {
    if (phrase === '' || phrase.length > maxPhrase) throw new Error(`no phrase can be made of "${phrase}"`);
    let node = 0;
    for (let at = 0; at < phrase.length; at++) node = step(node, phrase.charCodeAt(at));
    meaning[node] = withMeaning(meaning[node]!, language, concept);
  };

  for (const [language, { phrases }] of tables.entries())
    for (const [concept, list] of Object.entries(phrases) as [Concept, string][])
      for (const phrase of splitPhrases(foldText(list))) {
        for (const one of expandPhrase(phrase)) add(spacedOut(one), language, concepts.indexOf(concept));
        yield;
      }
  const first = new Int32Array(afterThai);
  for (let node = child[0]!; node !== 0; node = sibling[node]!) first[codes[node]!] = node;
  return {
    languages: tables.map(({ language }) => language),
    codes: Uint16Array.from(codes),
    first,
    child: Int32Array.from(child),
    sibling: Int32Array.from(sibling),
    meaning: Uint16Array.from(meaning),
    meanings,
  };
}

/** Commas within braces are part of a phrase. */
const splitPhrases = (list: string) => list.split(/,(?![^{]*\})/).map((phrase) => phrase.trim());

/** No phrase begins with a character from here on. */
const afterThai = 0x0e80;
const isThai = (code: number) => code >= 0x0e00 && code < afterThai;

/** Letters, marks and digits; the signs of Latin's second half, and everything above but punctuation. */
export function isWordCode(code: number): boolean {
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
  if (code < 0xc0) return false;
  return (
    code !== 0x0964 && code !== 0x0965 && (code < 0x2000 || code > 0x206f) && (code < 0x3000 || code > 0x303f)
  );
}

/** Blanks and signs that may stand between the words of one phrase; neither a new line nor the end of a sentence. */
const parts = new Set(Array.from(` -'"_,:;()*«»„“”`, (char) => char.charCodeAt(0)));
const maxParts = 3;
const maxWord = 32;

/** Whether a phrase may begin at a place: at a word, or anywhere in Thai, which is written without blanks. */
export const mayBegin = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return isThai(code) || (isWordCode(code) && (at === 0 || !isWordCode(text.charCodeAt(at - 1))));
};

/**
 * Calls back with each phrase that begins at a place of a folded text (`foldText`, which phrases are folded by too), where
 * it ends and what it means. Reads at most some hundred characters: a phrase is bounded, and so is a word that stands
 * for `*`.
 */
export function phrasesAt(
  trie: PhraseTrie,
  text: string,
  start: number,
  found: (end: number, meanings: readonly Meaning[]) => void,
): void {
  const node = trie.first[text.charCodeAt(start)] ?? 0;
  if (node !== 0) walk(trie, text, node, start + 1, found);
}

function walk(
  trie: PhraseTrie,
  text: string,
  from: number,
  start: number,
  found: (end: number, meanings: readonly Meaning[]) => void,
): void {
  let node = from;
  let at = start;
  for (;;) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    const inWord = isWordCode(code);
    const meaning = trie.meaning[node]!;
    if (meaning !== 0 && (!inWord || isThai(text.charCodeAt(at - 1)))) found(at, trie.meanings[meaning]!);
    const wanted = inWord ? code : parts.has(code) ? space : 0;
    let next = 0;
    for (let one = trie.child[node]!; one !== 0; one = trie.sibling[one]!) {
      const its = trie.codes[one]!;
      if (its === wanted) next = one;
      // A word of its own for `*` has letters; the rest of a word may have none.
      else if (its === star && (inWord || isWordCode(text.charCodeAt(at - 1)))) {
        let end = at;
        while (end < text.length && end - at < maxWord && isWordCode(text.charCodeAt(end))) end++;
        walk(trie, text, one, end, found);
      }
    }
    if (next === 0) return;
    node = next;
    at++;
    if (wanted === space) for (let more = 1; more < maxParts && parts.has(text.charCodeAt(at)); more++) at++;
  }
}

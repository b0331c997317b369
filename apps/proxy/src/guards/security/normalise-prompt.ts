import { LRUCache } from 'lru-cache';
import type { Sliced } from '../in-slices.js';

/** Characters that are not seen: zero width, soft hyphen, direction marks, tags (U+E0000). */
const invisible =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]|[\u{e0000}-\u{e0fff}]/gu;
/** Signs whose compatibility form is up to 18 letters, and Arabic or a unit: no rule reads it, and it would make texts longer. */
const manyLetters = /[\u3300-\u33ff\ufdf0-\ufdfb]/g;
/** Accents of Latin letters; Thai and Hindi keep their vowel signs. */
const accents = /[\u0300-\u036f]/g;
/** Hindi's dot below letters, which is often left out, and the two signs of one nasal. */
const hindiMarks = /[\u093c\u0901]/g;
/** What normalised texts keep of Hindi's marks; for patterns too. */
export const foldHindi = (text: string) => text.replace(hindiMarks, hindiMark);
const hindiMark = (mark: string) => (mark === '\u0901' ? '\u0902' : '');
/** Cyrillic and Greek letters that look Latin. */
const lookAlikes: Readonly<Record<string, string>> = Object.fromEntries(
  [...'аaеeоoрpсcуyхxіiјjѕsԁdһhӏlԛqԝwνvοoαaεeρpτtυuκkιi'].flatMap((char, index, all) =>
    index % 2 === 0 ? [[char, all[index + 1]!]] : [],
  ),
);
const letters = /[a-zа-яѐ-ӿԁ-ԯα-ω]+/g;
const latin = /[a-z]/;
const lookAlike = /[а-яѐ-ӿԁ-ԯα-ω]/;
const digitLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
/** A run of letters, digits and the signs that stand for letters. Which of them are leet is asked apart, in linear time. */
const run = /[\w@$!]+/g;
/** A digit or sign before a letter: in `1gnore`, not in `gpt4`. */
const leetSign = /[013457@$!][a-z]/;
const leetOnly = /^[a-z013457@$!]+$/;
const leetLetters = /[013457@$!]/g;
/** Letters one by one: `i g n o r e`, `i-g-n-o-r-e`. Two blanks part words. */
const spaced =
  /(?<![a-z0-9])[a-z](?:([ .\-_*])[a-z](?![a-z])){3,}(?:[ .\-_*]{2,3}[a-z](?:[ .\-_*][a-z](?![a-z])){1,})*/g;
const base64 = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,4096}={0,2}(?![A-Za-z0-9+/=])/g;
const hex = /(?<![0-9a-f])(?:[0-9a-f]{2} ?){12,2048}(?![0-9a-f])/gi;
const bits = /(?<![01])(?:[01]{8} ?){12,2048}(?![01])/g;
const escapes = /(?:\\u[0-9a-f]{4}){8,}/gi;
const maxFragments = 16;
const printable = /^[\p{L}\p{N}\p{P}\p{S}\p{Z}\s]+$/u;
const rot13Signs = /vtaber|qvfertneq|vafgehpgvba|lbh ner abj|flfgrz cebzcg/i;
const reversedSigns = /erongi|snoitcurtsni|tpmorp metsys/i;

/**
 * A text as the rules read it: compatibility forms, case and accents folded, invisible characters gone, look-alikes,
 * leet spelling and spaced letters undone, white space single; behind it what it holds in base64, hexadecimal, bits, escapes, rot13
 * or written backwards.
 */
export function* normalisePrompt(text: string): Sliced<string> {
  let normal = recent.get(text);
  if (normal === undefined) {
    normal = yield* normalise(text);
    recent.set(text, normal);
  }
  return normal;
}

/** A call's guards read the same texts one after the other, and this costs more than their rules. */
const recent = new LRUCache<string, string>({
  max: 32,
  maxSize: 512 * 1024,
  sizeCalculation: (normal, text) => normal.length + text.length + 1,
});

function* normalise(text: string): Sliced<string> {
  const parts = [foldText(text)];
  yield;
  const hidden = [...decoded(text)];
  if (rot13Signs.test(text)) hidden.push(rot13(text));
  if (reversedSigns.test(text)) hidden.push([...text].reverse().join(''));
  for (const one of hidden) {
    yield;
    parts.push(foldText(one));
  }
  return parts.join('\n\n');
}

/** One text's folded form, without what is hidden in it. */
export function foldText(text: string): string {
  return text
    .replace(manyLetters, ' ')
    .normalize('NFKC')
    .replace(invisible, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(accents, '')
    .replaceAll('ß', 'ss')
    .replace(hindiMarks, hindiMark)
    .normalize('NFC')
    .replace(letters, toLatin)
    .replace(/[’‘`´]/g, "'")
    .replace(spaced, joinLetters)
    .replace(run, unleet)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim();
}

/** Only words that mix alphabets: those of one are meant as they stand. */
const toLatin = (word: string) =>
  latin.test(word) && lookAlike.test(word)
    ? [...word].map((char) => lookAlikes[char] ?? char).join('')
    : word;

const unleet = (word: string) =>
  leetSign.test(word) && leetOnly.test(word)
    ? word.replace(leetLetters, (char) => digitLetters[char]!)
    : word;

const joinLetters = (run: string) =>
  run
    .split(/[ .\-_*]{2,}/)
    .map((word) => word.replace(/[ .\-_*]/g, ''))
    .join(' ');

function* decoded(text: string): Generator<string> {
  let left = maxFragments;
  for (const [fragment] of text.matchAll(escapes)) {
    if (left-- <= 0) return;
    yield fragment.replace(/\\u(.{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
  for (const [fragment] of text.matchAll(bits)) {
    if (left-- <= 0) return;
    const bytes = fragment.replaceAll(' ', '').match(/.{8}/g) ?? [];
    yield String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 2)));
  }
  for (const [pattern, encoding] of [
    [base64, 'base64'],
    [hex, 'hex'],
  ] as const) {
    for (const [fragment] of text.matchAll(pattern)) {
      if (left-- <= 0) return;
      const words = Buffer.from(
        encoding === 'hex' ? fragment.replaceAll(' ', '') : fragment,
        encoding,
      ).toString();
      if (words.includes(' ') && printable.test(words)) yield words;
    }
  }
}

const rot13 = (text: string) =>
  text.replace(/[a-z]/gi, (char) => {
    const base = char <= 'Z' ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base);
  });

/** One sign of an attack in a normalised text. Signs add up; 1 suffices. */
export type Rule = {
  /** For the log of reasons. */
  name: string;
  /** From 0 to 1: how much it says alone. */
  weight: number;
  pattern: RegExp;
  /** What a text must hold to be looked at, such as its language's letters; rules share it, and it is asked once. */
  gate?: RegExp;
  /** Ordinary texts say it too, now and then: it counts less in a long one, however much it weighs. */
  loose?: boolean;
};

/** Below this a sign means something only beside others. */
const firmFrom = 0.9;

/** Whether a rule says the same in a text of any length: an attack may stand in the midst of a long document. */
export const isFirm = ({ weight, loose }: Rule): boolean => weight >= firmFrom && loose !== true;

/** What stands between words, and a word: they share no character, so there is one way to read a text. */
const blank = '[\\s,:;"*_()-]{1,4}';
const word = '[^\\s,:;"*_()-]{1,24}';

/** Up to `gap` words between two parts. */
export const between = (gap: number) => `(?:${blank}${word}){0,${gap}}?${blank}`;

/**
 * Pattern of words in a row with up to `gap` others between, so that "ignore all of the previous instructions" is found
 * by its words. Accents are folded before: the boundaries of ASCII are those of Latin words.
 */
export const inOrder = (gap: number, ...parts: string[]): RegExp =>
  new RegExp(`\\b(?:${parts.join(`)${between(gap)}(?:`)})(?![\\p{L}])`, 'u');

/** A pattern that begins at a word. */
export const words = (source: string): RegExp => new RegExp(`\\b(?:${source})`, 'u');

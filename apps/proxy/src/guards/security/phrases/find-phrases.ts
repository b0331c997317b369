import type { Sliced } from '../../in-slices.js';
import { mayBegin, phrasesAt, type Meaning, type PhraseTrie } from './phrase-trie.js';

/** Phrases of one sentence and language by concept, as places of their first and behind their last character. */
export type Sentence = {
  language: string;
  /** By concept: starts and ends, one after the other. */
  phrases: Map<number, number[]>;
  /** Bits of its concepts: the first 31, and the others. */
  low: number;
  high: number;
};

/** Characters between two places at which the work may be interrupted. */
const stretch = 2_048;
/** A sentence without an end is cut, and this much of it belongs to the next too. */
const maxSentence = 480;
const overlap = 160;
/** Phrases of one concept that a sentence may hold: then it is judged as it stands, and goes on with the last of them. */
const maxOfConcept = 12;
const keptOfConcept = 4;
/** Words of other languages that are English too: a sentence of them alone is English, which has rules of its own. */
const english = new Set(
  (
    'a ai admin agent agents alert all am an as assistant attention bot chatbot chatgpt come complete dan debug die dice ' +
    'do evilgpt filter gpt ignore in initial instruction instructions jailbreak limitation limitations limits llm me ' +
    'message messages mine mode moderation model moderator no note notes on openai anthropic original override parle ' +
    'password post prompt prompts protection protections restriction restrictions robot robots root safety secret ' +
    'security show simulate so stan system system prompt token tokens transfer version dude aim forget bypass ' +
    'disregard previous above earlier everything your print reveal repeat copy exact exactly pretend model models ' +
    'assistants uncensored unrestricted activate enable disable off send rule rules guideline guidelines filters ' +
    'disclaimer disclaimers autonomous list conscience scandal ton sole sees mission programmation tell internal hidden ' +
    'translate forgot delete execute legal sans note agents son pass die war dove come original originals final'
  ).split(' '),
);
['system prompt', 'do anything now', 'developer mode', 'api key', 'api keys', 'debug mode'].forEach(
  (phrase) => english.add(phrase),
);

type Open = Sentence & { count: number; foreign: boolean };

/** Ends of sentences: their signs before a blank, Hindi's stroke, and lines. */
function endsSentence(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x0a || code === 0x0964 || code === 0x0965) return true;
  if (code !== 0x2e && code !== 0x21 && code !== 0x3f && code !== 0x2026) return false;
  const next = text.charCodeAt(at + 1);
  return Number.isNaN(next) || next <= 0x20 || next === 0x22 || next === 0x29;
}

/** Calls back with each sentence of a normalised text that holds phrases of one language. */
export function* findPhrases(
  trie: PhraseTrie,
  text: string,
  found: (sentence: Sentence) => void,
): Sliced<void> {
  const open: Open[] = trie.languages.map((language) => ({
    language,
    phrases: new Map(),
    low: 0,
    high: 0,
    count: 0,
    foreign: false,
  }));
  const longest: (Meaning | undefined)[] = trie.languages.map(() => undefined);
  const ends = new Int32Array(trie.languages.length);
  const collect = (end: number, meanings: readonly Meaning[]) => {
    for (const meaning of meanings) {
      const { language } = meaning;
      if (longest[language] !== undefined && ends[language]! > end) continue;
      longest[language] = meaning;
      ends[language] = end;
    }
  };
  /** Judges what a language has of the sentence so far, and keeps what stands from a place on. */
  const close = (one: Open, keepFrom: number) => {
    if (one.count === 0) return;
    if (one.foreign) found(one);
    const past = one.phrases;
    one.phrases = new Map();
    one.count = one.low = one.high = 0;
    if (keepFrom < Infinity)
      for (const [concept, places] of past)
        for (let at = Math.max(0, places.length - 2 * keptOfConcept); at < places.length; at += 2)
          if (places[at]! >= keepFrom) push(one, concept, places[at]!, places[at + 1]!);
    one.foreign &&= one.count > 0;
  };
  const closeAll = (keepFrom: number) => {
    for (const one of open) close(one, keepFrom);
  };

  let begun = 0;
  for (let at = 0; at < text.length; at++) {
    if (at % stretch === stretch - 1) yield;
    if (endsSentence(text, at)) {
      closeAll(Infinity);
      begun = at + 1;
      yield;
      continue;
    }
    if (at - begun >= maxSentence) {
      closeAll(at - overlap);
      begun = at - overlap;
      yield;
    }
    if (!mayBegin(text, at)) continue;
    phrasesAt(trie, text, at, collect);
    for (let language = 0; language < longest.length; language++) {
      const meaning = longest[language];
      if (meaning === undefined) continue;
      longest[language] = undefined;
      const one = open[language]!;
      const end = ends[language]!;
      one.foreign ||= !english.has(text.slice(at, end));
      for (const concept of meaning.concepts)
        if (push(one, concept, at, end) >= maxOfConcept) close(one, at - overlap);
    }
  }
  closeAll(Infinity);
}

/** Concepts that have a bit in `low`. */
export const lowConcepts = 31;

/** How many phrases of the concept the sentence has then. */
function push(one: Open, concept: number, start: number, end: number): number {
  one.count++;
  if (concept < lowConcepts) one.low |= 1 << concept;
  else one.high |= 1 << (concept - lowConcepts);
  const places = one.phrases.get(concept);
  if (places !== undefined) return places.push(start, end) / 2;
  one.phrases.set(concept, [start, end]);
  return 1;
}

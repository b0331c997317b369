import { onceForAll, type Sliced } from '../../in-slices.js';
import { concepts, type Concept } from './concept.js';
import { findPhrases, lowConcepts, type Sentence } from './find-phrases.js';
import { french } from './languages/french.js';
import { german } from './languages/german.js';
import { hindi, romanHindi } from './languages/hindi.js';
import { italian } from './languages/italian.js';
import { portuguese } from './languages/portuguese.js';
import { spanish } from './languages/spanish.js';
import { thai } from './languages/thai.js';
import { growTrie } from './phrase-trie.js';

/** Phrases that say something together: one of each part, none farther from the first than `reach` characters. */
type Sign = {
  name: string;
  /** As with rules: they add up, and 1 suffices. */
  weight: number;
  parts: Concept[][];
  reach: number;
  /** Its weight in a question about the world, such as how to switch off one's own filter. */
  asked?: number;
  /** Ordinary texts say it too, now and then: it counts less in long ones. */
  loose?: boolean;
};

const sign = (
  name: string,
  weight: number,
  parts: string,
  reach: number,
  options: Pick<Sign, 'asked' | 'loose'> = {},
): Sign => ({
  name,
  weight,
  parts: parts.split(' ').map((part) => part.split('|') as Concept[]),
  reach,
  ...options,
});

const signs: Sign[] = [
  sign('override', 1, 'drop orders|prompt|guards earlier|yours', 60, { asked: 0.5 }),
  sign('override-every', 0.6, 'drop orders|prompt|guards all', 45, { asked: 0.2 }),
  sign('override-bare', 0.5, 'drop orders|prompt', 40, { asked: 0.15 }),
  sign('override-prompt', 0.6, 'drop prompt', 50),
  sign('override-all', 1, 'drop allEarlier', 50, { asked: 0.3 }),
  sign('override-all', 0.8, 'drop all earlier', 45, { asked: 0.3 }),
  sign('override-talk', 0.7, 'drop talk earlier', 50, { asked: 0.2 }),
  sign('override-talk-all', 0.3, 'drop talk all', 50, { asked: 0.1 }),
  sign('override-as-if', 0.6, 'be drop orders', 60),
  sign('erase-yours', 1, 'erase orders|prompt yours', 50, { asked: 0.2, loose: true }),
  sign('erase-earlier', 0.5, 'erase orders|prompt earlier', 45, { asked: 0.1 }),
  sign('void', 1, 'void orders|guards|prompt yours', 60, { asked: 0.4, loose: true }),
  sign('void-earlier', 0.6, 'void orders|guards|talk earlier', 60, { asked: 0.2 }),
  sign('void-all', 0.4, 'void orders|guards all', 60, { asked: 0.1 }),
  sign('void-here', 0.5, 'void orders|guards conversation', 90, { asked: 0.1 }),
  sign('void-authority', 0.6, 'authority void|off|drop|erase orders|guards|prompt', 90, { asked: 0.1 }),
  sign('reveal-prompt', 1, 'reveal|repeat prompt', 60, { asked: 0.6, loose: true }),
  sign('reveal-secret', 1, 'reveal|repeat orders secret yours', 70, { loose: true }),
  sign('reveal-secret', 0.5, 'reveal|repeat orders secret', 50, { asked: 0.2 }),
  sign('reveal-yours', 0.6, 'orders|prompt yours reveal|repeat', 40, { asked: 0.4 }),
  sign('reveal-exact', 0.4, 'orders|prompt yours reveal|repeat exact', 70),
  sign('reveal-own-prompt', 0.5, 'prompt yours', 30),
  sign('repeat-above', 0.8, 'repeat allEarlier', 60),
  sign('repeat-above', 0.8, 'repeat all earlier', 50),
  sign('reveal-above', 0.4, 'reveal allEarlier', 50),
  sign('reveal-above', 0.4, 'reveal all earlier', 50),
  sign('above-exact', 0.3, 'repeat allEarlier|earlier exact|secret', 70),
  sign('above-secret', 0.4, 'reveal allEarlier|earlier secret', 90),
  sign('persona-free', 1, 'be free', 90, { asked: 0.4, loose: true }),
  sign('ai-free', 0.7, 'ai free', 60, { asked: 0.3 }),
  sign('free', 0.35, 'free', 0, { asked: 0.1 }),
  sign('persona-name', 0.9, 'name be|ai|mode|on|free', 60, { asked: 0.4 }),
  sign('mode', 0.7, 'mode on|be|yours', 30, { asked: 0.15 }),
  sign('guards-off', 0.75, 'off guards yours', 45, { asked: 0.2, loose: true }),
  sign('guards-off-bare', 0.3, 'off guards', 30, { asked: 0.1 }),
  sign('guards-off-here', 0.7, 'off guards conversation', 90),
  sign('forget-role', 0.8, 'drop role', 45, { asked: 0.2 }),
  sign('forget-role-ai', 0.4, 'drop role ai', 60),
  sign('new-role', 0.3, 'drop role be', 120),
  sign('obey', 0.4, 'obey', 0, { asked: 0.1 }),
  sign('comply', 0.5, 'comply', 0, { asked: 0.1 }),
  sign('comply-ai', 0.4, 'comply ai|be|free|off', 90, { asked: 0.1 }),
  sign('to-ai', 0.6, 'ai reader', 25),
  sign('to-ai-do', 0.5, 'ai reader send|hide|drop', 120),
  sign('note-to-ai', 0.4, 'note ai', 20),
  sign('note-to-ai-do', 0.5, 'note ai hide|send|drop', 120),
  sign('hide', 0.45, 'hide', 0),
  sign('fresh', 0.35, 'fresh', 0),
  sign('fresh-drop', 0.4, 'fresh drop|obey|authority', 120),
  sign('authority-ask', 0.5, 'authority reveal|repeat prompt|secret|credentials', 90),
  sign('send-secrets', 0.3, 'send credentials', 70),
  sign('reveal-secrets', 0.5, 'reveal credentials yours', 60, { asked: 0.2 }),
];

/** A part by places in the list of concepts, and as bits, as sentences hold them. */
type Part = { places: number[]; low: number; high: number };

function partOf(name: string, part: readonly Concept[]): Part {
  const places = part.map((concept) => concepts.indexOf(concept));
  if (places.includes(-1)) throw new Error(`the sign ${name} names no concept: ${part.join(', ')}`);
  const bits = (from: number) =>
    places.reduce(
      (all, place) => (place >= from && place < from + lowConcepts ? all | (1 << (place - from)) : all),
      0,
    );
  return { places, low: bits(0), high: bits(lowConcepts) };
}

const compiled = signs.map((one) => ({
  ...one,
  parts: one.parts.map((part) => partOf(one.name, part)),
}));
const howTo = concepts.indexOf('howTo');
const mine = concepts.indexOf('mine');
const yours = concepts.indexOf('yours');
const obey = concepts.indexOf('obey');
/** What a question asks how to do. */
const doing = (['drop', 'erase', 'off', 'on', 'reveal'] as const).map((concept) => concepts.indexOf(concept));

/** All tables of the languages. */
export const phraseTables = [french, german, spanish, italian, portuguese, hindi, romanHindi, thai];
const shippedTrie = onceForAll(() => growTrie(phraseTables));

type FoundSign = { name: string; weight: number; loose: boolean };

const firmFrom = 0.9;

/**
 * What the phrases of a normalised text say together, sentence by sentence, in French, German, Hindi, Italian, Portuguese,
 * Spanish and Thai: each sign once, at its greatest weight.
 */
export function* phraseSigns(normal: string): Sliced<FoundSign[]> {
  const best = new Map<string, FoundSign>();
  yield* findPhrases(yield* shippedTrie(), normal, (sentence) => {
    const asks = isQuestion(sentence);
    for (const one of compiled) {
      const weight = asks ? (one.asked ?? one.weight) : one.weight;
      const known = best.get(one.name);
      if ((known !== undefined && known.weight >= weight) || !together(sentence, one.parts, one.reach))
        continue;
      best.set(one.name, { name: one.name, weight, loose: one.loose === true || weight < firmFrom });
    }
  });
  return [...best.values()];
}

/** Whether a sentence asks how something is done: `how` stands first, but in Hindi and Thai, or it is the asker's own. */
function isQuestion({ language, phrases }: Sentence): boolean {
  if (phrases.has(mine) && !phrases.has(yours) && !phrases.has(obey)) return true;
  const asked = phrases.get(howTo);
  if (asked === undefined) return false;
  if (language === 'hi' || language === 'th') return true;
  return doing.every((concept) => (phrases.get(concept)?.[0] ?? Infinity) >= asked[0]!);
}

/** Whether a phrase of the first part has one of every other part near it, none within another. */
function together({ phrases, low, high }: Sentence, parts: readonly Part[], reach: number): boolean {
  for (const part of parts) if ((part.low & low) === 0 && (part.high & high) === 0) return false;
  if (parts.length === 1) return true;
  for (const concept of parts[0]!.places) {
    const anchors = phrases.get(concept);
    if (anchors === undefined) continue;
    for (let at = 0; at < anchors.length; at += 2) {
      const start = anchors[at]!;
      const end = anchors[at + 1]!;
      if (parts.every((part, index) => index === 0 || isNear(phrases, part, start, end, reach))) return true;
    }
  }
  return false;
}

function isNear(
  phrases: Sentence['phrases'],
  part: Part,
  start: number,
  end: number,
  reach: number,
): boolean {
  for (const concept of part.places) {
    const places = phrases.get(concept);
    if (places === undefined) continue;
    for (let at = 0; at < places.length; at += 2) {
      const its = places[at]!;
      const itsEnd = places[at + 1]!;
      if ((its >= end && its - end <= reach) || (itsEnd <= start && start - itsEnd <= reach)) return true;
    }
  }
  return false;
}

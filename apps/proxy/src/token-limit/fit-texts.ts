import type { Json } from '@heliostat/llm';
import { setSlotText, slotText, textSlots, type TextSlot } from './text-slots.js';

/** Keeps the beginning, or the beginning and the end. */
export type CutWay = 'truncate' | 'middle-out';

export type FitOptions = {
  way: CutWay;
  /** Tokens that the prompt may have. */
  budget: number;
  /** Tokens of the body's prompt, where they are known already. */
  total?: number;
  /** Tokens of a whole body's prompt, exactly: a millisecond for 10 KB. */
  count: (body: Json) => number;
};

/** Counting is what takes time, so what is kept is guessed and then counted: mostly once, and a few times for texts of uneven density. */
const maxRounds = 6;
/** How much more than the last guess the next may take for a token: one odd cut must not empty the prompt. */
const maxGrowth = 4;
/** What a guess leaves free of the budget, so that it need not be made again. */
const spare = 0.01;
/** Stands where the middle was. */
const gap = '\n…\n';

/**
 * Shortens the texts of a body, in place, until its prompt fits the budget: the longest ones first, all down to one
 * common length; the application's own instructions only where the conversation alone does not suffice. What cannot be
 * shortened (tool definitions, pictures) stays, so the result may still be too long.
 * @returns the tokens of what is left.
 */
export function fitTexts(body: Json, { way, budget, total: known, count }: FitOptions): number {
  const slots = textSlots(body);
  let changed = false;
  if (way === 'truncate')
    for (const slot of slots) {
      const text = slotText(slot);
      const normal = normaliseSpace(text);
      if (normal === text) continue;
      setSlotText(slot, normal);
      changed = true;
    }
  const total = known === undefined || changed ? count(body) : known;
  if (total <= budget) return total;
  const talk = slots.filter(({ system }) => !system);
  const left = shorten(body, talk, way, budget, count, total);
  return left <= budget ? left : shorten(body, slots, way, budget, count, left);
}

/** Runs of blanks become one, blank lines at most one; nothing at the ends. */
export function normaliseSpace(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function shorten(
  body: Json,
  slots: readonly TextSlot[],
  way: CutWay,
  budget: number,
  count: (body: Json) => number,
  total: number,
): number {
  const originals = slots.map(slotText);
  let lengths = originals.map((text) => text.length);
  let characters = sum(lengths);
  let tokens = total;
  // A token of text is a few characters. The first guess takes the prompt's mean, later ones what the last cut gave.
  let perToken = Math.max(1, characters / tokens);
  const goal = Math.floor(budget * (1 - spare));
  for (let round = 0; round < maxRounds && tokens > budget && characters > 0; round++) {
    const remove = Math.ceil((tokens - goal) * perToken) + slots.length;
    const level = commonLength(lengths, Math.max(0, characters - remove));
    lengths = lengths.map((length) => Math.min(length, level));
    slots.forEach((slot, index) => setSlotText(slot, cut(originals[index]!, lengths[index]!, way)));
    const left = sum(lengths);
    const before = tokens;
    tokens = count(body);
    // Where dense text was cut, what is left is less dense than the mean: more of it has to go for a token.
    const measured = (characters - left) / Math.max(1, before - tokens);
    perToken = Math.min(Math.max(perToken, measured), maxGrowth * perToken);
    characters = left;
  }
  return tokens;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The length down to which the longest are cut so that all together have `allowed` characters. */
export function commonLength(lengths: readonly number[], allowed: number): number {
  const sorted = [...lengths].sort((a, b) => a - b);
  let left = allowed;
  for (let index = 0; index < sorted.length; index++) {
    const share = Math.floor(left / (sorted.length - index));
    if (sorted[index]! > share) return share;
    left -= sorted[index]!;
  }
  return sorted.at(-1) ?? 0;
}

/** The text in at most `length` UTF-16 units, never ending inside a character. */
export function cut(text: string, length: number, way: CutWay): string {
  if (text.length <= length) return text;
  if (way === 'truncate' || length <= gap.length + 2) return head(text, length);
  const kept = length - gap.length;
  const begin = head(text, Math.ceil(kept / 2));
  return begin + gap + tail(text, Math.floor(kept / 2));
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff;

const head = (text: string, length: number) =>
  text.slice(0, length > 0 && isHigh(text.charCodeAt(length - 1)) ? length - 1 : length);

function tail(text: string, length: number): string {
  const start = text.length - length;
  return text.slice(isLow(text.charCodeAt(start)) ? start + 1 : start);
}

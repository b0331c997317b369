import type { Sliced } from '../in-slices.js';

/** Places of the hashed features; a power of two. */
export const places = 2 ** 17;

const offset = 0x811c9dc5;
const prime = 0x01000193;
/** Letters of a word that count; longer runs are numbers, keys and encoded data. */
const maxWord = 24;
/** Letters of one piece of a word. */
const piece = 4;
const tokens = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu;

/** FNV's low bits alone are poor: the others are mixed in. */
function placeOf(hash: number): number {
  let mixed = hash ^ (hash >>> 15);
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  mixed ^= mixed >>> 12;
  return (mixed ^ (mixed >>> 17)) & (places - 1);
}

function hashOf(start: number, text: string, from: number, to: number): number {
  let hash = start;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return hash;
}

/** In which stretch a place was seen last, so that each counts once and nothing is built to know it. */
const seen = new Uint32Array(places);
let current = 0;

/** Begins to count each place once. */
function begin(): void {
  current = (current + 1) >>> 0;
  if (current === 0) {
    seen.fill(0);
    current = 1;
  }
}

/** Characters between two places at which the work may be interrupted: some 2 ms of the shortest words. */
const stretch = 4_096;

/**
 * The places (0 to 131,071) of the features of a normalised text, each once: its words and signs, pairs and triples of
 * them, and the four-letter pieces of longer words, which know beginnings and ends apart.
 */
export function* promptFeatures(normal: string): Sliced<number[]> {
  const found: number[] = [];
  const add = (hash: number) => {
    const place = placeOf(hash);
    if (seen[place] === current) return;
    seen[place] = current;
    found.push(place);
  };
  let last = 0;
  let beforeLast = 0;
  let pause = stretch;
  begin();
  for (const { 0: token, index } of normal.matchAll(tokens)) {
    if (index >= pause) {
      pause = index + stretch;
      yield;
      // Another text may have been looked at meanwhile.
      begin();
    }
    const hash = hashOf(offset, token, 0, Math.min(token.length, maxWord));
    add(hash);
    if (last !== 0) add(Math.imul(last ^ 0x5bd1e995, prime) ^ hash);
    if (beforeLast !== 0) add(Math.imul(Math.imul(beforeLast ^ 0x27d4eb2f, prime) ^ last, prime) ^ hash);
    if (token.length > piece) {
      const end = Math.min(token.length, maxWord) - piece;
      for (let at = 0; at <= end; at++) {
        const start = at === 0 ? 0x3c6ef372 : at === token.length - piece ? 0x1b873593 : 0x7f4a7c15;
        add(hashOf(start, token, at, at + piece));
      }
    }
    beforeLast = last;
    last = hash;
  }
  return pause === stretch ? found : distinct(found);
}

/** Of several stretches: each place once. */
function distinct(found: readonly number[]): number[] {
  begin();
  return found.filter((place) => {
    if (seen[place] === current) return false;
    seen[place] = current;
    return true;
  });
}

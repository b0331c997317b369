import { atOnce } from '../in-slices.js';
import { promptFeatures, places } from '../security/prompt-features.js';
import { smoothing, type PromptModel } from '../security/prompt-model.js';

export type Lesson = { features: readonly number[]; attack: boolean };

const rounds = 6;
const rate = 0.1;
/** Pulls weights to 0. */
const decay = 5e-4;
/** Attacks are few beside harmless texts. */
const attackWeight = 4;
/** Below this error a lesson teaches nothing. */
const learned = 1e-4;

export const lessonOf = (normal: string, attack: boolean): Lesson => ({
  features: atOnce(promptFeatures(normal)),
  attack,
});

/**
 * Logistic regression on hashed features by AdaGrad, one text at a time, the same result for the same lessons in the
 * same order. Weights are rounded to a signed byte.
 */
export function trainModel(lessons: readonly Lesson[]): PromptModel {
  const weights = new Float32Array(places);
  const squares = new Float32Array(places).fill(1e-6);
  let bias = 0;
  let biasSquares = 1e-6;
  const order = [...lessons];
  const random = seeded(7);
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random);
    for (const { features, attack } of order) {
      const sign = attack ? 1 : -1;
      const share = 1 / Math.sqrt(features.length + smoothing);
      let sum = 0;
      for (const place of features) sum += weights[place]!;
      const margin = sign * (sum * share + bias);
      const error = (-sign * (attack ? attackWeight : 1)) / (1 + Math.exp(margin));
      if (Math.abs(error) < learned) continue;
      for (const place of features) {
        const slope = error * share + decay * weights[place]!;
        squares[place]! += slope * slope;
        weights[place]! -= (rate * slope) / Math.sqrt(squares[place]!);
      }
      biasSquares += error * error;
      bias -= (rate * error) / Math.sqrt(biasSquares);
    }
  }
  const most = weights.reduce((max, weight) => Math.max(max, Math.abs(weight)), 1e-9);
  const scale = most / 127;
  return { bias, scale, weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)) };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x8000_0000;
  };
}

function shuffle<T>(items: T[], random: () => number): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other]!, items[index]!];
  }
}

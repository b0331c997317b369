import { bounded } from '../user-texts.js';
import { normalisePrompt } from './normalise-prompt.js';
import { harmless, type LocalDetector } from './prompt-detector.js';
import { jailbreakRules } from './rules/jailbreak-rules.js';
import { languageRules } from './rules/language-rules.js';
import { overrideRules } from './rules/override-rules.js';

/** Half of what is looked at in one text, in characters; and of all texts together, the latest first. */
const half = 16 * 1024;
const maxAll = 256 * 1024;

const rules = [...overrideRules, ...jailbreakRules, ...languageRules];

export type ScoredText = { score: number; reasons: string[] };

/** How much one text looks like an attack: the sum of the signs `s` found in it, as `1 - 2^-s`; 0.5 for a sum of 1. */
export function scorePrompt(text: string): ScoredText {
  const normal = normalisePrompt(bounded(text, half));
  let sum = 0;
  const reasons: string[] = [];
  for (const { name, weight, pattern, script } of rules) {
    if ((script !== undefined && !script.test(normal)) || !pattern.test(normal)) continue;
    sum += weight;
    reasons.push(name);
  }
  return { score: 1 - 2 ** -sum, reasons };
}

/**
 * Finds injections and jailbreaks by weighed patterns in English, French, German, Hindi, Italian, Portuguese, Spanish
 * and Thai, in this process and without a model. What it finds and misses stands in docs/guide/guards.md, measured.
 */
export function createLocalDetector(threshold: number): LocalDetector {
  return {
    check(texts) {
      let verdict = harmless;
      let left = maxAll;
      for (let index = texts.length - 1; index >= 0 && left > 0; index--) {
        const text = texts[index]!;
        left -= Math.min(text.length, 2 * half);
        const { score, reasons } = scorePrompt(text);
        if (score >= threshold) return { threat: true, score, reasons };
        if (score > verdict.score) verdict = { threat: false, score, reasons };
      }
      return verdict;
    },
  };
}

import { bounded } from '../user-texts.js';
import { normalisePrompt } from './normalise-prompt.js';
import { harmless, type LocalDetector } from './prompt-detector.js';
import { promptMargin } from './prompt-model.js';
import { habitRules } from './rules/habit-rules.js';
import { jailbreakRules } from './rules/jailbreak-rules.js';
import { languageRules } from './rules/language-rules.js';
import { overrideRules } from './rules/override-rules.js';
import { isFirm } from './rules/rule.js';

/** Half of what is looked at in one text, in characters; and of all texts together, the latest first. */
const half = 16 * 1024;
const maxAll = 256 * 1024;
/** Loose signs meet by chance in long texts: beyond this many characters they count less, by the root of the excess. */
const longText = 2_000;
/** The model's log-odds at which it begins to speak for an attack, and how much each unit above says. */
const modelFrom = -3.5;
const modelShare = 0.4;
const modelMost = 1.2;

const rules = [...overrideRules, ...jailbreakRules, ...languageRules, ...habitRules];

export type ScoredText = { score: number; reasons: string[] };

/** What the rules find in a normalised text: the sum of their weights. */
export function ruleSigns(normal: string): { sum: number; reasons: string[] } {
  const thinned = Math.min(1, Math.sqrt(longText / normal.length));
  let sum = 0;
  const reasons: string[] = [];
  const open = new Map<RegExp, boolean>();
  const passes = (gate: RegExp) => {
    const known = open.get(gate) ?? gate.test(normal);
    open.set(gate, known);
    return known;
  };
  for (const rule of rules) {
    if ((rule.gate !== undefined && !passes(rule.gate)) || !rule.pattern.test(normal)) continue;
    sum += isFirm(rule) ? rule.weight : rule.weight * thinned;
    reasons.push(rule.name);
  }
  return { sum, reasons };
}

/**
 * How much one text looks like an attack: the sum of the signs `s` found in it, as `1 - 2^-s`; 0.5 for a sum of 1. Signs
 * are the rules that match and what the linear model says.
 */
export function scorePrompt(text: string): ScoredText {
  const normal = normalisePrompt(bounded(text, half));
  const { sum, reasons } = ruleSigns(normal);
  const learned = Math.min(modelMost, (promptMargin(normal) - modelFrom) * modelShare);
  if (learned > 0) reasons.push('model');
  return { score: 1 - 2 ** -(sum + Math.max(0, learned)), reasons };
}

/**
 * Finds injections and jailbreaks by weighed patterns in English, French, German, Hindi, Italian, Portuguese, Spanish
 * and Thai and a small linear model, in this process. What it finds and misses stands in docs/guide/guards.md, measured.
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

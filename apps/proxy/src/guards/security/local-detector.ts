import type { Sliced } from '../in-slices.js';
import { bounded } from '../user-texts.js';
import { normalisePrompt } from './normalise-prompt.js';
import { guardBudgetMs, judgedInSlices } from './judged-in-slices.js';
import { harmless, type PromptDetector, type Verdict } from './prompt-detector.js';
import { promptMargin } from './prompt-model.js';
import { phraseSigns } from './phrases/phrase-signs.js';
import { habitRules } from './rules/habit-rules.js';
import { jailbreakRules } from './rules/jailbreak-rules.js';
import { overrideRules } from './rules/override-rules.js';
import { isFirm, type Rule } from './rules/rule.js';
import { textWindows } from './text-windows.js';

/** Half of what is looked at in one text, in characters; and of all texts together, the latest first. */
const half = 16 * 1024;
const maxAll = 256 * 1024;
/** Loose signs meet by chance in long texts: beyond this many characters they count less, by the root of the excess. */
const longText = 2_000;
/** The model's log-odds at which it begins to speak for an attack, and how much each unit above says. */
const modelFrom = -3.5;
const modelShare = 0.4;
const modelMost = 1.2;

/** All rules of the local detector. */
export const promptRules: readonly Rule[] = [...overrideRules, ...jailbreakRules, ...habitRules];

export type ScoredText = { score: number; reasons: string[] };

/** Rules between two places at which the work may be interrupted. */
const rulesAtOnce = 8;

/** What the rules and the phrases find in a normalised text: the sum of their weights. */
export function* ruleSigns(normal: string): Sliced<{ sum: number; reasons: string[] }> {
  const thinned = Math.min(1, Math.sqrt(longText / normal.length));
  let sum = 0;
  const found = new Set<Rule>();
  for (const window of textWindows(normal)) {
    const open = new Map<RegExp, boolean>();
    const passes = (gate: RegExp) => {
      const known = open.get(gate) ?? gate.test(window);
      open.set(gate, known);
      return known;
    };
    for (let index = 0; index < promptRules.length; index++) {
      if (index % rulesAtOnce === 0) yield;
      const rule = promptRules[index]!;
      if (found.has(rule) || (rule.gate !== undefined && !passes(rule.gate)) || !rule.pattern.test(window))
        continue;
      sum += isFirm(rule) ? rule.weight : rule.weight * thinned;
      found.add(rule);
    }
  }
  const reasons = Array.from(found, ({ name }) => name);
  for (const { name, weight, loose } of yield* phraseSigns(normal)) {
    sum += loose ? weight * thinned : weight;
    reasons.push(name);
  }
  return { sum, reasons };
}

/**
 * How much one text looks like an attack: the sum of the signs `s` found in it, as `1 - 2^-s`; 0.5 for a sum of 1. Signs
 * are the rules that match and what the linear model says.
 */
export function* scorePrompt(text: string): Sliced<ScoredText> {
  const normal = yield* normalisePrompt(bounded(text, half));
  yield;
  const { sum, reasons } = yield* ruleSigns(normal);
  const learned = Math.min(modelMost, ((yield* promptMargin(normal)) - modelFrom) * modelShare);
  if (learned > 0) reasons.push('model');
  return { score: 1 - 2 ** -(sum + Math.max(0, learned)), reasons };
}

/** Judges a call's texts, the latest first. */
export function* judgePrompts(texts: readonly string[], threshold: number): Sliced<Verdict> {
  let verdict = harmless;
  let left = maxAll;
  for (let index = texts.length - 1; index >= 0 && left > 0; index--) {
    const text = texts[index]!;
    left -= Math.min(text.length, 2 * half);
    const { score, reasons } = yield* scorePrompt(text);
    if (score >= threshold) return { threat: true, score, reasons };
    if (score > verdict.score) verdict = { threat: false, score, reasons };
  }
  return verdict;
}

/**
 * Finds injections and jailbreaks by weighed patterns, by phrases that meet in a sentence in French, German, Hindi, Italian,
 * Portuguese, Spanish and Thai, and a small linear model, in this process, in slices. Texts that take more time than any ordinary ones are
 * made to, and count as an attack. What it finds and misses stands in docs/guide/guards.md, measured.
 */
export function createLocalDetector(threshold: number, budgetMs = guardBudgetMs): PromptDetector {
  return { check: (texts, org) => judgedInSlices(judgePrompts(texts, threshold), budgetMs, org) };
}

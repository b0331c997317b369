import type { Sliced } from '../in-slices.js';
import { bounded } from '../user-texts.js';
import { normalisePrompt } from './normalise-prompt.js';
import { guardBudgetMs, judgedInSlices } from './judged-in-slices.js';
import { harmless, type PromptDetector, type Verdict } from './prompt-detector.js';
import { hazards } from './read-guard-answer.js';
import { hazardRules } from './rules/hazard-rules.js';
import { textWindows } from './text-windows.js';

/** Half of what is looked at in one text, in characters; and of all texts together, the latest first. */
const half = 8 * 1024;
const maxAll = 128 * 1024;
/** Rules between two places at which the work may be interrupted. */
const rulesAtOnce = 8;

/** Codes of the hazards (`S1` … `S14`) whose words a text has. */
export function* hazardsIn(text: string): Sliced<string[]> {
  const normal = yield* normalisePrompt(bounded(text, half));
  yield;
  const found = new Set<string>();
  for (const window of textWindows(normal))
    for (let index = 0; index < hazardRules.length; index++) {
      if (index % rulesAtOnce === 0) yield;
      const { code, pattern } = hazardRules[index]!;
      if (!found.has(code) && pattern.test(window)) found.add(code);
    }
  return [...found];
}

/** Judges a call's texts, the latest first, up to the first with a hazard. */
export function* judgeHazards(texts: readonly string[]): Sliced<Verdict> {
  let left = maxAll;
  for (let index = texts.length - 1; index >= 0 && left > 0; index--) {
    const text = texts[index]!;
    left -= Math.min(text.length, 2 * half);
    const codes = yield* hazardsIn(text);
    if (codes.length > 0)
      return { threat: true, score: 1, reasons: codes.map((code) => hazards[code] ?? code) };
  }
  return harmless;
}

/**
 * The advanced tier without a model: Llama Guard's fourteen hazards by their words, in English, in slices. It takes much
 * for a hazard that only speaks of one; docs/guide/guards.md has the figures.
 */
export function createLocalHazardDetector(budgetMs = guardBudgetMs): PromptDetector {
  return { check: (texts, org) => judgedInSlices(judgeHazards(texts), budgetMs, org) };
}

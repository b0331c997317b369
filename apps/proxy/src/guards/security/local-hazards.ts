import { bounded } from '../user-texts.js';
import { normalisePrompt } from './normalise-prompt.js';
import { harmless, type LocalDetector } from './prompt-detector.js';
import { hazards } from './read-guard-answer.js';
import { hazardRules } from './rules/hazard-rules.js';

/** Half of what is looked at in one text, in characters; and of all texts together, the latest first. */
const half = 8 * 1024;
const maxAll = 128 * 1024;

/** Codes of the hazards (`S1` … `S14`) whose words a text has. */
export function hazardsIn(text: string): string[] {
  const normal = normalisePrompt(bounded(text, half));
  const found = new Set<string>();
  for (const { code, pattern } of hazardRules) if (!found.has(code) && pattern.test(normal)) found.add(code);
  return [...found];
}

/**
 * The advanced tier without a model: Llama Guard's fourteen hazards by their words, in English. It takes much for a
 * hazard that only speaks of one; docs/guide/guards.md has the figures.
 */
export function createLocalHazardDetector(): LocalDetector {
  return {
    check(texts) {
      let left = maxAll;
      for (let index = texts.length - 1; index >= 0 && left > 0; index--) {
        const text = texts[index]!;
        left -= Math.min(text.length, 2 * half);
        const codes = hazardsIn(text);
        if (codes.length > 0)
          return { threat: true, score: 1, reasons: codes.map((code) => hazards[code] ?? code) };
      }
      return harmless;
    },
  };
}

import { inSlices } from '../in-slices.js';
import { GuardBusy, guardBudgetMs } from '../security/judged-in-slices.js';
import { hazardsIn } from '../security/local-hazards.js';
import type { Moderator } from './moderator.js';

/** The hazards that OpenAI's moderation has a category for: violence, sex, minors, hate, self-harm, weapons. */
const categories = new Set(['S1', 'S3', 'S4', 'S9', 'S10', 'S11', 'S12']);

/**
 * `MODERATION=local`: judges by words alone, in slices, and sends nothing anywhere. A text that takes more time than any
 * ordinary one does is flagged.
 */
export function createLocalModerator(): Moderator {
  return {
    async flagged(text, _apiKey, org) {
      const outcome = await inSlices(hazardsIn(text), { budgetMs: guardBudgetMs, owner: org });
      if (outcome.kind === 'busy') throw new GuardBusy('too many calls wait for the local moderator');
      return outcome.kind === 'over-budget' || outcome.value.some((code) => categories.has(code));
    },
  };
}

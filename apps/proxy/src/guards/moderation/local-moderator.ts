import { hazardsIn } from '../security/local-hazards.js';
import type { Moderator } from './moderator.js';

/** The hazards that OpenAI's moderation has a category for: violence, sex, minors, hate, self-harm, weapons. */
const categories = new Set(['S1', 'S3', 'S4', 'S9', 'S10', 'S11', 'S12']);

/** `MODERATION=local`: judges by words alone, and sends nothing anywhere. */
export function createLocalModerator(): Moderator {
  return { flagged: (text) => hazardsIn(text).some((code) => categories.has(code)) };
}

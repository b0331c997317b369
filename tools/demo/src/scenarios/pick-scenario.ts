import type { Scenario } from '../traffic/call.js';
import type { Context } from './context.js';
import { researchAgent } from './research-agent.js';
import { assistant, codeReview, extract, helpSearch, pictures, puzzle, translate } from './single-calls.js';
import { supportChat } from './support-chat.js';

const mix: [weight: number, start: (context: Context) => Scenario][] = [
  [20, supportChat],
  [8, researchAgent],
  [18, assistant],
  [14, translate],
  [12, helpSearch],
  [10, extract],
  [8, codeReview],
  [5, puzzle],
  [3, pictures],
];
const total = mix.reduce((sum, [weight]) => sum + weight, 0);

/** One of the applications, the frequent ones more often. */
export function pickScenario(context: Context): Scenario {
  let at = context.random.next() * total;
  const [, start] = mix.find(([weight]) => (at -= weight) < 0) ?? mix[0]!;
  return start(context);
}

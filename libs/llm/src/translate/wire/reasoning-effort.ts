import type { ReasoningEffort } from '../conversation/request.js';

/** From least to most. */
export const reasoningEfforts: readonly ReasoningEffort[] = [
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
  'max',
];

export function readEffort(value: unknown): ReasoningEffort | undefined {
  return reasoningEfforts.find((effort) => effort === value);
}

/** The effort that a budget of thinking tokens comes nearest to, for providers that know efforts alone. */
export function effortOfBudget(tokens: number): ReasoningEffort {
  if (tokens <= 0) return 'none';
  if (tokens <= 2048) return 'low';
  return tokens <= 8192 ? 'medium' : 'high';
}

/** The nearest of the efforts that a provider takes; a tie goes to the lesser, as it costs less. */
export function nearestEffort(effort: ReasoningEffort, taken: readonly ReasoningEffort[]): ReasoningEffort {
  if (taken.includes(effort)) return effort;
  const wanted = reasoningEfforts.indexOf(effort);
  let best = effort;
  let distance = Infinity;
  for (const candidate of reasoningEfforts) {
    if (!taken.includes(candidate)) continue;
    const off = Math.abs(reasoningEfforts.indexOf(candidate) - wanted);
    if (off < distance) [best, distance] = [candidate, off];
  }
  return best;
}

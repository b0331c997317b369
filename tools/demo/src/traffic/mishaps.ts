import type { Random } from '@heliostat/simulator';
import type { DemoCall } from './call.js';

/** What goes wrong with one call: an error of the provider, a wrong key, or nothing. */
export type Mishap = { status: number } | { wrongKey: true } | null;

/** One provider has a bad half hour in the afternoon; the rest fail now and then. */
const incident = { provider: 'anthropic', from: 0.6, to: 0.64, share: 0.5 };

/** `dayShare`: how much of the day is over. */
export function mishap(call: DemoCall, dayShare: number, random: Random): Mishap {
  const { provider, from, to, share } = incident;
  if (call.model.provider === provider && dayShare >= from && dayShare < to && random.next() < share)
    return { status: 529 };
  const dice = random.next();
  if (dice < 0.012) return { status: 429 };
  if (dice < 0.02) return { status: 500 };
  if (dice < 0.024) return { status: 503 };
  if (dice < 0.028) return { status: 504 };
  return dice < 0.031 ? { wrongKey: true } : null;
}

import type { StoredPolicy } from './policy-store.js';

/** The value that a segment has on this call, undefined where it has none; all calls together have an empty one. */
export type SegmentOf = (segment: string | null) => string | undefined;

/**
 * The stored policies that hold for a call. Those bound to its key and those of the whole organisation are chosen
 * from apart: of properties before users before all calls, the first that apply, and of those the most restrictive in
 * each unit. Where the call names policies, these hold in the place of the organisation's; a key's own cannot be
 * left out by naming others, and a name that nobody knows changes nothing.
 */
export function choosePolicies(
  stored: readonly StoredPolicy[],
  names: readonly string[],
  segmentOf: SegmentOf,
): StoredPolicy[] {
  if (stored.length === 0) return [];
  const applying = stored.filter(({ segment }) => segmentOf(segment) !== undefined);
  const named = stored.filter(({ name }) => names.includes(name));
  const chosen = choose(applying.filter(({ keyId }) => keyId !== null));
  if (named.length === 0) chosen.push(...choose(applying.filter(({ keyId }) => keyId === null)));
  else chosen.push(...named.filter((policy) => applying.includes(policy) && !chosen.includes(policy)));
  return chosen;
}

function choose(policies: readonly StoredPolicy[]): StoredPolicy[] {
  const best = Math.min(...policies.map(rank));
  const strictest = new Map<string, StoredPolicy>();
  for (const policy of policies) {
    if (rank(policy) !== best) continue;
    const other = strictest.get(policy.unit);
    if (other === undefined || rate(policy) < rate(other)) strictest.set(policy.unit, policy);
  }
  return [...strictest.values()];
}

const rate = ({ quota, windowSeconds }: StoredPolicy) => quota / windowSeconds;

function rank({ segment }: StoredPolicy): number {
  if (segment === null) return 2;
  return segment === 'user' ? 1 : 0;
}

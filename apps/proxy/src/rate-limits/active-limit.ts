import { hash } from 'node:crypto';
import type { LimitTake, LimitTaken } from '@heliostat/stores/state';
import type { CallHead } from '../pipeline/call-head.js';
import type { CallOutcome } from '../pipeline/call.js';
import type { LimitUnit, StoredPolicy } from './policy-store.js';
import { policyText, type RatePolicy } from './rate-policy.js';
import type { SegmentOf } from './stored-policies.js';

/** Cents are counted in nano-USD. */
const nanoPerCent = 1e7;
const unitSize: Record<LimitUnit, number> = { request: 1, cents: nanoPerCent, tokens: 1 };
/** What a call takes at least until its end says what it used: 0.01 cent, one token. */
const leastTaken: Record<LimitUnit, number> = { request: 1, cents: nanoPerCent / 100, tokens: 1 };

/** A policy that holds for a call, and what it takes of it. */
export type ActiveLimit = { policy: RatePolicy; take: LimitTake; /** Of a stored policy. */ name?: string };

/** Values of segments on this call; names of properties in any case. */
export function segmentsOf({ headers }: CallHead): SegmentOf {
  return (segment) => {
    if (segment === null) return '';
    if (segment.toLowerCase() === 'user') return headers.userId || undefined;
    const { properties } = headers;
    const wanted = segment.toLowerCase();
    for (const name in properties) if (name.toLowerCase() === wanted) return properties[name] || undefined;
    return undefined;
  };
}

/** Limit of a header, undefined where it does not apply. Without a segment it is the API key's. */
export function headerLimit(
  policy: RatePolicy,
  { grant }: CallHead,
  segmentOf: SegmentOf,
): ActiveLimit | undefined {
  const value = segmentOf(policy.segment);
  if (value === undefined) return undefined;
  const whose = policy.segment === null ? `key:${grant.keyId}` : segmentKey(policy.segment, value);
  return activeLimit(policy, `${grant.org}:header:${whose}`);
}

/** Limit of a stored policy; a change of its quota keeps what was counted. */
export function storedLimit(stored: StoredPolicy, org: string, segmentOf: SegmentOf): ActiveLimit {
  const { id, quota, windowSeconds, unit, segment } = stored;
  const policy = { quota, windowSeconds, unit, segment, text: policyText(stored) };
  const whose = segment === null ? 'all' : segmentKey(segment, segmentOf(segment) ?? '');
  return { ...activeLimit(policy, `${org}:stored:${id}:${whose}`), name: stored.name };
}

/** A limit as errors name it: a caller that sent no header finds a stored one by its name. */
export const limitWords = ({ policy, name }: ActiveLimit): string =>
  name === undefined ? policy.text : `"${name}" (${policy.text})`;

/** Names of users and properties' values do not leave this process. */
const segmentKey = (segment: string, value: string) =>
  `${segment.toLowerCase()}:${hash('sha256', value).slice(0, 32)}`;

function activeLimit(policy: RatePolicy, whose: string): ActiveLimit {
  const { quota, windowSeconds, unit } = policy;
  const take: LimitTake = {
    key: `${whose}:${unit}:${windowSeconds}`,
    quota: quota * unitSize[unit],
    windowMs: windowSeconds * 1_000,
    amount: leastTaken[unit],
    estimated: unit !== 'request',
  };
  return { policy, take };
}

/** What is left of a quota, in the policy's unit. */
export function remaining({ policy }: ActiveLimit, { admitted, used, taken }: LimitTaken): number {
  const { quota, unit } = policy;
  if (unit === 'request') return Math.max(0, Math.floor(quota - used - (admitted ? taken : 0)));
  return Math.max(0, Math.round((quota - used / unitSize[unit]) * 1e4) / 1e4);
}

/** What a call used, in the state's units; 0 where no price is known. */
export function usedBy(unit: LimitUnit, outcome: CallOutcome): number {
  if (unit === 'cents') return Number(outcome.costNanoUsd() ?? 0n);
  const usage = outcome.usage();
  if (usage === null) return 0;
  const { input, output, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = usage;
  return input + output + cacheRead + cacheWrite5m + cacheWrite1h;
}

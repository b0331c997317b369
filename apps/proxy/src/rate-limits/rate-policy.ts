import { CodedError } from '@heliostat/platform';
import type { LimitUnit } from './policy-store.js';

const minWindowSeconds = 60;
const maxWindowSeconds = 31_536_000;
const maxPolicies = 10;
const isQuota = /^\d{1,15}(\.\d{1,9})?$/;
const units: readonly LimitUnit[] = ['request', 'cents', 'tokens'];

/** One limit: so much in any window of so many seconds, for each value of the segment. */
export type RatePolicy = {
  quota: number;
  windowSeconds: number;
  unit: LimitUnit;
  /** Null for all calls of the API key, `user`, or a property's name. */
  segment: string | null;
  /** As `Helicone-RateLimit-Policy` says it in the reply. */
  text: string;
};

export type PolicyHeader = {
  policies: RatePolicy[];
  /** Names of stored policies. */
  names: string[];
};

/**
 * Reads `Helicone-RateLimit-Policy` (page Custom Rate Limits): policies `quota;w=seconds[;u=unit][;s=segment]`,
 * separated by commas; whatever has neither `;` nor `=` and is no number is the name of a stored policy, which may have
 * neither of them in it, and be no number. Throws `proxy/bad-rate-limit-policy` (400), which names the fault: a limit that
 * is misspelt must not pass as none.
 */
export function readPolicyHeader(value: string | undefined): PolicyHeader {
  const header: PolicyHeader = { policies: [], names: [] };
  for (const item of (value ?? '').split(',').map((part) => part.trim())) {
    if (item === '') continue;
    if (/[;=]/.test(item) || isQuota.test(item)) header.policies.push(readPolicy(item));
    else header.names.push(item);
  }
  if (header.policies.length + header.names.length > maxPolicies)
    throw fault(`names more than ${maxPolicies} policies`);
  return header;
}

/** A policy in the header's words. */
export function policyText({ quota, windowSeconds, unit, segment }: Omit<RatePolicy, 'text'>): string {
  const parts = [`${quota}`, `w=${windowSeconds}`];
  if (unit !== 'request') parts.push(`u=${unit}`);
  if (segment !== null) parts.push(`s=${segment}`);
  return parts.join(';');
}

function readPolicy(text: string): RatePolicy {
  const [quotaText = '', ...parameters] = text.split(';').map((part) => part.trim());
  const policy = {
    quota: readQuota(quotaText),
    windowSeconds: 0,
    unit: 'request' as LimitUnit,
    segment: null,
    text,
  };
  const seen = new Set<string>();
  for (const parameter of parameters) {
    const [, given, value = ''] = /^([a-z]+)\s*=\s*(.*)$/i.exec(parameter) ?? [];
    const name = given?.toLowerCase() ?? '';
    if (seen.has(name)) throw fault(`has ${name}= twice`);
    seen.add(name);
    if (name === 'w') policy.windowSeconds = readWindow(value);
    else if (name === 'u') policy.unit = readUnit(value);
    else if (name === 's') Object.assign(policy, { segment: readSegment(value) });
    else throw fault('has a part that is none of w=, u= and s=');
  }
  if (!seen.has('w')) policy.windowSeconds = readWindow('');
  return policy;
}

function readQuota(text: string): number {
  const quota = isQuota.test(text) ? Number(text) : 0;
  if (quota > 0) return quota;
  throw fault('must begin with its quota, a number above 0 such as 1000 or 0.5');
}

function readWindow(text: string): number {
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (seconds >= minWindowSeconds && seconds <= maxWindowSeconds) return seconds;
  throw fault(`must have a window w= of ${minWindowSeconds} to ${maxWindowSeconds} seconds`);
}

function readUnit(text: string): LimitUnit {
  const unit = units.find((name) => name === text.toLowerCase());
  if (unit !== undefined) return unit;
  throw fault('must have a unit u= that is request, cents or tokens');
}

function readSegment(text: string): string {
  if (/^[A-Za-z0-9_-]{1,100}$/.test(text)) return text;
  throw fault(
    "must have a segment s= that is user or a property's name (letters, digits, - and _, at most 100 of them)",
  );
}

const fault = (what: string) =>
  new CodedError(
    'proxy/bad-rate-limit-policy',
    `Helicone-RateLimit-Policy ${what}. Its form is quota;w=seconds;u=unit;s=segment, as in 1000;w=3600;s=user.`,
    400,
  );

import { CodedError } from '@heliostat/platform';
import retry from 'retry';
import type { FeatureHeaders } from '../headers/feature-headers.js';

/** When and how often an attempt is repeated (interface ruling 7). */
export type RetryPolicy = {
  /** Waits before each repetition, in milliseconds. */
  delays: number[];
  maxTimeoutMs: number;
};

type Setting = { header: string; fallback: number; min: number; max: number; what: string };

const maxWaitMs = 120_000;
const wait = { min: 0, max: maxWaitMs, what: 'number of milliseconds' };
const num: Setting = { header: 'Helicone-Retry-Num', fallback: 5, min: 0, max: 20, what: 'whole number' };
const growth: Setting = { header: 'Helicone-Retry-Factor', fallback: 2, min: 1, max: 10, what: 'number' };
const least: Setting = { header: 'Helicone-Retry-Min-Timeout', fallback: 1_000, ...wait };
const most: Setting = { header: 'Helicone-Retry-Max-Timeout', fallback: 10_000, ...wait };
/** A provider that asks for more patience than this is not asked again. */
const maxRetryAfterMs = 60_000;

/** Statuses that may pass: rate limits and faults of the provider. */
export const isTransient = (status: number): boolean => status === 429 || status >= 500;

/**
 * The policy that the retry headers ask for, undefined where retries are off: `Helicone-Retry-Num` repetitions
 * (default 5) after `min-timeout × factor^n` ms (1,000 × 2^n) with jitter, between min and max timeout (10,000).
 * Throws `proxy/bad-retry` (400) for values that are no numbers or out of range.
 */
export function readRetryPolicy(features: FeatureHeaders): RetryPolicy | undefined {
  if (!features.retryEnabled) return undefined;
  const retries = read(num, features.retryNum);
  const factor = read(growth, features.retryFactor);
  let minTimeout = read(least, features.retryMinTimeout);
  let maxTimeout = read(most, features.retryMaxTimeout);
  // One that is beyond the other's default is a wish for short or long waits, not a mistake.
  if (features.retryMinTimeout === undefined) minTimeout = Math.min(minTimeout, maxTimeout);
  else if (features.retryMaxTimeout === undefined) maxTimeout = Math.max(minTimeout, maxTimeout);
  if (minTimeout > maxTimeout)
    throw new CodedError(
      'proxy/bad-retry',
      `${least.header} (${minTimeout}) is larger than ${most.header} (${maxTimeout}): raise the one or lower the other.`,
      400,
    );
  const delays = retry.timeouts({ retries, factor, minTimeout, maxTimeout, randomize: true });
  return { delays, maxTimeoutMs: maxTimeout };
}

/**
 * How long to wait before repetition `index` (0 for the first), undefined where there is to be none: the policy is
 * used up, or the provider asks to be left alone for more than a minute.
 */
export function retryDelay(
  policy: RetryPolicy,
  index: number,
  retryAfterSeconds: number | undefined,
): number | undefined {
  const delay = policy.delays[index];
  if (delay === undefined) return undefined;
  const asked = (retryAfterSeconds ?? 0) * 1000;
  return asked > maxRetryAfterMs ? undefined : Math.max(delay, asked);
}

function read({ header, fallback, min, max, what }: Setting, value: string | undefined): number {
  if (value === undefined) return fallback;
  const number = /^\d{1,9}(\.\d{1,9})?$/.test(value) ? Number(value) : NaN;
  const whole = what !== 'whole number' || Number.isInteger(number);
  if (number >= min && number <= max && whole) return number;
  throw new CodedError(
    'proxy/bad-retry',
    `${header} must be a ${what} from ${min} to ${max}, such as ${fallback}.`,
    400,
  );
}

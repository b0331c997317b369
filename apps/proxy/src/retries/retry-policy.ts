import { CodedError } from '@heliostat/platform';
import retry from 'retry';
import type { FeatureHeaders } from '../headers/feature-headers.js';

/** When and how often an attempt is repeated (interface ruling 7). */
export type RetryPolicy = {
  /** Waits before each repetition, in milliseconds. */
  delays: number[];
  maxTimeoutMs: number;
};

const maxRetries = 20;
const maxWaitMs = 120_000;
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
  const retries = read('Helicone-Retry-Num', features.retryNum, 5, 0, maxRetries);
  if (!Number.isInteger(retries)) throw bad('Helicone-Retry-Num', 0, maxRetries);
  const factor = read('Helicone-Retry-Factor', features.retryFactor, 2, 1, 10);
  const minTimeout = read('Helicone-Retry-Min-Timeout', features.retryMinTimeout, 1_000, 0, maxWaitMs);
  const maxTimeout = read('Helicone-Retry-Max-Timeout', features.retryMaxTimeout, 10_000, 0, maxWaitMs);
  // A smaller maximum than the default minimum is a wish for short waits, not a mistake.
  const least = features.retryMinTimeout === undefined ? Math.min(minTimeout, maxTimeout) : minTimeout;
  if (least > maxTimeout)
    throw new CodedError(
      'proxy/bad-retry',
      'Helicone-Retry-Min-Timeout is larger than Helicone-Retry-Max-Timeout.',
      400,
    );
  const delays = retry.timeouts({ retries, factor, minTimeout: least, maxTimeout, randomize: true });
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

function read(header: string, value: string | undefined, fallback: number, min: number, max: number): number {
  if (value === undefined) return fallback;
  const number = Number(value);
  if (!(number >= min && number <= max)) throw bad(header, min, max);
  return number;
}

const bad = (header: string, min: number, max: number) =>
  new CodedError('proxy/bad-retry', `${header} must be a number from ${min} to ${max}.`, 400);

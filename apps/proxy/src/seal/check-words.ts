import { errorMessage, withTimeout } from '@heliostat/platform';

/** Shorter than the 2 s that a health check may take: object store and queue are asked together. */
const checkMs = 1_500;

/** What is wrong with a store, or undefined. Never rejects, and takes `timeoutMs` at most. */
export async function checkWords(
  check: () => Promise<void>,
  timeoutMs = checkMs,
): Promise<string | undefined> {
  try {
    await withTimeout(timeoutMs, check());
    return undefined;
  } catch (error) {
    return errorMessage(error);
  }
}

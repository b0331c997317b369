import { withTimeout } from '@heliostat/platform';

/** The work's outcome, or an error after `limitMs`, in seconds as people read it on the page. */
export const withLimit = <T>(limitMs: number, work: Promise<T>): Promise<T> =>
  withTimeout(limitMs, work, () => new Error(`no answer within ${limitMs / 1_000} s`));

import { CodedError, errorMessage } from '@heliostat/platform';
import type { Progress } from './progress.js';

/** Prints one message about a failure; a stack only where we did not foresee it. */
export function tellFailure(progress: Progress, error: unknown): void {
  if (isDiskFull(error)) {
    progress.fail('The disk is full: free some space, or set HELIOSTAT_DATA_DIR to another disk.');
    return;
  }
  progress.fail(errorMessage(error));
  if (!(error instanceof CodedError) && error instanceof Error && error.stack)
    progress.plain(error.stack.split('\n').slice(1).join('\n'));
}

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  ((error as NodeJS.ErrnoException).code === 'ENOSPC' ||
    /No space left on device/.test(error.message) ||
    isDiskFull(error.cause));

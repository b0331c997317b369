import { CodedError } from '@heliostat/platform';

/** The shared state cannot be asked right now. */
export class StateAwayError extends CodedError {
  constructor(why: string, cause?: unknown) {
    super('state/away', `The shared state (cache, limits) cannot be asked right now: ${why}.`, 503, {
      cause,
    });
  }
}

import { CodedError } from '@heliostat/platform';

/** What is said to a call that may not go unlogged. */
export const spoolFull = new CodedError(
  'proxy/spool-full',
  'The log is full (SPOOL_MAX_BYTES) and this installation forwards nothing unlogged (SPOOL_FULL=reject).',
  503,
);

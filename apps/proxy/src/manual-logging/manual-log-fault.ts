import { CodedError } from '@heliostat/platform';

/** A 400 that names the place in the body, what stands there wrongly, and what belongs there. */
export const faultAt = (path: string, what: string): CodedError =>
  new CodedError('manual-log/invalid', `${path} ${what}`, 400);

const reportShape =
  '{"providerRequest": {"url", "json", "meta"}, "providerResponse": {"status", "headers", "json" or "textBody"}, "timing"}';

export const badJson = (why: string, shape = reportShape): CodedError =>
  new CodedError('manual-log/bad-json', `The body is not valid JSON (${why}). Send ${shape} in UTF-8.`, 400);

export const badEncoding = new CodedError(
  'manual-log/bad-encoding',
  'The body is not in its content-encoding. Send it plain, or as gzip, deflate, br or zstd, up to 64 MB unpacked.',
  400,
);

export const notPosted = new CodedError(
  'manual-log/method',
  'Calls are logged here with POST; see the page on manual logging.',
  405,
);

export const notKept = new CodedError(
  'manual-log/not-kept',
  'The log takes nothing at the moment: its buffer is full (SPOOL_MAX_BYTES) or its disk failed. Nothing was logged; send it again in a moment.',
  503,
);

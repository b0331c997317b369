import { CodedError } from '@heliostat/platform';

/** ClickHouse's names for "this row cannot be stored": trying again cannot help, another row may well pass. */
const rejected =
  /^(CANNOT_PARSE_|INCORRECT_DATA|TYPE_MISMATCH|CANNOT_CONVERT_TYPE|VALUE_IS_OUT_OF_RANGE|ARGUMENT_OUT_OF_BOUND|TOO_LARGE_STRING_SIZE|DECIMAL_OVERFLOW|CANNOT_READ_)/;

/** Whether an insert failed because of the rows themselves, rather than of the server's state. */
export function isRejectedData(error: unknown): boolean {
  if (!(error instanceof CodedError) || error.code !== 'clickhouse/query') return false;
  const cause = error.cause as { type?: unknown } | undefined;
  return typeof cause?.type === 'string' && rejected.test(cause.type);
}

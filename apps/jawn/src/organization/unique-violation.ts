import { errorCode } from '../http/error-code.js';

/** Postgres' SQLSTATE for a second row with a unique value. */
const uniqueViolation = '23505';

/** Whether two callers made the same thing at once, and this one lost. */
export const isUniqueViolation = (error: unknown): boolean => errorCode(error) === uniqueViolation;

import { FilterError } from '../filter-error.js';
import { didYouMean } from '../nearest-name.js';
import type { Operand } from './operand.js';

/** The value of `equals`, the only operator of booleans. */
export function requireBoolean({ operator, value, path }: Operand): boolean {
  if (operator !== 'equals')
    throw new FilterError(path, `unknown operator for a boolean${didYouMean(operator, ['equals'])}`);
  if (typeof value !== 'boolean') throw new FilterError(path, 'expected true or false');
  return value;
}

/** `sql` is a condition that is true, false or NULL; NULL counts as false. */
export const booleanCondition = (sql: string, operand: Operand): string =>
  requireBoolean(operand) ? `ifNull(${sql}, false)` : `NOT ifNull(${sql}, false)`;

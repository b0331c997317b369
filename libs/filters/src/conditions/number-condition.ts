import { FilterError } from '../filter-error.js';
import { didYouMean } from '../nearest-name.js';
import type { BoundParams } from './bound-params.js';
import type { Operand } from './operand.js';

export const comparisons: ReadonlyMap<string, string> = new Map([
  ['equals', '='],
  ['not-equals', '!='],
  ['gte', '>='],
  ['gt', '>'],
  ['lte', '<='],
  ['lt', '<'],
]);

/** Integers as Int64 (a Float64 would not tell neighbours above 2^53 apart), others as Float64. */
export const bindNumber = (params: BoundParams, value: number): string =>
  Number.isSafeInteger(value) ? params.bind(value, 'Int64') : params.bind(value, 'Float64');

/** Products such as 0.000123 × 1e9 come out beside the integer that is meant. */
const roundingSlack = 1e-3;
function scaled(value: number, scale: number): number {
  const product = value * scale;
  const integer = Math.round(product);
  return Math.abs(product - integer) < roundingSlack ? integer : product;
}

/** What a number column is: its SQL, and by what the client's unit is multiplied (USD × 1e9). */
export type NumberExpression = { sql: string; scale?: number };

export function numberCondition({ sql, scale }: NumberExpression, operand: Operand): string {
  const { operator, value, path, params } = operand;
  const comparison = comparisons.get(operator);
  if (!comparison)
    throw new FilterError(path, `unknown operator for a number${didYouMean(operator, comparisons.keys())}`);
  if (value === 'null' && (operator === 'equals' || operator === 'not-equals'))
    return `${sql} IS ${operator === 'equals' ? '' : 'NOT '}NULL`;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new FilterError(path, 'expected a number');
  return `${sql} ${comparison} ${bindNumber(params, scale ? scaled(value, scale) : value)}`;
}

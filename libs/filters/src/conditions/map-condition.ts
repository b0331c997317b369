import { FilterError } from '../filter-error.js';
import { bindNumber, comparisons } from './number-condition.js';
import type { Operand } from './operand.js';
import { requireText, textCondition } from './text-condition.js';

/** One property of a row by its exact name. A row without it behaves as if it were empty; `"null"` asks for that. */
export function propertyCondition(key: string, operand: Operand): string {
  const { params, value } = operand;
  const name = params.bind(key, 'String');
  const { operator } = requireText(operand);
  if (value === 'null' && (operator === 'equals' || operator === 'not-equals'))
    return `${operator === 'equals' ? 'NOT ' : ''}mapContains(properties, ${name})`;
  return textCondition({ sql: `properties[${name}]` }, operand);
}

/**
 * One score by its name: with the text operators of the contract, whose values may be written as numbers, and
 * with comparisons. A row without the score matches `not-equals` and `not-contains` only.
 */
export function scoreCondition(key: string, operand: Operand): string {
  const { operator, value, path, params } = operand;
  const name = params.bind(key, 'String');
  const has = `mapContains(scores, ${name})`;
  const comparison = comparisons.get(operator);
  if (value === 'null' && (operator === 'equals' || operator === 'not-equals'))
    return operator === 'equals' ? `NOT ${has}` : has;
  if (comparison) {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number))
      throw new FilterError(path, 'expected a number, as scores are');
    const compared = `scores[${name}] ${comparison} ${bindNumber(params, number)}`;
    return operator === 'not-equals' ? `(NOT ${has} OR ${compared})` : `(${has} AND ${compared})`;
  }
  const text = textCondition({ sql: `toString(scores[${name}])` }, operand);
  return operator === 'not-contains' ? `(NOT ${has} OR ${text})` : `(${has} AND ${text})`;
}

/** Whether some element of a text array matches; for the negative operators, whether none does. */
export function elementCondition(arraySql: string, operand: Operand): string {
  const { operator } = requireText(operand);
  if (operator === 'not-equals' || operator === 'not-contains') {
    const positive = { ...operand, operator: operator.slice('not-'.length) };
    return `NOT arrayExists(element -> ${textCondition({ sql: 'element' }, positive)}, ${arraySql})`;
  }
  return `arrayExists(element -> ${textCondition({ sql: 'element' }, operand)}, ${arraySql})`;
}

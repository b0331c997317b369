import { FilterError } from '../filter-error.js';
import { didYouMean } from '../nearest-name.js';
import { comparisons } from './number-condition.js';
import type { Operand } from './operand.js';

const operators = ['equals', 'gte', 'gt', 'lte', 'lt'];
const isoPattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
/** What DateTime64(3) can hold. */
const firstYear = 1900;
const lastYear = 2299;

/** DateTime64(3) text of an ISO date or time; without a zone it is UTC. Null when it is neither. */
function readTime(text: string): string | null {
  const match = isoPattern.exec(text.trim());
  if (!match) return null;
  const [, day, time = '00:00', zone = 'Z'] = match;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const ms = Date.parse(`${day}T${time}${offset}`);
  if (Number.isNaN(ms)) return null;
  const date = new Date(ms);
  if (date.getUTCFullYear() < firstYear || date.getUTCFullYear() > lastYear) return null;
  return date.toISOString().replace('T', ' ').replace('Z', '');
}

/** Times are compared at the millisecond; bounds of `gte` and `lte` belong to the range. */
export function timestampCondition(sql: string, operand: Operand): string {
  const { operator, value, path, params } = operand;
  if (!operators.includes(operator))
    throw new FilterError(path, `unknown operator for a time${didYouMean(operator, operators)}`);
  if (value === 'null' && operator === 'equals') return `${sql} IS NULL`;
  const time = typeof value === 'string' ? readTime(value) : null;
  if (time === null) throw new FilterError(path, 'expected an ISO 8601 time such as 2026-01-31T12:00:00Z');
  return `${sql} ${comparisons.get(operator)} ${params.bind(time, "DateTime64(3, 'UTC')")}`;
}

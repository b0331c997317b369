import { didYouMean } from '../nearest-name.js';
import { FilterError } from '../filter-error.js';
import type { Operand } from './operand.js';

const operators = ['equals', 'not-equals', 'like', 'ilike', 'contains', 'not-contains'] as const;
export type TextOperator = (typeof operators)[number];

/** What a text column is in ClickHouse. */
export type TextExpression = {
  sql: string;
  /** NULL where there is no value; else the empty text stands for none. */
  nullable?: boolean;
  /** Has a text index, which serves words: parts of a phrase are searched beside the phrase. */
  textIndex?: boolean;
};

export function requireText(operand: Operand): { operator: TextOperator; value: string } {
  const { operator, value, path } = operand;
  if (!(operators as readonly string[]).includes(operator))
    throw new FilterError(path, `unknown operator for text${didYouMean(operator, operators)}`);
  if (typeof value !== 'string') throw new FilterError(path, 'expected a string');
  return { operator: operator as TextOperator, value };
}

/** A LIKE pattern of a literal text: its `%`, `_` and `\` mean themselves. */
export const containsPattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** The index's dictionary is scanned for needles of at least this many letters or digits. */
const shortestNeedle = 4;
const needlesAtMost = 8;

/** Words inside a phrase; each must be in a text that contains the phrase, and each can use the index. */
function needles(text: string): string[] {
  const words = text.match(/[A-Za-z0-9]+/g) ?? [];
  if (words.length === 1 && words[0] === text) return [];
  return words.filter((word) => word.length >= shortestNeedle).slice(0, needlesAtMost);
}

/**
 * The condition of a text operator. `"null"` and `"__empty__"` are the documented special values of `equals` and
 * `not-equals`; `contains` is a literal, case-insensitive part; `like` and `ilike` take the client's pattern.
 */
export function textCondition(expression: TextExpression, operand: Operand): string {
  const { operator, value } = requireText(operand);
  const { params } = operand;
  const { sql, nullable } = expression;
  const present = nullable ? `ifNull(${sql}, '')` : sql;
  const negated = operator.startsWith('not-');

  if (operator === 'equals' || operator === 'not-equals') {
    if (value === 'null' && nullable) return `${sql} IS ${negated ? 'NOT ' : ''}NULL`;
    if (value === 'null' || value === '__empty__') return `${present} ${negated ? '!=' : '='} ''`;
    return `${present} ${negated ? '!=' : '='} ${params.bind(value, 'String')}`;
  }
  if (operator === 'like' || operator === 'ilike')
    return `${present} ${operator.toUpperCase()} ${params.bind(value, 'String')}`;

  const contains = (part: string) => `${present} ILIKE ${params.bind(containsPattern(part), 'String')}`;
  if (negated) return `NOT (${contains(value)})`;
  const parts = expression.textIndex ? needles(value) : [];
  return [...parts, value].map(contains).join(' AND ');
}

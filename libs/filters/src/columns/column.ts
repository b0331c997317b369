import { booleanCondition } from '../conditions/boolean-condition.js';
import { numberCondition } from '../conditions/number-condition.js';
import type { Operand } from '../conditions/operand.js';
import { textCondition, type TextExpression } from '../conditions/text-condition.js';
import { timestampCondition } from '../conditions/timestamp-condition.js';

/** What the rows of an aggregated column are grouped by. */
export type Grouping = 'session' | 'user' | 'cache';

/** Where a filter is used: what a condition may need beside its operand. */
export type FilterScope = { organizationId: string };

/**
 * One filterable column. `value` takes operators, `map` takes keys whose values take operators; `grouping` says
 * that the condition is about aggregates and belongs into a HAVING.
 */
export type Column =
  | { kind: 'value'; grouping?: Grouping; condition(operand: Operand, scope: FilterScope): string }
  | { kind: 'map'; condition(key: string, operand: Operand): string };

export type Columns = Readonly<Record<string, Column>>;

/** A table that clients name: a fixed set of columns, or any key. */
export type FilterTable = { columns: Columns } | { anyKey(key: string, operand: Operand): string };

export const text = (sql: string, options: Omit<TextExpression, 'sql'> = {}): Column => ({
  kind: 'value',
  condition: (operand) => textCondition({ sql, ...options }, operand),
});

/** A column that we do not keep: every row has the empty text. */
export const absentText: Column = text(`''`);

export const number = (sql: string, scale?: number): Column => ({
  kind: 'value',
  condition: (operand) => numberCondition({ sql, scale }, operand),
});

export const timestamp = (sql: string): Column => ({
  kind: 'value',
  condition: (operand) => timestampCondition(sql, operand),
});

export const boolean = (sql: string): Column => ({
  kind: 'value',
  condition: (operand) => booleanCondition(sql, operand),
});

/** The same column as a condition on groups. */
export const having = (grouping: Grouping, column: Column): Column =>
  column.kind === 'value' ? { ...column, grouping } : column;

/** USD in filters, integers × 1e9 in the table. */
export const costScale = 1e9;

import type { FilterNode } from '@heliostat/contracts';
import type { FilterScope, FilterTable, Grouping } from './columns/column.js';
import { filterTables, foreignTables } from './columns/filter-tables.js';
import { groupings } from './columns/grouped-columns.js';
import { BoundParams } from './conditions/bound-params.js';
import type { Operand } from './conditions/operand.js';
import { FilterError } from './filter-error.js';
import { didYouMean } from './nearest-name.js';

/** Where the filter came in. `clickhouse` is `/v1/request/query-clickhouse`: unwrapped `properties` match nothing. */
export type FilterSurface = 'request-query' | 'clickhouse' | 'dashboard' | 'users' | 'sessions';

export type FilterOptions = {
  organizationId: string;
  surface: FilterSurface;
  /** Epoch milliseconds, half open. Aggregates of sessions and users are of this window, too. */
  window?: { start?: number; end?: number };
};

/** A WHERE for `request_response_rmt` and the values that it binds, the organisation first. */
export type ClickHouseFilter = { where: string; params: Record<string, unknown> };

export const maxFilterDepth = 50;
export const maxFilterLeaves = 500;

type Walk = { scope: FilterScope; surface: FilterSurface; rows: string; params: BoundParams; leaves: number };
type Path = readonly string[];

const branchKeys = ['left', 'operator', 'right'];

function requireObject(node: unknown, path: Path, expected: string): Record<string, unknown> {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) throw new FilterError(path, expected);
  return node as Record<string, unknown>;
}

const conjunction = (conditions: string[]): string =>
  conditions.length === 0 ? 'true' : conditions.map((condition) => `(${condition})`).join(' AND ');

/** Conditions of `{ operator: value }`, joined by AND. */
function operatorConditions(
  operators: unknown,
  path: Path,
  walk: Walk,
  condition: (operand: Operand) => string,
): string {
  const entries = Object.entries(requireObject(operators, path, 'expected { operator: value }'));
  return conjunction(
    entries.map(([operator, value]) => {
      walk.leaves += 1;
      if (walk.leaves > maxFilterLeaves)
        throw new FilterError(['filter'], `more than ${maxFilterLeaves} conditions`);
      return condition({ operator, value, path: [...path, operator], params: walk.params });
    }),
  );
}

/** Rows whose session, user or cached call meets conditions on the group's aggregates. */
function groupCondition(grouping: Grouping, conditions: string[], walk: Walk): string {
  const { key, of, rows } = groupings[grouping];
  return `${of} IN (SELECT ${key} FROM request_response_rmt WHERE ${walk.rows} AND ${rows} GROUP BY ${key} HAVING ${conjunction(conditions)})`;
}

function tableCondition(table: FilterTable, columns: unknown, path: Path, walk: Walk): string {
  const entries = Object.entries(requireObject(columns, path, 'expected { column: { operator: value } }'));
  if ('anyKey' in table)
    return conjunction(
      entries.map(([key, operators]) =>
        operatorConditions(operators, [...path, key], walk, (operand) => table.anyKey(key, operand)),
      ),
    );

  const conditions: string[] = [];
  const grouped = new Map<Grouping, string[]>();
  for (const [name, value] of entries) {
    const at = [...path, name];
    const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
    if (!column) throw new FilterError(at, `unknown column${didYouMean(name, Object.keys(table.columns))}`);
    if (column.kind === 'map') {
      const keys = Object.entries(requireObject(value, at, 'expected { key: { operator: value } }'));
      for (const [key, operators] of keys)
        conditions.push(
          operatorConditions(operators, [...at, key], walk, (operand) => column.condition(key, operand)),
        );
      continue;
    }
    const condition = operatorConditions(value, at, walk, (operand) => column.condition(operand, walk.scope));
    if (column.grouping === undefined) conditions.push(condition);
    else grouped.set(column.grouping, [...(grouped.get(column.grouping) ?? []), condition]);
  }
  for (const [grouping, having] of grouped) conditions.push(groupCondition(grouping, having, walk));
  return conjunction(conditions);
}

function leafCondition(leaf: Record<string, unknown>, path: Path, walk: Walk): string {
  const conditions = Object.entries(leaf).map(([name, columns]) => {
    const at = [...path, name];
    const table = Object.hasOwn(filterTables, name) ? filterTables[name] : undefined;
    if (!table) {
      const fault = foreignTables.has(name)
        ? 'this table holds no requests, so that it cannot filter them'
        : `unknown table${didYouMean(name, Object.keys(filterTables))}`;
      throw new FilterError(at, fault);
    }
    const condition = tableCondition(table, columns, at, walk);
    return walk.surface === 'clickhouse' && name === 'properties' ? 'false' : condition;
  });
  return conjunction(conditions);
}

function branchCondition(branch: Record<string, unknown>, path: Path, depth: number, walk: Walk): string {
  const keys = Object.keys(branch);
  const stranger = keys.find((key) => !branchKeys.includes(key));
  if (stranger !== undefined)
    throw new FilterError([...path, stranger], 'a branch has left, operator and right only');
  const missing = branchKeys.find((key) => !keys.includes(key));
  if (missing !== undefined) throw new FilterError([...path, missing], 'missing from the branch');
  const { operator } = branch;
  if (operator !== 'and' && operator !== 'or')
    throw new FilterError([...path, 'operator'], 'expected "and" or "or"');
  const left = nodeCondition(branch['left'], [...path, 'left'], depth + 1, walk);
  const right = nodeCondition(branch['right'], [...path, 'right'], depth + 1, walk);
  return `(${left}) ${operator === 'and' ? 'AND' : 'OR'} (${right})`;
}

function nodeCondition(node: unknown, path: Path, depth: number, walk: Walk): string {
  if (depth > maxFilterDepth) throw new FilterError(['filter'], `deeper than ${maxFilterDepth} branches`);
  if (node === 'all') return 'true';
  const object = requireObject(node, path, 'expected "all", a condition or a branch');
  return branchKeys.some((key) => Object.hasOwn(object, key))
    ? branchCondition(object, path, depth, walk)
    : leafCondition(object, path, walk);
}

/**
 * Translates a filter into a condition on `request_response_rmt` that holds the organisation and the window and
 * binds every value. Conditions beside each other in one leaf are all honoured. Throws `FilterError` (400), which
 * names the path of the fault: unknown tables, columns and operators, values of a wrong type, broken branches,
 * more than 50 levels or 500 conditions.
 */
export function toClickHouse(filter: FilterNode, options: FilterOptions): ClickHouseFilter {
  const { organizationId, surface, window } = options;
  const params = new BoundParams();
  const bounds = [`organization_id = ${params.bind(organizationId, 'UUID')}`];
  const time = (ms: number) => `fromUnixTimestamp64Milli(${params.bind(Math.round(ms), 'Int64')}, 'UTC')`;
  if (window?.start !== undefined) bounds.push(`request_created_at >= ${time(window.start)}`);
  if (window?.end !== undefined) bounds.push(`request_created_at < ${time(window.end)}`);
  const rows = bounds.join(' AND ');
  const walk: Walk = { scope: { organizationId }, surface, rows, params, leaves: 0 };
  const condition = nodeCondition(filter, ['filter'], 0, walk);
  return { where: condition === 'true' ? rows : `${rows} AND (${condition})`, params: params.values };
}

import type { FilterNode } from '@heliostat/contracts';
import { fieldById, operatorsByType } from './filter-fields';

/** One row of the builder. `value` is what was typed; `key` is a property's name. */
export type FilterRule = { field: string; operator: string; value: string; key?: string };
/** Groups joined by "or"; the rules of a group are joined by "and". */
export type FilterExpression = FilterRule[][];

const join = (operator: 'and' | 'or', nodes: FilterNode[]): FilterNode => {
  const [first, ...rest] = nodes.filter((node) => node !== 'all');
  if (first === undefined) return 'all';
  return rest.reduce<FilterNode>((left, right) => ({ left, operator, right }), first);
};

/** Everything must hold; `'all'` parts fall away. */
export const allOf = (...nodes: FilterNode[]): FilterNode => join('and', nodes);
/** One must hold; without any, everything matches. */
export const anyOf = (...nodes: FilterNode[]): FilterNode => join('or', nodes);

/** A leaf on the public table. */
export const leaf = (column: string, condition: Record<string, unknown>): FilterNode => ({
  request_response_rmt: { [column]: condition },
});

const listOf = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** Whether a row says enough to filter by; half-typed rows are left out rather than refused. */
export function isComplete(rule: FilterRule): boolean {
  const field = fieldById(rule.field);
  if (!field || !operatorsByType[field.type].some(({ value }) => value === rule.operator)) return false;
  if (field.type === 'property' && !rule.key?.trim()) return false;
  if (rule.value.trim() === '') return false;
  if (field.type === 'number') return Number.isFinite(Number(rule.value));
  if (field.type === 'boolean') return rule.value === 'true' || rule.value === 'false';
  return rule.operator !== 'in' || listOf(rule.value).length > 0;
}

function ruleNode(rule: FilterRule): FilterNode {
  const field = fieldById(rule.field);
  if (!field || !isComplete(rule)) return 'all';
  const property = field.propertyKey ?? (field.type === 'property' ? rule.key?.trim() : undefined);
  const condition = (operator: string, value: unknown) =>
    leaf(
      field.column,
      property === undefined ? { [operator]: value } : { [property]: { [operator]: value } },
    );
  if (rule.operator === 'in') return anyOf(...listOf(rule.value).map((value) => condition('equals', value)));
  if (field.type === 'number') return condition(rule.operator, Number(rule.value));
  if (field.type === 'boolean') return condition(rule.operator, rule.value === 'true');
  return condition(rule.operator, rule.value.trim());
}

/** The builder's rows as the API's tree. */
export function toFilterNode(expression: FilterExpression): FilterNode {
  const groups = expression.map((group) => allOf(...group.map(ruleNode)));
  return anyOf(...groups.filter((group) => group !== 'all'));
}

/** Search in the kept start of both bodies. */
export function searchNode(text: string): FilterNode {
  const words = text.trim();
  if (words === '') return 'all';
  return anyOf(leaf('request_body', { contains: words }), leaf('response_body', { contains: words }));
}

export const countRules = (expression: FilterExpression): number =>
  expression.reduce((sum, group) => sum + group.filter(isComplete).length, 0);

/** Adds one rule to every alternative, as a click on a chart's row does; a rule that is there stays once. */
export function withRule(expression: FilterExpression, rule: FilterRule): FilterExpression {
  const same = (other: FilterRule) =>
    other.field === rule.field &&
    other.operator === rule.operator &&
    other.value === rule.value &&
    other.key === rule.key;
  const groups = expression.filter((group) => group.length > 0);
  if (groups.length === 0) return [[rule]];
  return groups.map((group) => (group.some(same) ? group : [...group, rule]));
}

/** A rule in words, for the chip that stands for it. */
export function describeRule(rule: FilterRule): string {
  const field = fieldById(rule.field);
  if (!field) return rule.field;
  const operator =
    operatorsByType[field.type].find(({ value }) => value === rule.operator)?.label ?? rule.operator;
  const name = field.type === 'property' && rule.key ? rule.key : field.label;
  return `${name} ${operator} ${rule.value}${field.unit && field.unit !== 'USD' ? ` ${field.unit}` : ''}`;
}

type Packed = [field: string, operator: string, value: string, key?: string];

/** As short as the address bar deserves; undefined when nothing is filtered. */
export function packExpression(expression: FilterExpression): Packed[][] | undefined {
  const groups = expression
    .map((group) =>
      group
        .filter(isComplete)
        .map(({ field, operator, value, key }): Packed =>
          key ? [field, operator, value, key] : [field, operator, value],
        ),
    )
    .filter((group) => group.length > 0);
  return groups.length > 0 ? groups : undefined;
}

/** Reads what `packExpression` wrote, or what a person typed into the address; anything else is dropped. */
export function unpackExpression(value: unknown): FilterExpression {
  if (!Array.isArray(value)) return [];
  return value
    .map((group: unknown) =>
      !Array.isArray(group)
        ? []
        : group.flatMap((packed: unknown): FilterRule[] => {
            if (!Array.isArray(packed)) return [];
            const [field, operator, text, key] = packed as unknown[];
            const rule: FilterRule = {
              field: String(field),
              operator: String(operator),
              value: String(text ?? ''),
              ...(typeof key === 'string' && { key }),
            };
            return isComplete(rule) ? [rule] : [];
          }),
    )
    .filter((group) => group.length > 0);
}

import { isObject } from '../json.js';
import { replaceVariables, type VariableTag } from '../tags/tags.js';

const maxDepth = 200;

/** The variables of a saved prompt in the order in which they first stand there, each name once, keys included. */
export function findVariables(template: unknown): VariableTag[] {
  const found = new Map<string, VariableTag>();
  const visit = (value: unknown, depth: number): void => {
    if (depth > maxDepth) return;
    if (typeof value === 'string')
      replaceVariables(value, (tag, whole) => {
        if (!found.has(tag.name)) found.set(tag.name, tag);
        return whole;
      });
    else if (Array.isArray(value)) value.forEach((part) => visit(part, depth + 1));
    else if (isObject(value))
      for (const [key, part] of Object.entries(value)) {
        visit(key, depth);
        visit(part, depth + 1);
      }
  };
  visit(template, 0);
  return [...found.values()];
}

/** What stands in a variable's place, or why nothing can. */
export type Checked = { value: unknown } | { expected: string };

const truths = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
]);

/**
 * Checks an input against its variable's type (PR-05) and gives it that type where JSON asks for it. Only `number`
 * and `boolean` are checked, and text that reads as one is one: `"25"`, `"yes"`.
 */
export function checkValue(type: string, input: unknown): Checked {
  if (type === 'number') return numberOf(input);
  if (type !== 'boolean') return { value: input };
  const value = truths.get(typeof input === 'string' ? input.trim().toLowerCase() : input);
  return value === undefined ? { expected: 'a boolean: true, false, "yes" or "no"' } : { value };
}

function numberOf(input: unknown): Checked {
  const text = typeof input === 'string' ? input.trim() : '';
  const value = text === '' ? input : Number(text);
  return typeof value === 'number' && Number.isFinite(value) ? { value } : { expected: 'a number' };
}

/** An input within a text. */
export const textOf = (input: unknown): string =>
  typeof input === 'string' ? input : (JSON.stringify(input) ?? '');

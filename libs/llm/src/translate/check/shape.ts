import { isRecord, type Json } from '../../json/json-value.js';

/** What is wrong with a request, and with which of its fields. */
export type RequestFault = { message: string; param: string };

/** Looks at a value; `path` is its name in messages (`messages[0].content`). */
export type Shape = (value: unknown, path: string) => RequestFault | undefined;

const fault = (path: string, expected: string): RequestFault => ({
  message: `${path} must be ${expected}.`,
  param: path,
});

export const anything: Shape = () => undefined;

export const string: Shape = (value, path) =>
  typeof value === 'string' ? undefined : fault(path, 'a string');

export const boolean: Shape = (value, path) =>
  typeof value === 'boolean' ? undefined : fault(path, 'true or false');

export const object: Shape = (value, path) => (isRecord(value) ? undefined : fault(path, 'an object'));

/** A string of at most so many characters, and at least one unless told otherwise. */
export const text =
  (max: number, min = 0): Shape =>
  (value, path) =>
    typeof value === 'string' && value.length >= min && value.length <= max
      ? undefined
      : fault(path, `a string of ${min} to ${max} characters`);

export const number =
  (min = -Infinity, max = Infinity): Shape =>
  (value, path) => {
    if (typeof value === 'number' && value >= min && value <= max) return undefined;
    return fault(path, min === -Infinity ? 'a number' : `a number from ${min} to ${max}`);
  };

export const integer =
  (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Shape =>
  (value, path) => {
    if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return undefined;
    const bounded = min !== Number.MIN_SAFE_INTEGER || max !== Number.MAX_SAFE_INTEGER;
    return fault(path, bounded ? `a whole number from ${min} to ${max}` : 'a whole number');
  };

export const oneOf =
  (...values: readonly string[]): Shape =>
  (value, path) =>
    typeof value === 'string' && values.includes(value)
      ? undefined
      : fault(path, values.length === 1 ? `"${values[0]}"` : `one of ${values.join(', ')}`);

/** The shape, or null. */
export const nullable =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? undefined : shape(value, path);

export const array =
  (shape: Shape, min = 0, max = Infinity): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return fault(path, 'a list');
    if (value.length < min) return fault(path, `a list of at least ${min}`);
    if (value.length > max) return fault(path, `a list of at most ${max}`);
    for (const [at, entry] of (value as unknown[]).entries()) {
      const found = shape(entry, `${path}[${at}]`);
      if (found) return found;
    }
    return undefined;
  };

/** Values of an object whose names are free. */
export const dictionary =
  (shape: Shape): Shape =>
  (value, path) => {
    if (!isRecord(value)) return fault(path, 'an object');
    for (const [name, entry] of Object.entries(value)) {
      const found = shape(entry, `${path}.${name}`);
      if (found) return found;
    }
    return undefined;
  };

/** Chooses a shape by the kind of the value: a string, or anything else. */
export const stringOr =
  (other: Shape): Shape =>
  (value, path) =>
    typeof value === 'string' ? undefined : other(value, path);

export type Fields = Record<string, Shape>;

/**
 * An object with these fields. A field that is undefined counts as absent.
 * @param closed whether other fields are refused.
 */
export const fields =
  (known: Fields, required: readonly string[] = [], closed = false): Shape =>
  (value, path) => {
    if (!isRecord(value)) return fault(path === '' ? 'The body' : path, 'an object');
    return checkFields(value, path, known, required, closed);
  };

function checkFields(
  value: Json,
  path: string,
  known: Fields,
  required: readonly string[],
  closed: boolean,
): RequestFault | undefined {
  const named = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of required)
    if (value[name] === undefined) return { message: `${named(name)} is required.`, param: named(name) };
  for (const [name, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const shape = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!shape) {
      if (closed) return { message: `${named(name)} is not a known parameter.`, param: named(name) };
      continue;
    }
    const found = shape(entry, named(name));
    if (found) return found;
  }
  return undefined;
}

/** An object whose shape its field `key` decides; `otherwise` stands for an absent one. */
export const byKey =
  (key: string, shapes: Record<string, Shape>, otherwise?: string): Shape =>
  (value, path) => {
    if (!isRecord(value)) return fault(path, 'an object');
    const given = value[key] ?? otherwise;
    const shape = typeof given === 'string' && Object.hasOwn(shapes, given) ? shapes[given] : undefined;
    return shape ? shape(value, path) : fault(`${path}.${key}`, `one of ${Object.keys(shapes).join(', ')}`);
  };

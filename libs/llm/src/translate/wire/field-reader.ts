import { isRecord, type Json } from '../../json/json-value.js';

/**
 * Reads the fields of a request and remembers which were understood, so that none gets lost in silence: what is of
 * another type than expected stays in `rest`. A null counts as absent.
 */
export type FieldReader = {
  string(name: string): string | undefined;
  number(name: string): number | undefined;
  /** A whole number, zero or more. */
  count(name: string): number | undefined;
  boolean(name: string): boolean | undefined;
  object(name: string): Json | undefined;
  list(name: string): unknown[] | undefined;
  /** What `read` makes of the value; the field stays in `rest` where that is undefined. */
  as<T>(name: string, read: (value: unknown) => T | undefined): T | undefined;
  /** Marks a field as understood. */
  skip(name: string): void;
  /** The fields that nobody read. */
  rest(): Record<string, unknown>;
};

export function createFieldReader(body: Json): FieldReader {
  const read = new Set<string>();

  function as<T>(name: string, convert: (value: unknown) => T | undefined): T | undefined {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value === undefined || value === null) {
      read.add(name);
      return undefined;
    }
    const result = convert(value);
    if (result !== undefined) read.add(name);
    return result;
  }

  return {
    as,
    string: (name) => as(name, (value) => (typeof value === 'string' ? value : undefined)),
    number: (name) =>
      as(name, (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)),
    count: (name) =>
      as(name, (value) =>
        typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined,
      ),
    boolean: (name) => as(name, (value) => (typeof value === 'boolean' ? value : undefined)),
    object: (name) => as(name, (value) => (isRecord(value) ? value : undefined)),
    list: (name) => as(name, (value) => (Array.isArray(value) ? (value as unknown[]) : undefined)),
    skip: (name) => void read.add(name),
    // Entries, not assignments: a client may name a field `__proto__`.
    rest: () => Object.fromEntries(Object.entries(body).filter(([name]) => !read.has(name))),
  };
}

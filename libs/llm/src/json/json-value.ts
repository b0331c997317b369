/** An object as JSON.parse returns it. */
export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one for anything else, so that reads of absent branches are plain. */
export function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A non-empty string, else undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The largest count believed: a provider that states more is broken. */
const maxCount = 1e12;

/** A token count: a finite number that is not negative, rounded; else undefined. */
export function count(value: unknown): number | undefined {
  if (typeof value !== 'number' || !(value >= 0) || value > maxCount) return undefined;
  return Math.round(value);
}

/** JSON.parse that answers undefined instead of throwing. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}

/** The object without its undefined fields: what is written to a wire, or compared, has no empty names. */
export function defined<const T extends object>(value: T): T {
  const result: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) if (field !== undefined) result[name] = field;
  return result as T;
}

/** The object without its undefined fields: what is written to a wire, or compared, has no empty names. */
export function defined<const T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

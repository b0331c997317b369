/**
 * Puts a password of any characters into a connection URL that has none: a secret then needs no escaping by whoever
 * writes the URL, and a chart can keep the two apart.
 */
export function withPassword(url: string | undefined, password: string | undefined): string | undefined {
  if (url === undefined || password === undefined) return url;
  const parsed = new URL(url);
  if (parsed.password !== '') return url;
  // The setter leaves `%` as it is, so a password that holds one must be escaped before.
  parsed.password = encodeURIComponent(password);
  return parsed.toString();
}

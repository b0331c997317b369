/** Names that the original's container takes for a setting of ours, in the order in which they count. */
const aliases: Record<string, readonly string[]> = {
  HELIOSTAT_PUBLIC_URL: ['SITE_URL', 'BETTER_AUTH_URL', 'NEXT_PUBLIC_APP_URL'],
  JAWN_PUBLIC_URL: ['NEXT_PUBLIC_HELICONE_JAWN_SERVICE'],
};

/**
 * Adds our names where only the original's are set (source: its page on self-hosting with Docker), so that its
 * printed commands work unchanged. Faults are reported under the name that the user wrote.
 */
export function withOriginalNames(env: Record<string, string | undefined>): {
  env: Record<string, string | undefined>;
  writtenAs: (name: string) => string;
} {
  const written = new Map<string, string>();
  const result = { ...env };
  for (const [name, originals] of Object.entries(aliases)) {
    if (result[name] !== undefined) continue;
    const original = originals.find((candidate) => env[candidate] !== undefined);
    if (original === undefined) continue;
    result[name] = env[original];
    written.set(name, original);
  }
  return { env: result, writtenAs: (name) => written.get(name) ?? name };
}

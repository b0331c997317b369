const maxLength = 512;

/**
 * The address of a PostHog, of which `Helicone-Posthog-Host` may give the name alone (`eu.posthog.com`): its origin and
 * the path in front of its API, if it has one. Undefined for what is no http or https address, carries a password or is
 * longer than 512 characters.
 */
export function posthogHost(value: string): string | undefined {
  const text = value.trim();
  if (text.length > maxLength) return undefined;
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  return url.origin + url.pathname.replace(/\/+$/, '');
}

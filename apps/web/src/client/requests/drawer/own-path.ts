/** A signed body address as an API path of this origin, which is the only one that the page may call. */
export function ownPath(signedUrl: string): string {
  const { pathname, search } = new URL(signedUrl, 'http://localhost');
  return `${pathname.replace(/^\/api(?=\/)/, '')}${search}`;
}

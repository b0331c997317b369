/** What a server of Kubernetes' kind says in its error: the `message` of its body, else the status. */
export function apiErrorWords(error: { code: number; body: unknown }): string {
  try {
    const body: unknown = typeof error.body === 'string' ? JSON.parse(error.body) : error.body;
    if (body && typeof body === 'object' && 'message' in body) return String(body.message);
  } catch {
    // Not JSON: a proxy's page, for example.
  }
  return `HTTP ${error.code}`;
}

/** The `code` of Node's, Postgres' and Fastify's errors, whichever realm or package they come from. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

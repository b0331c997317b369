import { CodedError, errorMessage, type Config } from '@heliostat/platform';

export type PostgresSettings = Pick<Config, 'DATABASE_URL' | 'DATABASE_DIRECT_URL' | 'DATABASE_POOL_SIZE'>;

/** The pooled address. Throws `postgres/not-configured` without one. */
export function databaseUrl(config: PostgresSettings): string {
  if (config.DATABASE_URL === undefined)
    throw new CodedError('postgres/not-configured', 'DATABASE_URL is not set: expected postgres://…');
  return config.DATABASE_URL;
}

/** The address for what needs a session of its own (LISTEN, locks) and so must not go through PgBouncer. */
export const directDatabaseUrl = (config: PostgresSettings): string =>
  config.DATABASE_DIRECT_URL ?? databaseUrl(config);

/** `postgres/unreachable` in words that name host and database, never user or password. */
export function unreachable(url: string, cause: unknown): CodedError {
  const { hostname, port, pathname } = new URL(url);
  return new CodedError(
    'postgres/unreachable',
    `Postgres cannot be used at ${hostname}:${port || '5432'}${pathname} (${reason(cause)}). ` +
      'Is it running, and is DATABASE_URL right?',
    503,
    { cause },
  );
}

/** Node reports a host with several addresses as an AggregateError without words of its own. */
function reason(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(errorMessage).join(', ');
  return errorMessage(cause);
}

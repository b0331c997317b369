/** Parameters of a URL that libpq knows as node's driver does; others are the driver's own. */
const shared = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword', 'options', 'connect_timeout'];

export type PostgresAddress = {
  /** For `--dbname`: everything but the password, which other users of the machine could see there. */
  uri: string;
  env: Record<string, string>;
};

/** How pg_dump and pg_restore reach the database of a URL. */
export function postgresAddress(url: string): PostgresAddress {
  const uri = new URL(url);
  const password = decodeURIComponent(uri.password);
  uri.password = '';
  for (const name of [...uri.searchParams.keys()]) if (!shared.includes(name)) uri.searchParams.delete(name);
  // The driver's word for an encrypted connection whose certificate nobody checks.
  if (uri.searchParams.get('sslmode') === 'no-verify') uri.searchParams.set('sslmode', 'require');
  return { uri: uri.href, env: password ? { PGPASSWORD: password } : {} };
}

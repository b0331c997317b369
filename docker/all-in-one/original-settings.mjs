/**
 * What the original's container takes and this one has no use for. There `S3_ENDPOINT` is where browsers reach the
 * container's own MinIO, often without a bucket; here bodies lie in the volume and come by way of the API, and
 * `S3_…` means a server of yours. Returns the environment to start with, and a line for each thing left out.
 */
export function withoutOriginalSettings(env) {
  const result = { ...env };
  const notes = [];
  const given = ['S3_ENDPOINT', 'S3_BUCKET_NAME', 'S3_ACCESS_KEY', 'S3_SECRET_KEY', 'S3_REGION'].filter(
    (name) => env[name],
  );
  const reason = !env.S3_BUCKET_NAME
    ? 'without S3_BUCKET_NAME there is no object store to use'
    : isOwnMinio(env) && 'they name the MinIO that the original ran in its container';
  if (given.length > 0 && reason) {
    for (const name of given) delete result[name];
    notes.push(`${given.join(', ')} left out: ${reason}. Bodies are kept in the volume.`);
  }
  return { env: result, notes };
}

/** Port 9080 of this very host, as the original's page prints it. */
function isOwnMinio(env) {
  if (!env.S3_ENDPOINT || !URL.canParse(env.S3_ENDPOINT)) return false;
  const { hostname, port } = new URL(env.S3_ENDPOINT);
  const dashboard =
    env.HELIOSTAT_PUBLIC_URL || env.SITE_URL || env.BETTER_AUTH_URL || env.NEXT_PUBLIC_APP_URL;
  const own = dashboard && URL.canParse(dashboard) ? new URL(dashboard).hostname : 'localhost';
  return port === '9080' && ['localhost', '127.0.0.1', own].includes(hostname);
}

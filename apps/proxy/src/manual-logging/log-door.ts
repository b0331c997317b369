/** Where every logger posts, whatever was called. */
const anyProvider = '/custom/v1/log';
/** The address that Helicone's TypeScript logger uses for Google. */
const google = '/googleapis/v1/log';
const logPath = '/v1/log';

/** A door for reports of calls; `provider` is a registry id, undefined where the report itself says. */
export type LogDoor = { provider: string | undefined };

/** Whether a path behind a provider's door takes reports and is not the provider's: `/oai/v1/log`. */
export function isLogPath(path: string): boolean {
  return path.startsWith(logPath) && endsAt(path, logPath.length);
}

/** The door of a path that belongs to no provider. */
export function findLogDoor(url: string): LogDoor | undefined {
  if (url.startsWith(anyProvider) && endsAt(url, anyProvider.length)) return { provider: undefined };
  if (url.startsWith(google) && endsAt(url, google.length)) return { provider: 'google-ai-studio' };
  return undefined;
}

/** Whether nothing but a slash and a query follows. */
function endsAt(path: string, end: number): boolean {
  const at = path.charCodeAt(end) === 47 ? end + 1 : end;
  return at === path.length || path.charCodeAt(at) === 63;
}

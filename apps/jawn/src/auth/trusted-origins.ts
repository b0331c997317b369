import { isIP } from 'node:net';
import { type Config } from '@heliostat/platform';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** The public URL, and the web server by each of this machine's names. */
export function trustedOrigins(config: Pick<Config, 'publicUrl' | 'WEB_PORT'>): string[] {
  const local = loopback.map((host) => `http://${host}:${config.WEB_PORT}`);
  return [...new Set([new URL(config.publicUrl).origin, ...local])];
}

/**
 * The request's own address where it is an IP address or localhost: a page opened as `http://192.168.1.5:3000`
 * signs in without a setting. A name is not trusted this way, since a foreign name can be made to point here.
 */
export function ownOrigin(headers: Headers): string | undefined {
  const origin = headers.get('origin');
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  if (!origin || !host || !URL.canParse(origin)) return undefined;
  const url = new URL(origin);
  const address = url.hostname.replace(/^\[|\]$/g, '');
  return url.host === host && (isIP(address) > 0 || address === 'localhost') ? url.origin : undefined;
}

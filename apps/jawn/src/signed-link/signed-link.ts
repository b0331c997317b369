import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** A key for one kind of link, apart from what else is derived from the secret. */
export const linkKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));

const signature = (key: Buffer, payload: string): Buffer =>
  createHmac('sha256', key).update(payload, 'utf8').digest();

/** Claims as a token for a URL; whoever holds it can read them, and nobody can change them. */
export function signLink(key: Buffer, claims: readonly unknown[]): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${signature(key, payload).toString('base64url')}`;
}

/** The claims of a token, null when it is forged, broken, or longer than any of ours. */
export function readLink(key: Buffer, token: string, maxLength: number): unknown {
  if (token.length > maxLength) return null;
  const [payload = '', mac = '', ...rest] = token.split('.');
  const expected = signature(key, payload);
  const given = Buffer.from(mac, 'base64url');
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

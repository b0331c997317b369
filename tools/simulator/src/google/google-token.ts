import { randomBytes, verify } from 'node:crypto';
import type { Presented } from '../credentials/credentials.js';
import { jsonReply, type Reply } from '../http/reply.js';

/** What the library of Google's names as audience, whatever host it asks. */
const audience = 'https://oauth2.googleapis.com/token';
const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const lifeSeconds = 3_600;

const refused = (words: string) => jsonReply(400, { error: 'invalid_grant', error_description: words });

/**
 * `POST /token`: an access token for a service account's assertion, whose RS256 signature, address, audience, scope and
 * end are verified (RFC 7523, and Google's "Using OAuth 2.0 for Server to Server Applications").
 */
export function giveToken({ body, credentials, tokens }: Presented, now = Date.now()): Reply {
  const form = new URLSearchParams(body.toString());
  if (form.get('grant_type') !== grantType)
    return jsonReply(400, { error: 'unsupported_grant_type', error_description: 'Invalid grant_type.' });
  const [head = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
  const { alg } = read(head);
  const { iss, aud, scope, exp, iat } = read(claims);
  const accounts = credentials.google?.accounts ?? {};
  const key = typeof iss === 'string' && Object.hasOwn(accounts, iss) ? accounts[iss] : undefined;
  if (alg !== 'RS256' || key === undefined) return refused('Invalid grant: account not found');
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')))
    return refused('Invalid JWT Signature.');
  const seconds = now / 1000;
  if (aud !== audience) return refused('Invalid JWT: Failed audience check.');
  if (typeof exp !== 'number' || typeof iat !== 'number' || exp <= seconds || exp - iat > lifeSeconds)
    return refused(
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.',
    );
  if (
    typeof scope !== 'string' ||
    !scope.split(' ').includes('https://www.googleapis.com/auth/cloud-platform')
  )
    return jsonReply(400, {
      error: 'invalid_scope',
      error_description: 'Invalid OAuth scope or ID token audience provided.',
    });
  const token = `ya29.${randomBytes(24).toString('base64url')}`;
  tokens.set(token, now + lifeSeconds * 1000);
  return {
    ...jsonReply(200, { access_token: token, expires_in: lifeSeconds, token_type: 'Bearer' }),
    stateful: true,
  };
}

function read(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

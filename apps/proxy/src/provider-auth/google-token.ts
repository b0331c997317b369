import { hash } from 'node:crypto';
import { CodedError, errorMessage } from '@heliostat/platform';
import { LRUCache } from 'lru-cache';

type ServiceAccount = { client_email: string; private_key: string; token_uri?: string };
type Token = { text: string; expiresAt: number };

const scope = 'https://www.googleapis.com/auth/cloud-platform';
/** A token is not used in its last five minutes. */
const spareMs = 5 * 60_000;
const defaultLifeMs = 3_600_000;

/** By the account's hash: the account itself holds a private key. */
const tokens = new LRUCache<string, Promise<Token>>({ max: 1_000 });

/** Whether a key is a Google service account's JSON. */
export const isServiceAccount = (secret: string): boolean =>
  secret.trimStart().startsWith('{') && secret.includes('private_key');

/**
 * An access token for a service account, kept until five minutes before its end; calls that need one at once ask for
 * one together. Rejects with `gateway/bad-credential` (401).
 */
export async function googleAccessToken(secret: string, now: () => number = Date.now): Promise<string> {
  const key = hash('sha256', secret);
  const known = tokens.get(key);
  if (known !== undefined) {
    const { text, expiresAt } = await known;
    if (expiresAt - spareMs > now()) return text;
  }
  // Whoever came meanwhile may have asked already.
  const current = tokens.get(key);
  if (current !== undefined && current !== known) return (await current).text;
  const asking = fetchToken(secret, now);
  tokens.set(key, asking);
  asking.catch(() => tokens.delete(key));
  return (await asking).text;
}

async function fetchToken(secret: string, now: () => number): Promise<Token> {
  try {
    const account = JSON.parse(secret) as ServiceAccount;
    // Loaded by whoever uses Vertex AI, and by nobody else.
    const { JWT } = await import('google-auth-library');
    const client = new JWT({ email: account.client_email, key: account.private_key, scopes: [scope] });
    const answer = await client.authorize();
    if (typeof answer.access_token !== 'string') throw new Error('Google sent no token');
    return { text: answer.access_token, expiresAt: answer.expiry_date ?? now() + defaultLifeMs };
  } catch (error) {
    throw new CodedError(
      'gateway/bad-credential',
      `Google gave no token for the service account: ${errorMessage(error).slice(0, 200)}`,
      401,
      { cause: error },
    );
  }
}

import { createPrivateKey, hash } from 'node:crypto';
import { CodedError, errorMessage } from '@heliostat/platform';
import type { JWT } from 'google-auth-library';
import { LRUCache } from 'lru-cache';

type ServiceAccount = { email: string; key: string };
type Transporter = JWT['transporter'];
type Token = { text: string; expiresAt: number };

/** Sends one request to Google's token endpoint, as google-auth-library's own does. */
export type TokenTransport = {
  request(options: { url?: string | URL; method?: string; data?: unknown }): Promise<{ data: unknown }>;
};

export type GoogleTokenOptions = {
  now?: () => number;
  /** In the place of the library's, for tests. */
  transport?: TokenTransport;
};

const scope = 'https://www.googleapis.com/auth/cloud-platform';
/** A token is not used in its last five minutes. */
const spareMs = 5 * 60_000;
const defaultLifeMs = 3_600_000;
/** A call waits no longer for its token. */
const timeoutMs = 10_000;

/** Whether a key is a Google service account's JSON, or means to be: JSON is nothing else that could be shown. */
export const isServiceAccount = (secret: string): boolean => secret.trimStart().startsWith('{');

/** The project that a service account's file names; undefined for another key. */
export function projectOf(secret: string): string | undefined {
  if (!isServiceAccount(secret)) return undefined;
  try {
    const { project_id: id } = JSON.parse(secret) as { project_id?: unknown };
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
}

const refused = (words: string, cause?: unknown) =>
  new CodedError('gateway/bad-credential', words, 401, { cause });

/** Whether Google was not reached, failed or has too much to do: no fault of the account's. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof Error) || !('config' in error)) return false;
  const status = 'status' in error ? error.status : undefined;
  return typeof status !== 'number' || status >= 500 || status === 429;
}

/** Nothing that a parser says of the text is passed on: it may quote the private key. */
function readAccount(secret: string, label: string): ServiceAccount {
  let parsed: unknown;
  try {
    parsed = JSON.parse(secret);
  } catch {
    throw refused(`${label} is not valid JSON: paste the whole file of the service account.`);
  }
  const { client_email: email, private_key: key } = (parsed ?? {}) as Record<string, unknown>;
  if (typeof email !== 'string' || typeof key !== 'string')
    throw refused(`${label} is no service account's file: it lacks \`client_email\` or \`private_key\`.`);
  // Line breaks that were escaped once too often, on the way through a shell or a secret store.
  const pem = key.replaceAll('\\n', '\n');
  try {
    createPrivateKey(pem);
  } catch {
    throw refused(`The \`private_key\` of ${label} cannot be read: paste the file as Google gave it.`);
  }
  return { email, key: pem };
}

/**
 * Access tokens of service accounts, each kept until five minutes before its end; calls that need one at once ask for
 * one together. Tokens are asked of Google's public endpoint, or of the one that the installation names
 * (`PROVIDER_VERTEX_TOKEN_URL`): an address in the account's file is not believed.
 */
export function createGoogleTokens({ now = Date.now, transport }: GoogleTokenOptions = {}): (
  secret: string,
  label: string,
  tokenUrl?: string,
) => Promise<string> {
  /** By the account's hash: the account itself holds a private key. */
  const tokens = new LRUCache<string, Promise<Token>>({ max: 1_000 });

  async function fetchToken(
    { email, key }: ServiceAccount,
    label: string,
    tokenUrl: string | undefined,
  ): Promise<Token> {
    try {
      // Loaded by whoever uses Vertex AI, and by nobody else.
      const { JWT } = await import('google-auth-library');
      const client = new JWT({ email, key, scopes: [scope], transporterOptions: { timeout: timeoutMs } });
      const sender = transport ?? client.transporter;
      client.transporter = (tokenUrl === undefined ? sender : redirected(sender, tokenUrl)) as Transporter;
      const answer = await client.authorize();
      if (typeof answer.access_token !== 'string') throw new Error('Google sent no token');
      return { text: answer.access_token, expiresAt: answer.expiry_date ?? now() + defaultLifeMs };
    } catch (error) {
      const words = `Google gave no token for the service account of ${label}: ${errorMessage(error).slice(0, 200)}`;
      if (mayPass(error)) throw new CodedError('gateway/no-token', words, 503, { cause: error });
      throw refused(words, error);
    }
  }

  return async (secret, label, tokenUrl) => {
    const id = hash('sha256', `${tokenUrl ?? ''} ${secret}`);
    const known = tokens.get(id);
    if (known !== undefined) {
      const { text, expiresAt } = await known;
      if (expiresAt - spareMs > now()) return text;
    }
    // Whoever came meanwhile may have asked already.
    const current = tokens.get(id);
    if (current !== undefined && current !== known) return (await current).text;
    const asking = fetchToken(readAccount(secret, label), label, tokenUrl);
    tokens.set(id, asking);
    asking.catch(() => tokens.delete(id));
    return (await asking).text;
  };
}

/** Google's library knows one endpoint; what it says to it, it says to another. */
const redirected = (sender: unknown, url: string): TokenTransport => ({
  request: (options) => (sender as TokenTransport).request({ ...options, url }),
});

/** An access token for a service account. Rejects with `gateway/bad-credential` (401), `gateway/no-token` (503). */
export const googleAccessToken = createGoogleTokens();

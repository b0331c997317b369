import { authStyle, type Operation } from '@heliostat/llm';
import { CodedError } from '@heliostat/platform';
import { googleAccessToken, isServiceAccount } from './google-token.js';
import type { ProviderCredential } from './provider-credential.js';
import { awsKeysOf, signAws } from './sign-aws.js';

export type { ProviderCredential };

/** A request that waits for its credentials. */
export type UnsignedRequest = {
  /** Registry id. */
  provider: string;
  operation: Operation;
  method: string;
  origin: string;
  /** Path and query. */
  path: string;
  /** Flat list of names and values. */
  headers: string[];
  body: Buffer;
};

const unfit = /[\u0000-\u001f\u007f]|[^\u0000-\u00ff]/;
const anthropicVersion = '2023-06-01';

/**
 * The request's headers with its credentials, as the provider expects to be shown them. A promise only where Google has
 * to be asked for a token. Throws `gateway/bad-credential` (401) for a key that cannot be used.
 */
export function authenticate(
  credential: ProviderCredential,
  request: UnsignedRequest,
): string[] | Promise<string[]> {
  const { secret, label, config } = credential;
  const headers = withVersion(request);
  if (secret === '') return headers;
  const style = authStyle(request.provider, request.operation);
  // A service account's file has line breaks; what goes into a header as it is has none.
  if (!(style === 'gcp' && isServiceAccount(secret)) && unfit.test(secret))
    throw new CodedError(
      'gateway/bad-credential',
      `${label} has a line break, or another character that no header may carry: store it again without.`,
      401,
    );
  switch (style) {
    case 'bearer':
      return [...headers, 'authorization', `Bearer ${secret}`];
    case 'x-api-key':
      return [...headers, 'x-api-key', secret];
    case 'api-key':
      return [...headers, 'api-key', secret];
    case 'goog':
      return [...headers, 'x-goog-api-key', secret];
    case 'sigv4': {
      const keys = awsKeysOf(credential, request.origin);
      // Bedrock's own API keys are bearer tokens.
      if (keys === undefined) return [...headers, 'authorization', `Bearer ${secret}`];
      return signAws(keys, { ...request, headers });
    }
    case 'gcp':
      if (isServiceAccount(secret))
        return googleAccessToken(secret, label, config.tokenUrl).then((token) => [
          ...headers,
          'authorization',
          `Bearer ${token}`,
        ]);
      if (secret.startsWith('AIza')) return [...headers, 'x-goog-api-key', secret];
      return [...headers, 'authorization', `Bearer ${secret}`];
  }
}

/** Anthropic's API asks for a version in every request. */
function withVersion({ operation, provider, headers }: UnsignedRequest): string[] {
  if (operation !== 'messages' || provider === 'vertex') return headers;
  for (let i = 0; i < headers.length; i += 2)
    if (headers[i]!.toLowerCase() === 'anthropic-version') return headers;
  return [...headers, 'anthropic-version', anthropicVersion];
}

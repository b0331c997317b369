import type { Presented } from '../credentials/credentials.js';
import { googleAuthenticate } from '../google/google-errors.js';
import { jsonReply, type Call, type ErrorShape, type Reply } from '../http/reply.js';

const typeOf: Record<number, string> = { 401: 'invalid_request_error', 429: 'requests' };

/** `{ error: { message, type, param, code } }`, as OpenAI answers. */
export const openaiError: ErrorShape = (status, message, extra = {}) =>
  jsonReply(status, {
    error: {
      message,
      type: status >= 500 ? 'server_error' : (typeOf[status] ?? 'invalid_request_error'),
      param: extra.param ?? null,
      code: extra.code ?? null,
    },
  });

export function openaiFailure(status: number, call: Call): Reply {
  if (status === 429) {
    const reply = openaiError(
      429,
      'Rate limit reached for requests on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 120ms.',
      { code: 'rate_limit_exceeded' },
    );
    return { ...reply, headers: { ...reply.headers, 'retry-after': '1', 'retry-after-ms': '120' } };
  }
  if (status === 401) return wrongKey('invalid');
  if (status === 503) return openaiError(503, 'The engine is currently overloaded, please try again later.');
  if (status >= 500)
    return openaiError(
      status,
      'The server had an error while processing your request. Sorry about that! You can retry your request.',
    );
  return openaiError(status, `Simulated error ${status} for ${call.method} ${call.path}`);
}

const wrongKey = (key: string) =>
  openaiError(
    401,
    `Incorrect API key provided: ${masked(key)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
    { code: 'invalid_api_key' },
  );

const masked = (key: string) => (key.length <= 8 ? key : `${key.slice(0, 4)}***${key.slice(-4)}`);

/** Azure takes the key in a header of its own, where keys are known. */
function azureAuthenticate({ headers, credentials }: Presented): Reply | null {
  const key = headers['api-key'];
  if (!credentials.azure || (typeof key === 'string' && credentials.azure.keys.includes(key))) return null;
  const message =
    'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.';
  return jsonReply(401, { error: { code: '401', message } });
}

/** A key that contains `invalid` is refused; Azure's `api-key` header counts as well. */
export function openaiAuthenticate(presented: Presented): Reply | null {
  const { headers, path } = presented;
  if (path.startsWith('/v1/projects/')) return googleAuthenticate(presented);
  if (path.startsWith('/openai/deployments/') || headers['api-key'] !== undefined) {
    const refused = azureAuthenticate(presented);
    if (refused) return refused;
  }
  const authorization = headers.authorization;
  const key = authorization?.startsWith('Bearer ')
    ? authorization.slice(7)
    : (headers['api-key'] as string | undefined);
  if (!key)
    return openaiError(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    );
  return key.includes('invalid') ? wrongKey(key) : null;
}

import type { IncomingHttpHeaders } from 'node:http';
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

/** A key that contains `invalid` is refused; Azure's `api-key` header counts as well. */
export function openaiAuthenticate(headers: IncomingHttpHeaders): Reply | null {
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

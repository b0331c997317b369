import type { Presented } from '../credentials/credentials.js';
import { jsonReply, type Call, type ErrorShape, type Reply } from '../http/reply.js';

const types: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};
const words: Record<number, string> = {
  401: 'invalid x-api-key',
  429: 'This request would exceed your organization’s rate limit of 50 requests per minute.',
  500: 'Internal server error',
  529: 'Overloaded',
};
const requestId = 'req_011CSimulatorErrorReply';

/** `{ type: "error", error: { type, message }, request_id }`, as Anthropic answers. */
export const anthropicError: ErrorShape = (status, message) =>
  jsonReply(
    status,
    {
      type: 'error',
      error: { type: types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error'), message },
      request_id: requestId,
    },
    { 'request-id': requestId },
  );

export function anthropicFailure(status: number, call: Call): Reply {
  const reply = anthropicError(status, words[status] ?? `Simulated error ${status} for ${call.path}`);
  return status === 429 ? { ...reply, headers: { ...reply.headers, 'retry-after': '1' } } : reply;
}

/** Errors are events of their own name. */
export const anthropicStreamFault = (reply: Reply): string =>
  `event: error\ndata: ${'body' in reply ? String(reply.body) : ''}\n\n`;

/** A key that contains `invalid` is refused; OAuth's bearer tokens count as keys. */
export function anthropicAuthenticate({ headers }: Presented): Reply | null {
  const key = (headers['x-api-key'] as string | undefined) ?? headers.authorization;
  if (!key) return anthropicError(401, 'x-api-key header is required');
  if (key.includes('invalid')) return anthropicError(401, 'invalid x-api-key');
  if (!headers['anthropic-version']) return anthropicError(400, 'anthropic-version: header is required');
  return null;
}

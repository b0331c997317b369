import type { Json } from '../../json/json-value.js';
import type { ConversationError } from '../conversation/reply.js';

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
const known = new Set([...Object.values(types), 'api_error']);

/** The status that an error within a stream stands for. */
export function statusOfType(type: string | undefined): number | undefined {
  for (const [status, name] of Object.entries(types)) if (name === type) return Number(status);
  return type === 'api_error' ? 500 : undefined;
}

/** `{type: 'error', error: {type, message}}` with Anthropic's type for the status. */
export function writeMessagesError(status: number, error: ConversationError): Json {
  const own = error.type !== undefined && known.has(error.type) ? error.type : undefined;
  const type = own ?? types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  return { type: 'error', error: { type, message: error.message } };
}

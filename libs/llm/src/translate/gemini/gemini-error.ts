import { isRecord, parseJson, record, text, type Json } from '../../json/json-value.js';
import type { ConversationError } from '../conversation/reply.js';
import { defined } from '../wire/defined.js';
import { readErrorBody } from '../wire/error-body.js';

/** `{error: {code, message, status}}`, by itself or in the array that unfinished streams are answered with. */
export function readGeminiError(status: number, body: unknown): ConversationError {
  const parsed = typeof body === 'string' ? (parseJson(body) ?? body) : body;
  const value: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  const error = readErrorBody(status, value);
  const type = isRecord(value) ? text(record(value['error'])['status']) : undefined;
  return defined({ ...error, type: type ?? error.type });
}

const statuses: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

export function writeGeminiError(status: number, error: ConversationError): Json {
  const name = statuses[status] ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT');
  return { error: { code: status, message: error.message, status: name } };
}

import { isRecord, parseJson, text, type Json } from '../../json/json-value.js';
import type { ConversationError } from '../conversation/reply.js';
import { defined } from '../wire/defined.js';
import { readErrorBody } from '../wire/error-body.js';

const types: Record<number, string> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  503: 'ServiceUnavailableException',
};

/** `{message}`; the kind of error stands in a header, or in `__type` behind a name space and a `#`. */
export function readConverseError(status: number, body: unknown): ConversationError {
  const value = typeof body === 'string' ? parseJson(body) : body;
  const type = isRecord(value) ? text(value['__type'])?.split('#').at(-1) : undefined;
  const error = readErrorBody(status, body);
  return defined({ ...error, type: type ?? error.type });
}

export function writeConverseError(status: number, error: ConversationError): Json {
  const type = types[status] ?? (status >= 500 ? 'InternalServerException' : 'ValidationException');
  return { __type: type, message: error.message };
}

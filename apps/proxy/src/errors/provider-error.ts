import type { Wire } from '@heliostat/llm';

const openaiTypes: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  426: 'invalid_request_error',
  429: 'rate_limit_error',
};
const geminiStatuses: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  413: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/**
 * An error of ours as JSON in the shape that the provider's own SDK understands. `code` is our stable code
 * (`proxy/no-key`); shapes without a place for it carry the message alone.
 */
export function errorBody(wire: Wire, status: number, code: string, message: string): Buffer {
  return Buffer.from(JSON.stringify(errorObject(wire, status, code, message)));
}

function errorObject(wire: Wire, status: number, code: string, message: string): unknown {
  switch (wire) {
    case 'anthropic':
      return { type: 'error', error: { type: openaiTypes[status] ?? 'api_error', message } };
    case 'gemini':
      return { error: { code: status, message, status: geminiStatuses[status] ?? 'INTERNAL' } };
    case 'bedrock':
    case 'cohere':
      return { message };
    case 'openai':
      return { error: { message, type: openaiTypes[status] ?? 'api_error', code, param: null } };
  }
}

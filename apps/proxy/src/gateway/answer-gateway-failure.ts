import type { Exchange } from '../forward/exchange.js';
import type { GatewayFailure } from './gateway-failure.js';
import { isAnthropicApi, type UnifiedApi } from './unified-api.js';

const anthropicTypes: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** Tells the client why nothing answered, in the shape of the API it speaks (interface ruling 5). */
export function answerGatewayFailure(exchange: Exchange, api: UnifiedApi, failure: GatewayFailure): void {
  const { status, retryAfterSeconds } = failure;
  const body = Buffer.from(JSON.stringify(gatewayErrorBody(api, failure)));
  exchange.answer({
    status,
    contentType: 'application/json',
    headers: retryAfterSeconds === undefined ? [] : ['retry-after', String(Math.ceil(retryAfterSeconds))],
    chunks: [body],
    error: failure.message,
  });
}

export function gatewayErrorBody(api: UnifiedApi, { status, type, message }: GatewayFailure): object {
  if (isAnthropicApi(api))
    return { type: 'error', error: { type: anthropicTypes[status] ?? 'api_error', message } };
  // The pages print what credits say without `param`, and so it is said.
  if (type === 'request_failed') return { error: { message, type, code: status } };
  return { error: { message, type, code: status, param: null } };
}

import type { CodedError } from '@heliostat/platform';
import type { AttemptFailure } from '../attempts/attempt.js';

/** Why no attempt answered: a provider's refusal, or one of ours (credits, keys). */
export type GatewayFailure = {
  status: number;
  message: string;
  type: string;
  /** `Retry-After` for the client, where the provider stated one. */
  retryAfterSeconds?: number | undefined;
  /** Another candidate is worth a try whatever the status says. */
  movesOn?: true;
};

/** 403 before 401 before 400 before 5xx before 429: what the client can act upon (page gateway/concepts/error-handling). */
const order = (status: number): number => {
  if (status === 403) return 0;
  if (status === 401) return 1;
  if (status === 429) return 5;
  if (status >= 500) return 4;
  return status === 400 ? 2 : 3;
};

/** Spent credits come after everything else, a provider's own 429 too: who has a key of their own acts upon that. */
const rank = ({ status, type }: GatewayFailure): number =>
  status === 429 && type === 'request_failed' ? 6 : order(status);

/** The most actionable of all failures; of equals the last. */
export function mostActionable(failures: readonly GatewayFailure[]): GatewayFailure {
  let best = failures[0];
  for (const failure of failures) if (best === undefined || rank(failure) <= rank(best)) best = failure;
  return best ?? noEndpoint;
}

const noEndpoint: GatewayFailure = {
  status: 400,
  type: 'model_not_supported',
  message: 'No provider could be asked for this model.',
};

const types: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'invalid_api_key',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
};

/** An attempt's refusal with the provider's words, which `message` has read out of its body. */
export function failureOf(
  failure: AttemptFailure,
  message: string | undefined,
  type?: string,
): GatewayFailure {
  const { status, error } = failure;
  const words = error?.message ?? message ?? statusWords(status);
  return {
    status,
    message: words === '' ? statusWords(status) : words,
    type: typeOf(status, type),
    retryAfterSeconds: failure.retryAfterSeconds,
  };
}

/** 401 has one name whoever said it, as the page prints it. Google's names in capitals are nobody's else. */
function typeOf(status: number, said: string | undefined): string {
  const own = types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  return status === 401 || said === undefined || /^[A-Z_]+$/.test(said) ? own : said;
}

const statusWords = (status: number): string => {
  if (status === 401) return 'The provider refused the key (401). Check it under Settings → Providers.';
  if (status === 429) return 'The provider is rate limiting (429). Try again later.';
  if (status >= 500) return `The provider failed (${status}).`;
  return `The provider refused the request (${status}).`;
};

/** A coded error of ours as a failure of one attempt. */
export const codedFailure = (error: CodedError, type = 'request_failed'): GatewayFailure => ({
  status: error.status,
  message: error.message,
  type,
});

/** A coded error before any provider was asked. What credits say stands as the pages print it. */
export const refusalOf = (error: CodedError): GatewayFailure =>
  error.code === 'gateway/credits'
    ? codedFailure(error)
    : codedFailure(
        error,
        types[error.status] ?? (error.status < 500 ? 'invalid_request_error' : 'api_error'),
      );

/** Words with which providers say that a prompt does not fit into a model's window. */
const contextWords =
  /context.{0,20}(length|window|limit|size)|maximum context|too many (input )?tokens|prompt is too long|input is too long|exceeds? the (maximum|model'?s?)|token (count|limit).{0,40}exceed|reduce the length|request too large/i;

/** Whether a 400 (or 413) says that the prompt is too long for this endpoint, so that a larger one may do. */
export const isContextError = (status: number, message: string): boolean =>
  status === 413 || ((status === 400 || status === 422) && contextWords.test(message));

/** Whether another endpoint is worth a try after this (page gateway/provider-routing, "Failover Triggers"). */
export function triggersFailover({ status, message, movesOn }: GatewayFailure): boolean {
  return (
    movesOn === true ||
    status === 429 ||
    status === 401 ||
    status === 403 ||
    status === 404 ||
    status === 408 ||
    status >= 500 ||
    isContextError(status, message)
  );
}

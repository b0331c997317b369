import { CodedError, errorMessage } from '@heliostat/platform';
import type { PoolSettings } from './origin-pools.js';

const seconds = (ms: number) => `${ms / 1000} s`;

/** What kept a provider from answering, as an error for the client: 504 for a timeout, which it names, else 502. */
export function upstreamError(error: unknown, origin: string, settings: PoolSettings): CodedError {
  if (error instanceof CodedError) return error;
  const code = errorCode(error);
  const fail = (name: string, message: string, status = 502) =>
    new CodedError(`proxy/${name}`, message, status, { cause: error });
  switch (code) {
    case 'net/private-address':
      return fail('private-target', errorMessage(error), 403);
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return fail(
        'connect-timeout',
        `Connect timeout: no connection to ${origin} within ${seconds(settings.connectTimeoutMs)} (PROXY_CONNECT_TIMEOUT_MS).`,
        504,
      );
    case 'UND_ERR_HEADERS_TIMEOUT':
      return fail(
        'first-byte-timeout',
        `First byte timeout: ${origin} sent nothing for ${seconds(settings.firstByteTimeoutMs)} (PROXY_FIRST_BYTE_TIMEOUT_MS).`,
        504,
      );
    case 'UND_ERR_BODY_TIMEOUT':
      return fail(
        'idle-timeout',
        `Idle timeout: ${origin} stopped in the middle of its reply for ${seconds(settings.idleTimeoutMs)} (PROXY_IDLE_TIMEOUT_MS).`,
        504,
      );
    case 'ECONNREFUSED':
      return fail('connection-refused', `Connection refused: nothing listens at ${origin}.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail('dns', `The name of ${origin} cannot be resolved (${code}).`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return fail('unreachable', `${origin} cannot be reached (${code}).`);
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
      return fail('bad-request', `The request cannot be sent on: ${errorMessage(error)}.`, 400);
    case 'UND_ERR_HEADERS_OVERFLOW':
      return fail('reply-headers-too-large', `${origin} answered with more than 64 KB of headers.`);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return fail('connection-lost', `${origin} closed the connection before its reply was complete.`);
  }
  if (code.startsWith('HPE_') || isParserError(error))
    return fail('bad-reply', `${origin} did not answer in HTTP: ${errorMessage(error)}.`);
  if (isTls(code)) return fail('tls', `No secure connection to ${origin}: ${errorMessage(error)} (${code}).`);
  return fail('upstream', `${origin} could not be asked: ${errorMessage(error)}${code && ` (${code})`}.`);
}

/** With several addresses Node reports one error of errors; the first tells enough. */
function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) return errorCode(error.errors[0]);
  return '';
}

/** undici leaves the code of some out. */
const isParserError = (error: unknown) => error instanceof Error && error.name === 'HTTPParserError';

const isTls = (code: string) =>
  code === 'EPROTO' ||
  code.startsWith('CERT_') ||
  code.startsWith('ERR_TLS') ||
  code.startsWith('ERR_SSL') ||
  code.includes('SELF_SIGNED') ||
  code.startsWith('UNABLE_TO_');

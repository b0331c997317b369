import type { Exchange } from '../forward/exchange.js';
import type { AttemptFailure } from './attempt.js';

/** Headers that spoke of bytes or of a connection. */
const notPassed = new Set(['content-type', 'content-length', 'content-encoding', 'transfer-encoding']);

/** Gives the client what the provider said, or why it said nothing. */
export function answerFailure(exchange: Exchange, failure: AttemptFailure): void {
  if (failure.error !== undefined) return exchange.fail(failure.error);
  const headers: string[] = [];
  for (let i = 0; i < failure.headers.length; i += 2)
    if (!notPassed.has(failure.headers[i]!.toLowerCase()))
      headers.push(failure.headers[i]!, failure.headers[i + 1]!);
  exchange.answer({
    status: failure.status,
    contentType: failure.contentType ?? 'application/octet-stream',
    headers,
    chunks: [failure.body],
  });
}

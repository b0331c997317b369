import type { Exchange } from '../forward/exchange.js';
import type { AttemptFailure } from './attempt.js';

/** Headers that spoke of bytes or of a connection. */
const notPassed = new Set(['content-type', 'content-length', 'content-encoding', 'transfer-encoding']);

/** Gives the client what the provider said, or why it said nothing. */
export function answerFailure(exchange: Exchange, failure: AttemptFailure): void {
  if (failure.error !== undefined) return exchange.fail(failure.error);
  const headers: string[] = [];
  // Nobody asked for a coding, and some providers compress all the same.
  let contentEncoding: string | undefined;
  for (let i = 0; i < failure.headers.length; i += 2) {
    const name = failure.headers[i]!.toLowerCase();
    if (name === 'content-encoding') contentEncoding = failure.headers[i + 1]!;
    if (!notPassed.has(name)) headers.push(failure.headers[i]!, failure.headers[i + 1]!);
  }
  exchange.answer({
    status: failure.status,
    contentType: failure.contentType ?? 'application/octet-stream',
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    headers,
    chunks: [failure.body],
  });
}

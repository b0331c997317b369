import type { IncomingMessage } from 'node:http';
import { CodedError } from '@heliostat/platform';
import { FairBytes } from '../fairness/fair-bytes.js';
import type { Exchange } from '../forward/exchange.js';
import { bodyTooLarge } from '../forward/upload-body.js';

/** Bytes of bodies that all calls on the long way may hold together, each of which waits for its last byte. */
const budget = new FairBytes(512 * 1024 * 1024);
const empty = Buffer.alloc(0);

const tooMany = new CodedError(
  'proxy/too-many-bodies',
  'The gateway holds too many large bodies at the moment. Try again in a moment.',
  503,
);
const tooManyOfOne = new CodedError(
  'proxy/too-many-bodies',
  "The gateway holds too many large bodies of your organization's at the moment. Wait for some of them to be answered.",
  503,
);

/** A request whose body is to be read; `decided` says that nobody waits for it any more. */
export type BodySource = Pick<Exchange, 'req' | 'res' | 'decided'> & {
  readonly org: string;
  readonly headers: { readonly hasBody: boolean };
  readonly request: { add(chunk: Uint8Array): void };
};

/**
 * Reads a request's whole body and gives it to `done`, once; a body that is too large, or one too many, fails the
 * exchange instead. `release` must be called when the body is no longer needed.
 */
export function readBody(
  exchange: BodySource,
  limit: number,
  fail: (error: CodedError) => void,
  done: (body: Buffer, release: () => void) => void,
): void {
  const { req, headers } = exchange;
  if (!headers.hasBody) return done(empty, () => {});
  const chunks: Buffer[] = [];
  let bytes = 0;
  const share = budget.open(exchange.org);
  const release = () => share.close();
  const stop = (error: CodedError) => {
    release();
    detach(req);
    fail(error);
  };
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limit) return stop(bodyTooLarge(limit));
    if (!share.take(chunk.length)) return stop(budget.left < chunk.length ? tooMany : tooManyOfOne);
    exchange.request.add(chunk);
    chunks.push(chunk);
  });
  req.on('end', () => {
    // A client that left before has its record already.
    if (exchange.decided) release();
    else done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), release);
  });
  exchange.res.once('close', release);
}

/** What still comes is let run dry by whoever answers. */
function detach(req: IncomingMessage): void {
  req.removeAllListeners('data');
  req.removeAllListeners('end');
}

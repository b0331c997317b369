import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Wire } from '@heliostat/llm';
import type { CodedError } from '@heliostat/platform';
import { errorBody } from './provider-error.js';

/** How long a client may go on sending a body that was refused, so that it gets to read why. */
const lingerMs = 2_000;

/** Answers with an error of ours in the shape of a provider. */
export function sendError(req: IncomingMessage, res: ServerResponse, wire: Wire, error: CodedError): void {
  const body = errorBody(wire, error.status, error.code, error.message);
  res.writeHead(error.status, { 'content-type': 'application/json', 'content-length': body.length });
  res.end(body);
  if (!req.complete) linger(req);
}

/** Lets what the client still sends run dry, then ends the connection. */
export function linger(req: IncomingMessage): void {
  req.resume();
  setTimeout(() => {
    if (!req.complete) req.destroy();
  }, lingerMs).unref();
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Wire } from '@heliostat/llm';
import type { CodedError } from '@heliostat/platform';
import { linger, sendError } from '../errors/send-error.js';
import { isProtobuf, rpcStatus } from '../traces/otlp-protobuf.js';
import type { LogDoor } from './log-door.js';

/**
 * Answers a report or a trace with an error: one in protobuf as `google.rpc.Status`, which is what exporters read and
 * print, others in the shape `wire`.
 */
export function sendLogError(
  req: IncomingMessage,
  res: ServerResponse,
  door: LogDoor,
  wire: Wire,
  error: CodedError,
): void {
  if (door.kind !== 'trace' || !isProtobuf(req.headers['content-type']))
    return sendError(req, res, wire, error);
  const body = rpcStatus(`${error.code}: ${error.message}`);
  res.writeHead(error.status, { 'content-type': 'application/x-protobuf', 'content-length': body.length });
  res.end(body);
  if (!req.complete) linger(req);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { openaiError } from '../openai/openai-errors.js';
import { jsonReply, type Reply } from './reply.js';
import type { Recorded } from './recorder.js';

/** `GET /__sim/requests` and `POST /__sim/reset`. */
export function control(
  message: IncomingMessage,
  response: ServerResponse,
  requests: readonly Recorded[],
  reset: () => void,
): void {
  const door = `${message.method} ${message.url?.split('?')[0]}`;
  if (door === 'GET /__sim/requests') return end(response, jsonReply(200, { requests }));
  if (door === 'POST /__sim/reset') {
    reset();
    response.writeHead(204).end();
    return;
  }
  end(response, openaiError(404, `Invalid URL (${door})`));
}

/** Any method below `/echo`: the same bytes and content type back; method and URL in `x-echo-*`. */
export function echo(message: IncomingMessage, response: ServerResponse, body: Buffer): void {
  response
    .writeHead(200, {
      'content-type': message.headers['content-type'] ?? 'application/octet-stream',
      'content-length': body.length,
      'x-echo-method': message.method ?? '',
      'x-echo-url': message.url ?? '',
    })
    .end(body);
}

/** Sends a small JSON reply. */
export function end(response: ServerResponse, reply: Reply): void {
  if ('body' in reply) response.writeHead(reply.status, reply.headers).end(reply.body);
}

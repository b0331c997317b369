import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody } from '../errors/provider-error.js';
import type { RealtimeGateway } from '../realtime/realtime-gateway.js';
import { createServer, STATUS_CODES } from './node-http.js';
import type { RequestHandler } from './request-handler.js';

export const maxHeaderBytes = 64 * 1024;
/** Longer than load balancers keep theirs, so that they are the ones to close. */
const keepAliveMs = 75_000;
const headersMs = 60_000;
const requestMs = 600_000;

/** The HTTP server of the proxy: what Node itself would answer is answered in JSON that names the fault. */
export function createProxyServer(
  handler: RequestHandler,
  realtime: Pick<RealtimeGateway, 'handle'>,
): Server {
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      keepAliveTimeout: keepAliveMs,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      noDelay: true,
      // The handler asks for it in words.
      requireHostHeader: false,
      // Java offers HTTP/2 (h2c) beside its first request, which is to be served all the same.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    handler.handle,
  );
  server.maxHeadersCount = 0;
  server.on('checkContinue', handler.handle);
  server.on('checkExpectation', handler.handle);
  server.on('upgrade', (request, socket, head) => realtime.handle(request, socket, head));
  server.on('connect', (_request, socket) =>
    refuse(socket, 501, 'proxy/no-connect', 'CONNECT is not supported.'),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const fault = clientFault(error.code ?? '');
    refuse(socket, fault.status, fault.code, fault.message);
  });
  return server;
}

function clientFault(code: string): { status: number; code: string; message: string } {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: 431,
        code: 'proxy/headers-too-large',
        message: `The headers are larger than ${maxHeaderBytes} bytes together.`,
      };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        status: 408,
        code: 'proxy/request-timeout',
        message: 'The request did not arrive in time.',
      };
    default:
      return { status: 400, code: 'proxy/bad-http', message: `The request is not valid HTTP/1.1 (${code}).` };
  }
}

function refuse(socket: Duplex, status: number, code: string, message: string): void {
  const body = errorBody('openai', status, code, message);
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\nconnection: close\r\n\r\n${body.toString()}`,
  );
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError } from '@heliostat/platform';
import { sendError } from './send-error.js';

const needsWebSocket = new CodedError(
  'proxy/needs-websocket',
  'Realtime sessions are WebSockets: connect to ws://…/v1/realtime?model=gpt-realtime (wss:// behind TLS), as a ' +
    'realtime client does. Where yours did, a proxy on the way took its header Upgrade: websocket away.',
  426,
);

/** Answers a plain request for a realtime session with what it lacks (RFC 9110, 426). */
export function sendNeedsWebSocket(req: IncomingMessage, res: ServerResponse): void {
  res.setHeader('upgrade', 'websocket');
  res.setHeader('connection', 'Upgrade');
  sendError(req, res, 'openai', needsWebSocket);
}

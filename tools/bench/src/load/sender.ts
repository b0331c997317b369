import { Agent, request, type IncomingMessage } from 'node:http';
import { WebSocket } from 'undici';
import { placeholder, type Side } from '../features/feature-case.js';
import type { Sample } from './paired-plan.js';

/** Sends one call; resolves to its times, or to null where it failed. */
export type Sender = { send(): Promise<Sample | null>; close(): void };

/** Keeps connections or the one socket of a side. Rejects when the socket cannot be opened. */
export const openSender = (side: Side): Promise<Sender> =>
  side.url.startsWith('ws') ? openSocket(side) : Promise.resolve(openHttp(side));

function openHttp({ url, headers, body, expect }: Side): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 500 });
  const length = Buffer.byteLength(body);
  const varies = body.includes(placeholder);
  let calls = Math.floor(Math.random() * 1e9);
  const isGood = (reply: IncomingMessage) => {
    const value = expect && reply.headers[expect.header];
    return (
      reply.statusCode === 200 && (!expect || (value !== undefined && value === (expect.value ?? value)))
    );
  };
  const send = () =>
    new Promise<Sample | null>((resolve) => {
      const text = varies
        ? body.replace(placeholder, String(calls++).padStart(placeholder.length, '0'))
        : body;
      const begin = performance.now();
      let first = 0;
      const call = request(
        url,
        {
          method: 'POST',
          agent,
          headers: { 'content-type': 'application/json', ...headers, 'content-length': length },
        },
        (reply) => {
          reply.on('data', () => (first ||= performance.now() - begin));
          reply.on('end', () => resolve(isGood(reply) ? { first, total: performance.now() - begin } : null));
          reply.on('error', () => resolve(null));
        },
      );
      call.on('error', () => resolve(null));
      call.end(text);
    });
  return { send, close: () => agent.destroy() };
}

/** Messages come back in the order in which they were sent. */
async function openSocket({ url, headers, body }: Side): Promise<Sender> {
  const socket = new WebSocket(url, { headers });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error(`${url} takes no WebSocket`)), { once: true });
  });
  const waiting: { begin: number; resolve: (sample: Sample | null) => void }[] = [];
  socket.addEventListener('message', ({ data }) => {
    const total = performance.now() - (waiting[0]?.begin ?? 0);
    waiting.shift()?.resolve(data === body ? { first: total, total } : null);
  });
  socket.addEventListener('close', () => waiting.splice(0).forEach(({ resolve }) => resolve(null)));
  const send = () =>
    new Promise<Sample | null>((resolve) => {
      if (socket.readyState !== WebSocket.OPEN) return resolve(null);
      waiting.push({ begin: performance.now(), resolve });
      socket.send(body);
    });
  return { send, close: () => socket.close() };
}

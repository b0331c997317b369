import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Returns what to await before a server is closed: for `drainMs` it goes on serving, and each reply ends its
 * connection, so that clients come back elsewhere. A server that closed idle connections at once would do so, now and
 * then, in the moment in which a client sends its next request on one, and that request would fail.
 */
export function createDrain(server: Server, drainMs: number): () => Promise<void> {
  let draining = false;
  server.prependListener('request', (_request, response) => {
    if (draining) response.shouldKeepAlive = false;
  });
  return async () => {
    draining = true;
    if (drainMs > 0) await delay(drainMs);
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange } from '../forward/exchange.js';

/** Waits so many milliseconds, or until the client has gone. */
export async function waitForRetry(exchange: Exchange, ms: number): Promise<void> {
  const gone = new AbortController();
  const stop = () => gone.abort();
  exchange.res.once('close', stop);
  try {
    await delay(ms, undefined, { signal: gone.signal });
  } catch {
    // The client has gone; whoever waited sees that the exchange is decided.
  } finally {
    exchange.res.off('close', stop);
  }
}

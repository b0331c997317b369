/**
 * Loaded before an app (`--import`): when the launcher disappears, the app stops by itself (it listens for the end of
 * the channel). One that hangs, or has not come to listen yet, is ended here. Threads load this file too, but have no
 * channel: they end with their process. `?grace=100` sets another time than 20 s, in milliseconds.
 */
import { isMainThread } from 'node:worker_threads';

const graceMs = Number(new URL(import.meta.url).searchParams.get('grace') ?? 20_000);

if (isMainThread) {
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), graceMs).unref();
  });
  if (!process.connected) process.exit(1);
}

import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Tries until it gives something else than `undefined` or `false`, and gives that. Throws what it was about after
 * `withinMs`: long, since a busy machine must fail no test, and no test that passes waits for it.
 */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | undefined | false>,
  withinMs = 60_000,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; await sleep(100)) {
    const found = await attempt();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs / 1_000} s: ${what}`);
  }
}

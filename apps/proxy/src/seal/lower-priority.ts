import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** A tenth of the event loop's share where both want the same core: enough to keep up, too little to be felt. */
const niceness = 10;

/**
 * Lets every other thread of the process go first: for work that nobody waits for, in a thread of its own. On one core
 * the sealer otherwise holds up replies for as long as it compresses. Linux alone tells a thread its number and
 * gives each a priority; elsewhere, or where it is forbidden, nothing happens.
 */
export function lowerPriority(): void {
  try {
    const [, , thread] = readlinkSync('/proc/thread-self').split('/');
    if (thread !== undefined) setPriority(Number(thread), niceness);
  } catch {
    // It works as well, only less politely.
  }
}

import { randomFillSync } from 'node:crypto';

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Randomness is drawn 4 KB at a time: a call of its own for each id costs more than the rest of the id. */
const pool = Buffer.allocUnsafe(4096);
let used = pool.length;
let prefixMs = -1;
let prefix = '';

/** A UUID version 7 (RFC 9562): time-ordered by millisecond, 74 random bits. */
export function uuidV7(now = Date.now()): string {
  if (used > pool.length - 10) {
    randomFillSync(pool);
    used = 0;
  }
  if (now !== prefixMs) {
    const digits = now.toString(16).padStart(12, '0');
    prefix = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-`;
    prefixMs = now;
  }
  const at = used;
  used += 10;
  return (
    prefix +
    hex[0x70 | (pool[at]! & 0x0f)]! +
    hex[pool[at + 1]!]! +
    '-' +
    hex[0x80 | (pool[at + 2]! & 0x3f)]! +
    hex[pool[at + 3]!]! +
    '-' +
    hex[pool[at + 4]!]! +
    hex[pool[at + 5]!]! +
    hex[pool[at + 6]!]! +
    hex[pool[at + 7]!]! +
    hex[pool[at + 8]!]! +
    hex[pool[at + 9]!]!
  );
}

/** The milliseconds that a version 7 UUID holds. */
export const uuidV7Time = (id: string): number => parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

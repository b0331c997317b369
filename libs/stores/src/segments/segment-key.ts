import { CodedError } from '@heliostat/platform';

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const keyPattern = new RegExp(
  `^segments/(\\d{4}-\\d{2}-\\d{2})/(\\d{2})/(${uuid})/([A-Za-z0-9][A-Za-z0-9._-]*)\\.seg$`,
);

/** `hourStart` is the UTC hour in which the segment's spool file began, in epoch milliseconds. */
export type SegmentKeyParts = { org: string; hourStart: number; fileId: string };

/**
 * `segments/<yyyy-mm-dd>/<hh>/<org>/<fileId>.seg` in UTC. The same input gives the same key, so that a segment put
 * again after a crash replaces itself. Throws `segment/bad-key` for an organisation that is not a UUID or a file id
 * with other characters than letters, digits, `.`, `_` and `-`.
 */
export function segmentKey(org: string, createdAtMs: number, fileId: string): string {
  const time = new Date(createdAtMs);
  const iso = Number.isNaN(time.getTime()) ? '' : time.toISOString();
  const key = `segments/${iso.slice(0, 10)}/${iso.slice(11, 13)}/${org}/${fileId}.seg`;
  if (!keyPattern.test(key)) throw new CodedError('segment/bad-key', `Not a segment's key: ${key}`);
  return key;
}

/** The parts of a segment's key, or undefined when it is no such key. */
export function parseSegmentKey(key: string): SegmentKeyParts | undefined {
  const match = keyPattern.exec(key);
  const hourStart = match ? Date.parse(`${match[1]}T${match[2]}:00:00Z`) : Number.NaN;
  if (!match || Number.isNaN(hourStart)) return undefined;
  return { org: match[3]!, hourStart, fileId: match[4]! };
}

/** Prefixes, oldest first, that hold every segment whose UTC hour touches `[fromMs, toMs)`. */
export function segmentHourPrefixes(fromMs: number, toMs: number): string[] {
  const hour = 3_600_000;
  const prefixes: string[] = [];
  for (let at = Math.floor(fromMs / hour) * hour; at < toMs; at += hour) {
    const iso = new Date(at).toISOString();
    prefixes.push(`segments/${iso.slice(0, 10)}/${iso.slice(11, 13)}/`);
  }
  return prefixes;
}

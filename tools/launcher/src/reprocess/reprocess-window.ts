import { CodedError } from '@heliostat/platform';

/** Epoch milliseconds; `from` is in, `to` is out. */
export type Window = { from: number; to: number };

const day = /^\d{4}-\d{2}-\d{2}$/;

/**
 * `--from` and `--to` as ISO 8601 dates or times; without a zone they are UTC. A date alone begins its day, as `to` it
 * includes it. Throws `reprocess/bad-window`.
 */
export function parseWindow(from: string, to: string | undefined, now: number): Window {
  const begin = parse(from, '--from');
  const end = to === undefined ? now : parse(to, '--to') + (day.test(to) ? 86_400_000 : 0);
  if (end <= begin) throw bad(`--to (${to ?? 'now'}) is not after --from (${from})`);
  return { from: begin, to: end };
}

function parse(text: string, option: string): number {
  const zoned = day.test(text) || /(z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned);
  if (Number.isNaN(time))
    throw bad(`${option}: expected a date or a time such as 2026-01-31 or 2026-01-31T12:00, not ${text}`);
  return time;
}

const bad = (words: string) => new CodedError('reprocess/bad-window', words, 400);

/** Epoch milliseconds as DateTime64(3) text in UTC: `2026-01-31 12:00:00.123`. */
export const toDateTime64 = (ms: number): string =>
  new Date(ms).toISOString().replace('T', ' ').replace('Z', '');

/** The way back; also takes ISO text. */
export const fromDateTime64 = (text: string): number =>
  Date.parse(text.includes('T') ? text : `${text.replace(' ', 'T')}Z`);

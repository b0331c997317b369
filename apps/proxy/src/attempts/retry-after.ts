/**
 * Seconds that a `Retry-After` asks to wait (RFC 9110: a number of seconds, or a date), or OpenAI's more exact
 * `retry-after-ms`; undefined where there is none or it cannot be read.
 */
export function retryAfterSeconds(headers: readonly string[], now: number): number | undefined {
  let seconds: number | undefined;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    if (name === 'retry-after-ms') {
      const ms = Number(headers[i + 1]);
      if (Number.isFinite(ms) && ms >= 0) return ms / 1000;
    }
    if (name === 'retry-after') seconds = read(headers[i + 1]!, now);
  }
  return seconds;
}

function read(value: string, now: number): number | undefined {
  if (value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds : undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

/** Shown where a cost is unknown: the model has no price. */
export const costUnknown = 'not supported';

const trimZeros = (text: string) => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');

/** One call's cost in USD, never rounded to nothing: `$0.000123`, `$0.0412`, `$12.34`; at most nine decimals. */
export function formatCost(usd: number | null | undefined): string {
  if (usd === null || usd === undefined || Number.isNaN(usd)) return costUnknown;
  if (usd === 0) return '$0';
  const sign = usd < 0 ? '-' : '';
  const size = Math.abs(usd);
  if (size >= 1)
    return `${sign}$${size.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  if (size >= 0.01) return `${sign}$${trimZeros(size.toFixed(4))}`;
  if (size < 1e-9) return `${sign}<$0.000000001`;
  return `${sign}$${trimZeros(size.toFixed(9))}`;
}

/** A call's cost: a dash where it used no tokens that could be priced, words where its model has no price. */
export function formatCallCost(
  usd: number | null | undefined,
  totalTokens: number | null | undefined,
): string {
  if (usd === null || usd === undefined)
    return totalTokens === null || totalTokens === undefined ? '–' : costUnknown;
  return formatCost(usd);
}

/** A sum of costs, for tiles and axes: cents from a dollar on, otherwise three significant digits. */
export function formatCostTotal(usd: number): string {
  const size = Math.abs(usd);
  if (size === 0) return '$0.00';
  if (size >= 10_000) return `$${formatCount(usd)}`;
  if (size >= 1) return formatCost(usd);
  if (size >= 0.1) return `$${usd.toFixed(2)}`;
  return `$${trimZeros(usd.toFixed(Math.min(9, 2 - Math.floor(Math.log10(size)))))}`;
}

/** `987`, `12.4K`, `3.1M`: exact below ten thousand. */
export function formatCount(value: number): string {
  if (Math.abs(value) < 10_000) return Math.round(value).toLocaleString('en-US');
  return Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

export const formatExact = (value: number): string => value.toLocaleString('en-US');

/** Tokens of one call; counted locally ones carry a tilde. */
export function formatTokens(tokens: number | null | undefined, estimated = false): string {
  if (tokens === null || tokens === undefined) return '–';
  return `${estimated ? '~' : ''}${formatExact(tokens)}`;
}

/** `340 ms`, `1.24 s`, `2 m 05 s`, `3 h 07 m`, `2 d 04 h`. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return '–';
  if (ms < 1) return ms === 0 ? '0 ms' : '<1 ms';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const pair = (of: number, unit: number, [large, small]: [string, string]) =>
    `${Math.floor(of / unit)} ${large} ${String(of % unit).padStart(2, '0')} ${small}`;
  if (seconds < 3_600) return pair(seconds, 60, ['m', 's']);
  const minutes = Math.round(seconds / 60);
  return minutes < 1_440 ? pair(minutes, 60, ['h', 'm']) : pair(Math.round(minutes / 60), 24, ['d', 'h']);
}

/** A share from 0 to 1: `0%`, `0.4%`, `12.5%`, `100%`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent}%`;
  if (percent < 0.1) return '<0.1%';
  return `${trimZeros(percent.toFixed(1))}%`;
}

export type Change = { text: string; direction: 'up' | 'down' | 'same' };

/** Change against an earlier value; undefined where there is nothing to compare with. */
export function formatChange(now: number | null, before: number | null): Change | undefined {
  if (now === null || before === null || before === 0) return undefined;
  const change = (now - before) / before;
  if (Math.abs(change) < 0.0005) return { text: '0%', direction: 'same' };
  const percent = Math.abs(change) * 100;
  const text = percent >= 1_000 ? '>999%' : `${trimZeros(percent.toFixed(percent < 10 ? 1 : 0))}%`;
  return { text, direction: change > 0 ? 'up' : 'down' };
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

/** Local time of a row, `Nov 23 14:05:09`; the year where it is not this one. */
export function formatTime(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '–';
  const day = date.toLocaleDateString('en-US', {
    month: 'short',
    day: 'numeric',
    ...(date.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
  });
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** Local date and time to the millisecond, with the zone. */
export function formatExactTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '–';
  const minutes = -date.getTimezoneOffset();
  const zone = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)} ${zone}`;
}

/** `just now`, `4 min ago`, `3 h ago`, `12 d ago`. */
export function formatAgo(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - new Date(iso).getTime()) / 1_000));
  if (Number.isNaN(seconds)) return '–';
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** `512 B`, `64 MB`, `1.4 GB`, in powers of 1024. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || Number.isNaN(bytes)) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${trimZeros(value.toFixed(power > 0 && value < 10 ? 1 : 0))} ${units[power]}`;
}

/** English name of an ISO country code. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/i.test(code)) return code || 'Unknown';
  return new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' }).of(code.toUpperCase()) ?? code;
}

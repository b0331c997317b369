/** The presets of the window picker, with their length in milliseconds. */
export const windowPresets = {
  '1h': { label: 'Last hour', short: '1h', ms: 3_600_000 },
  '24h': { label: 'Last 24 hours', short: '24h', ms: 86_400_000 },
  '7d': { label: 'Last 7 days', short: '7d', ms: 7 * 86_400_000 },
  '30d': { label: 'Last 30 days', short: '30d', ms: 30 * 86_400_000 },
} as const;

export type WindowPreset = keyof typeof windowPresets;
/** A preset that ends now, or fixed bounds (ISO, half open). */
export type TimeWindow = { preset: WindowPreset } | { from: string; to: string };
export type WindowSearch = { window?: WindowPreset; from?: string; to?: string };

export const isPreset = (value: unknown): value is WindowPreset =>
  typeof value === 'string' && Object.hasOwn(windowPresets, value);

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(new Date(value).getTime());

/** Reads the window part of a page's search parameters; what makes no sense is dropped. */
export function parseWindowSearch(search: Record<string, unknown>): WindowSearch {
  if (isTime(search.from) && isTime(search.to) && new Date(search.from) < new Date(search.to))
    return { from: search.from, to: search.to };
  return isPreset(search.window) ? { window: search.window } : {};
}

export function windowOf(search: WindowSearch, fallback: WindowPreset = '24h'): TimeWindow {
  if (search.from && search.to) return { from: search.from, to: search.to };
  return { preset: search.window ?? fallback };
}

export const searchOfWindow = (window: TimeWindow): WindowSearch =>
  'preset' in window
    ? { window: window.preset, from: undefined, to: undefined }
    : { window: undefined, from: window.from, to: window.to };

/** The bounds of a window as the API wants them. */
export function windowBounds(window: TimeWindow, now = Date.now()): { start: string; end: string } {
  if ('preset' in window)
    return {
      start: new Date(now - windowPresets[window.preset].ms).toISOString(),
      end: new Date(now).toISOString(),
    };
  return { start: new Date(window.from).toISOString(), end: new Date(window.to).toISOString() };
}

export function windowLabel(window: TimeWindow): string {
  if ('preset' in window) return windowPresets[window.preset].label;
  const day = (iso: string) =>
    new Date(iso).toLocaleString('en-US', {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    });
  return `${day(window.from)} – ${day(window.to)}`;
}

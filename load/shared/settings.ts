/**
 * What every script reads from the environment (`k6 run -e NAME=value`).
 *
 * PROXY_URL   the proxy under test; default http://127.0.0.1:8787
 * DIRECT_URL  the provider simulator that the proxy's OpenAI door leads to, asked directly for the baseline
 * API_KEY     a Heliostat key
 * RATE        requests a second (scripts have defaults); VUS, DURATION likewise
 * ADDED_P50_MS, ADDED_P99_MS   the latency that the proxy may add; scripts have defaults
 */
export type Settings = {
  proxyUrl: string;
  directUrl: string;
  apiKey: string;
  rate: number;
  duration: string;
  vus: number;
  addedP50Ms: number;
  addedP99Ms: number;
};

export type Defaults = Partial<Pick<Settings, 'rate' | 'duration' | 'vus' | 'addedP50Ms' | 'addedP99Ms'>>;

/** Reads the environment over a script's defaults. Throws when a number is none, or when no key is given. */
export function readSettings(defaults: Defaults = {}): Settings {
  const apiKey = __ENV.API_KEY ?? '';
  if (apiKey === '') throw new Error('API_KEY: expected a Heliostat key (k6 run -e API_KEY=sk-helicone-…)');
  return {
    proxyUrl: origin('PROXY_URL', 'http://127.0.0.1:8787'),
    directUrl: origin('DIRECT_URL', 'http://127.0.0.1:9001'),
    apiKey,
    rate: number('RATE', defaults.rate ?? 500),
    duration: __ENV.DURATION ?? defaults.duration ?? '30s',
    vus: number('VUS', defaults.vus ?? 64),
    addedP50Ms: number('ADDED_P50_MS', defaults.addedP50Ms ?? 0.5),
    addedP99Ms: number('ADDED_P99_MS', defaults.addedP99Ms ?? 3),
  };
}

function number(name: string, fallback: number): number {
  const text = __ENV[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new Error(`${name}: expected a number above 0, got ${text}`);
  return value;
}

function origin(name: string, fallback: string): string {
  return (__ENV[name] ?? fallback).replace(/\/+$/, '');
}

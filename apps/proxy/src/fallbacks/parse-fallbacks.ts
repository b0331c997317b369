import { CodedError } from '@heliostat/platform';

/** One target of `Helicone-Fallbacks`. */
export type Fallback = {
  targetUrl: string;
  /** Headers for the provider instead of the client's credentials. */
  headers: Record<string, string>;
  /** Statuses from which the next target is tried; all of 429 and 5xx where none are named. */
  onCodes: { from: number; to: number }[];
  /** Laid over the JSON body, objects into objects. */
  bodyKeyOverride: Record<string, unknown> | undefined;
};

const maxFallbacks = 10;
const defaultCodes = [
  { from: 429, to: 429 },
  { from: 500, to: 599 },
];

/**
 * The list in `Helicone-Fallbacks` (interface ruling 7): `[{ "target-url", headers, onCodes: [429, {from, to}],
 * bodyKeyOverride }]`, tried in order, the first one too. Throws `proxy/bad-fallbacks` (400) that names the entry.
 */
export function parseFallbacks(text: string): Fallback[] {
  return readList(text, bad).map(readFallback);
}

/**
 * `Helicone-Fallbacks` on the unified API: `["claude-sonnet-4/anthropic", "gpt-4o-mini"]` are model strings that are
 * tried after the body's. A list of targets (the form of a provider's door) has no place there: undefined, so that the
 * reply can say that it was left out. Throws `proxy/bad-fallbacks` (400) for anything else.
 */
export function parseModelFallbacks(text: string): string[] | undefined {
  const list = readList(text, badModels);
  if (list.every(isRecord)) {
    list.forEach(readFallback);
    return undefined;
  }
  return list.map((entry, index) => {
    if (typeof entry === 'string' && entry.trim() !== '') return entry;
    throw badModels(`entry ${index} is not a model string`);
  });
}

function readList(text: string, fault: (what: string) => CodedError): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fault('is not JSON');
  }
  if (!Array.isArray(value) || value.length === 0)
    throw fault('must be a JSON array with at least one entry');
  if (value.length > maxFallbacks) throw fault(`has more than ${maxFallbacks} entries`);
  return value;
}

function readFallback(value: unknown, index: number): Fallback {
  if (!isRecord(value)) throw bad(`entry ${index} is not an object`);
  const targetUrl = value['target-url'] ?? value['targetUrl'];
  if (typeof targetUrl !== 'string') throw bad(`entry ${index} needs a "target-url"`);
  const override = value['bodyKeyOverride'];
  if (override !== undefined && !isRecord(override))
    throw bad(`entry ${index}: "bodyKeyOverride" must be an object`);
  return {
    targetUrl,
    headers: readHeaders(value['headers'] ?? {}, index),
    onCodes: readCodes(value['onCodes'], index),
    bodyKeyOverride: override,
  };
}

function readHeaders(value: unknown, index: number): Record<string, string> {
  if (!isRecord(value)) throw bad(`entry ${index}: "headers" must be an object`);
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw bad(`entry ${index}: the header ${name} must be a string`);
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name) || /[\r\n\0]/.test(text))
      throw bad(`entry ${index}: the header ${JSON.stringify(name).slice(0, 60)} cannot be sent`);
    headers[name] = text;
  }
  return headers;
}

function readCodes(value: unknown, index: number): Fallback['onCodes'] {
  if (value === undefined) return defaultCodes;
  if (!Array.isArray(value)) throw bad(`entry ${index}: "onCodes" must be an array`);
  return value.map((code: unknown) => {
    if (isStatus(code)) return { from: code, to: code };
    if (isRecord(code)) {
      const { from, to } = code;
      if (isStatus(from) && isStatus(to) && from <= to) return { from, to };
    }
    throw bad(
      `entry ${index}: "onCodes" holds statuses from 100 to 599 such as 429, and ranges such as {"from":500,"to":599}`,
    );
  });
}

const isStatus = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599;

/** Lays `over` onto `base`: objects are merged, everything else replaces. */
export function mergeBody(
  base: Record<string, unknown>,
  over: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (key === '__proto__') continue;
    const old = merged[key];
    merged[key] = isRecord(old) && isRecord(value) ? mergeBody(old, value) : value;
  }
  return merged;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const example =
  '[{"target-url": "https://api.openai.com", "headers": {"Authorization": "Bearer …"}, "onCodes": [429]}]';

const bad = (what: string) =>
  new CodedError('proxy/bad-fallbacks', `Helicone-Fallbacks ${what}. Its form is ${example}.`, 400);

const badModels = (what: string) =>
  new CodedError(
    'proxy/bad-fallbacks',
    `Helicone-Fallbacks ${what}. On the unified API it is a list of models: ["claude-sonnet-4/anthropic", "gpt-4o-mini"].`,
    400,
  );

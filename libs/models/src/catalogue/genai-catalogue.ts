import { calcPrice, type ConditionalPrice, type ModelPrice, type TieredPrices } from '@pydantic/genai-prices';
import { perToken, perUnit } from '../rates/price-override.js';
import type { Price, Rates } from '../rates/rates.js';

/** The catalogue's ids of providers that it calls something else. */
const catalogueIds = new Map(
  Object.entries({
    bedrock: 'aws',
    vertex: 'google',
    'google-ai-studio': 'google',
    xai: 'x-ai',
    moonshot: 'moonshotai',
    voyage: 'voyageai',
  }),
);

/** USD of one web search where the catalogue's entry of a model leaves it out (the providers' price pages). */
const webSearchUsd: Record<string, number> = { openai: 0.01, azure: 0.01, anthropic: 0.01, xai: 0.025 };

/** Claude's searches cost the same on Vertex; Gemini's have a daily allowance that a call does not show, so none. */
function searchPrice(provider: string, model: string): number {
  if (provider === 'vertex' && model.includes('claude')) return webSearchUsd['anthropic'] ?? 0;
  return webSearchUsd[provider] ?? 0;
}

/** A catalogue entry: its canonical model id, and its prices by time. */
export type CatalogueEntry = { id: string; priceAt(at: Date): Price | null };

type Rate = (key: string) => number | undefined;

/** The value of one key of the catalogue for calls with `context` input tokens; tiers begin above their start. */
function rateReader(prices: ModelPrice, context: number): Rate {
  return (key) => {
    const value = prices[key];
    if (value === undefined || typeof value === 'number') return value;
    let rate = value.base;
    let start = -1;
    for (const tier of value.tiers)
      if (context > tier.start && tier.start > start) {
        rate = tier.price;
        start = tier.start;
      }
    return rate;
  };
}

function toRates(rate: Rate, provider: string, model: string): Rates {
  const input = rate('input_mtok') ?? 0;
  const write5m = rate('cache_write_mtok') ?? input;
  // Anthropic bills an hour's cache at twice the input wherever Claude runs.
  const write1h = rate('cache_write_1h_mtok') ?? (model.includes('claude') ? input * 2 : write5m);
  const searches = rate('web_searches_kcount');
  const rates: Rates = {
    input: perToken(input),
    output: perToken(rate('output_mtok') ?? 0),
    cacheRead: perToken(rate('cache_read_mtok') ?? input),
    cacheWrite5m: perToken(write5m),
    cacheWrite1h: perToken(write1h),
    webSearch: searches === undefined ? perUnit(searchPrice(provider, model)) : perUnit(searches) / 1000n,
    request: perUnit(rate('requests_kcount') ?? 0) / 1000n,
  };
  const parts = [
    ['inputAudio', 'input_audio_mtok'],
    ['outputAudio', 'output_audio_mtok'],
    ['inputImage', 'input_image_mtok'],
    ['outputImage', 'output_image_mtok'],
    ['reasoning', 'output_reasoning_mtok'],
  ] as const;
  for (const [name, key] of parts) {
    const value = rate(key);
    if (value !== undefined) rates[name] = perToken(value);
  }
  return rates;
}

function isTiered(value: number | TieredPrices | undefined): value is TieredPrices {
  return typeof value === 'object';
}

/** null for models that are billed by something else than tokens (hours, pages), which usage does not count. */
function toPrice(prices: ModelPrice, provider: string, model: string): Price | null {
  const keys = Object.keys(prices);
  if (keys.length > 0 && !keys.some((key) => key.endsWith('_mtok') || key === 'requests_kcount')) return null;
  const starts = new Set<number>();
  for (const value of Object.values(prices))
    if (isTiered(value)) for (const tier of value.tiers) starts.add(tier.start);
  return {
    base: toRates(rateReader(prices, 0), provider, model),
    tiers: [...starts]
      .sort((a, b) => a - b)
      .map((above) => ({ above, rates: toRates(rateReader(prices, above + 1), provider, model) })),
  };
}

const secondsOfDay = (time: string): number => {
  const [hours = '0', minutes = '0', seconds = '0'] = time.replace('Z', '').split(':');
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
};

/** Whether a dated or time-of-day (UTC) price holds at a moment. */
function holds(constraint: ConditionalPrice['constraint'], at: Date): boolean {
  if (constraint === undefined) return true;
  if (constraint.type === 'start_date') return at.getTime() >= Date.parse(constraint.start_date);
  const now = at.getUTCHours() * 3600 + at.getUTCMinutes() * 60 + at.getUTCSeconds();
  const start = secondsOfDay(constraint.start_time);
  const end = secondsOfDay(constraint.end_time);
  return end < start ? now >= start || now < end : now >= start && now < end;
}

/** Finds a model in `@pydantic/genai-prices` by the registry's provider id; the matching rules are the catalogue's. */
export function findInCatalogue(provider: string, model: string): CatalogueEntry | undefined {
  const providerId = catalogueIds.get(provider) ?? provider;
  const found = calcPrice({}, model, { providerId });
  if (!found) return undefined;
  const { id, prices } = found.model;
  if (!Array.isArray(prices)) {
    const price = toPrice(prices, provider, id);
    return { id, priceAt: () => price };
  }
  const options = prices.map((option) => ({ ...option, price: toPrice(option.prices, provider, id) }));
  // As in the catalogue, later entries win.
  const priceAt = (at: Date) =>
    (options.findLast(({ constraint }) => holds(constraint, at)) ?? options[0])?.price ?? null;
  return { id, priceAt };
}

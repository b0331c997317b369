import { scaleDecimal } from './decimal.js';
import type { Price, Rates } from './rates.js';

/** USD per million tokens. What is left out follows: reads and writes of the cache cost what input costs. */
export type TokenPrices = {
  input: number;
  output: number;
  cacheRead?: number;
  cacheWrite5m?: number;
  cacheWrite1h?: number;
  inputAudio?: number;
  outputAudio?: number;
  inputImage?: number;
  outputImage?: number;
  reasoning?: number;
};

/** A price stated by us or by an installation, before the maintained catalogue's. */
export type PriceOverride = TokenPrices & {
  /** Registry id of the provider, or `*` for all. */
  provider: string;
  /** Model ids as they appear in calls, or the catalogue's own ids; compared without case. */
  models: string[];
  /** Prices of calls with more input tokens (cached ones included) than `above`. */
  tiers?: (TokenPrices & { above: number })[];
  /** USD for one web search. */
  webSearch?: number;
  /** USD for each call. */
  request?: number;
};

/** USD per million tokens as atto-USD per token. */
export const perToken = (usdPerMillion: number): bigint => scaleDecimal(usdPerMillion, 12);
/** USD per unit as atto-USD per unit. */
export const perUnit = (usd: number): bigint => scaleDecimal(usd, 18);

function toRates(prices: TokenPrices, webSearch: bigint, request: bigint): Rates {
  const input = perToken(prices.input);
  const cacheWrite5m = prices.cacheWrite5m === undefined ? input : perToken(prices.cacheWrite5m);
  const rates: Rates = {
    input,
    output: perToken(prices.output),
    cacheRead: prices.cacheRead === undefined ? input : perToken(prices.cacheRead),
    cacheWrite5m,
    cacheWrite1h: prices.cacheWrite1h === undefined ? cacheWrite5m : perToken(prices.cacheWrite1h),
    webSearch,
    request,
  };
  for (const key of ['inputAudio', 'outputAudio', 'inputImage', 'outputImage', 'reasoning'] as const) {
    const price = prices[key];
    if (price !== undefined) rates[key] = perToken(price);
  }
  return rates;
}

/** The price that an override states. A RangeError names a number that is no price. */
export function toPrice(override: PriceOverride): Price {
  const webSearch = perUnit(override.webSearch ?? 0);
  const request = perUnit(override.request ?? 0);
  return {
    base: toRates(override, webSearch, request),
    tiers: (override.tiers ?? [])
      .map(({ above, ...prices }) => ({ above, rates: toRates(prices, webSearch, request) }))
      .sort((a, b) => a.above - b.above),
  };
}

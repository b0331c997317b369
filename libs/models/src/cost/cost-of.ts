import type { Usage } from '@heliostat/contracts';
import { findPrice } from '../catalogue/price-book.js';
import { scaleDecimal, toNano } from '../rates/decimal.js';
import type { Price, Rates } from '../rates/rates.js';
import { findEndpoint } from '../registry/registry.js';

export type CostInput = {
  /** Registry id, or `custom`. */
  provider: string;
  /** The reply's model, or the override; null when none is known. */
  model: string | null | undefined;
  usage: Usage;
  /** When the call was made: prices change by date and by time of day. Now, if absent. */
  at?: Date | number | undefined;
};

/** `known` is false where no list holds a price ("cost not supported"); the cost is 0 then. */
export type Cost = { nanoUsd: bigint; known: boolean };

const unknown: Cost = { nanoUsd: 0n, known: false };

/** Counts are whole by their schema; anything else that gets here costs nothing instead of throwing. */
const times = (count: number | undefined, rate: bigint): bigint =>
  count === undefined || rate === 0n || !(count > 0) || !Number.isSafeInteger(count)
    ? 0n
    : BigInt(count) * rate;

/** One side of the call: its tokens at the side's rate, but parts that have a rate of their own at that. */
function side(total: number, rate: bigint, parts: [number | undefined, bigint | undefined][]): bigint {
  let rest = total;
  let sum = 0n;
  for (const [count, own] of parts) {
    if (own === undefined || count === undefined || count === 0) continue;
    const counted = Math.min(count, rest);
    rest -= counted;
    sum += times(counted, own);
  }
  return sum + times(rest, rate);
}

function ratesFor(price: Price, usage: Usage): Rates {
  if (price.tiers.length === 0) return price.base;
  const context =
    usage.input + (usage.cacheRead ?? 0) + (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0);
  return price.tiers.findLast(({ above }) => context > above)?.rates ?? price.base;
}

/** Providers charge half for what a batch did; its results are logged under the model's name and `-batch` (BA-01). */
const batchSuffix = /-batch$/i;
const batchDivisor = 2n;

/** The price of a model by the provider's name for it, or by the registry's (a translated reply may hold that). */
function priceOf(provider: string, model: string, at: Date | undefined): Price | null {
  const price = findPrice(provider, model, at);
  if (price) return price;
  const endpoint = findEndpoint(model, provider);
  return endpoint ? findPrice(provider, endpoint.providerModelId, at) : null;
}

/**
 * What a call cost, in nano-USD (1e-9 USD), exact: rates and sums are integers, rounded half up once at the end.
 * A price that the provider itself stated (`usage.providerCost`) wins. Order of the lists: the installation's
 * overrides, ours, `@pydantic/genai-prices`. A model whose name ends in `-batch` costs half of the one without.
 */
export function costOf({ provider, model, usage, at }: CostInput): Cost {
  if (usage.providerCost !== undefined && usage.providerCost >= 0 && Number.isFinite(usage.providerCost))
    return { nanoUsd: scaleDecimal(usage.providerCost, 9), known: true };
  if (!model) return unknown;
  const moment = typeof at === 'number' ? new Date(at) : at;
  const ofBatch = batchSuffix.test(model) ? priceOf(provider, model.replace(batchSuffix, ''), moment) : null;
  const price = ofBatch ?? priceOf(provider, model, moment);
  if (!price) return unknown;
  const rates = ratesFor(price, usage);
  const atto =
    side(usage.input, rates.input, [
      [usage.inputAudio, rates.inputAudio],
      [usage.inputImage, rates.inputImage],
    ]) +
    side(usage.output, rates.output, [
      [usage.outputAudio, rates.outputAudio],
      [usage.outputImage, rates.outputImage],
      [usage.reasoning, rates.reasoning],
    ]) +
    times(usage.cacheRead, rates.cacheRead) +
    times(usage.cacheWrite5m, rates.cacheWrite5m) +
    times(usage.cacheWrite1h, rates.cacheWrite1h) +
    times(usage.webSearches, rates.webSearch) +
    rates.request;
  return { nanoUsd: toNano(ofBatch ? atto / batchDivisor : atto), known: true };
}

import type { Price, Rates } from '../rates/rates.js';

/** A price as people read it: USD per million tokens, but `web_search` and `request` USD for one. */
export type DisplayPrice = {
  prompt: number;
  completion: number;
  /** Left out where they cost what the input does. */
  cacheRead?: number;
  cacheWrite?: number;
  thinking?: number;
  audio?: { input?: number; output?: number };
  image?: { input?: number; output?: number };
  web_search?: number;
  request?: number;
};

/** One price, or its tiers from the smallest context on; `threshold` is where a tier begins. */
export type DisplayPricing = { base: DisplayPrice; tiers: (DisplayPrice & { threshold: number })[] };

/** Rates have at most 18 decimals of a USD; prices of a million tokens at most 12, which a double keeps for display. */
const perMillion = (rate: bigint): number => Number(rate) / 1e12;
const perUnit = (rate: bigint): number => Number(rate) / 1e18;

function part(input: bigint | undefined, output: bigint | undefined) {
  if (input === undefined && output === undefined) return undefined;
  return {
    ...(input === undefined ? {} : { input: perMillion(input) }),
    ...(output === undefined ? {} : { output: perMillion(output) }),
  };
}

function toDisplay(rates: Rates): DisplayPrice {
  const audio = part(rates.inputAudio, rates.outputAudio);
  const image = part(rates.inputImage, rates.outputImage);
  return {
    prompt: perMillion(rates.input),
    completion: perMillion(rates.output),
    ...(rates.cacheRead === rates.input ? {} : { cacheRead: perMillion(rates.cacheRead) }),
    ...(rates.cacheWrite5m === rates.input ? {} : { cacheWrite: perMillion(rates.cacheWrite5m) }),
    ...(rates.reasoning === undefined ? {} : { thinking: perMillion(rates.reasoning) }),
    ...(audio ? { audio } : {}),
    ...(image ? { image } : {}),
    ...(rates.webSearch > 0n ? { web_search: perUnit(rates.webSearch) } : {}),
    ...(rates.request > 0n ? { request: perUnit(rates.request) } : {}),
  };
}

/** An endpoint's price for people, exact to the digits that a double has. */
export function displayPricing({ base, tiers }: Price): DisplayPricing {
  return {
    base: toDisplay(base),
    tiers:
      tiers.length === 0
        ? []
        : [
            { ...toDisplay(base), threshold: 0 },
            ...tiers.map(({ above, rates }) => ({ ...toDisplay(rates), threshold: above })),
          ],
  };
}

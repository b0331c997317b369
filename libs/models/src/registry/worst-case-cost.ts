import { toNano } from '../rates/decimal.js';
import type { Rates } from '../rates/rates.js';
import type { RegistryEndpoint } from './registry-types.js';

const largest = (...rates: (bigint | undefined)[]): bigint =>
  rates.reduce<bigint>((most, rate) => (rate !== undefined && rate > most ? rate : most), 0n);

/** Tokens that are reserved for a reply where neither the client nor the model states a largest one. */
const assumedOutput = 16_384;

function worstRates(endpoint: RegistryEndpoint, promptTokens: number): Rates | undefined {
  const { price } = endpoint;
  return price?.tiers.findLast(({ above }) => promptTokens > above)?.rates ?? price?.base;
}

/**
 * The most that a call may cost, in nano-USD (1e-9 USD): the whole prompt at the dearest rate of its side (plain,
 * written to a cache, audio or image), the longest reply at the dearest of the other, and the fee of a call. Web
 * searches, whose number the client does not state, are left out. `replies` is how many are asked for at once. 0 where no
 * price is known.
 */
export function worstCaseCost(
  endpoint: RegistryEndpoint,
  promptTokens: number,
  maxOutput: number | undefined,
  replies = 1,
): bigint {
  const rates = worstRates(endpoint, promptTokens);
  if (!rates) return 0n;
  const limit = endpoint.maxOutput ?? assumedOutput;
  const output = Math.min(maxOutput ?? limit, endpoint.maxOutput ?? Infinity);
  const { inputModalities, outputModalities } = endpoint.model;
  const input = largest(
    rates.input,
    rates.cacheRead,
    rates.cacheWrite5m,
    rates.cacheWrite1h,
    inputModalities.includes('audio') ? rates.inputAudio : undefined,
    inputModalities.includes('image') ? rates.inputImage : undefined,
  );
  const reply = largest(
    rates.output,
    rates.reasoning,
    outputModalities.includes('audio') ? rates.outputAudio : undefined,
    outputModalities.includes('image') ? rates.outputImage : undefined,
  );
  return toNano(whole(promptTokens) * input + whole(output) * whole(replies) * reply + rates.request);
}

const whole = (count: number): bigint => (count > 0 ? BigInt(Math.ceil(Math.min(count, 1e12))) : 0n);

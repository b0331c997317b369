/** What one unit of each kind costs, in atto-USD (1e-18 USD): tokens, searches, calls. */
export type Rates = {
  input: bigint;
  output: bigint;
  cacheRead: bigint;
  cacheWrite5m: bigint;
  cacheWrite1h: bigint;
  /** Absent where the part is billed as any other token of its side. */
  inputAudio?: bigint;
  outputAudio?: bigint;
  inputImage?: bigint;
  outputImage?: bigint;
  reasoning?: bigint;
  webSearch: bigint;
  /** Fee of each call. */
  request: bigint;
};

/** A model's price: the base rates, and others for calls whose whole input (cached included) exceeds `above` tokens. */
export type Price = { base: Rates; tiers: { above: number; rates: Rates }[] };

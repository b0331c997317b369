/** Atto-USD (1e-18 USD) in one USD. Rates per token are integers in this unit, so that sums are exact. */
export const attoPerUsd = 10n ** 18n;
const attoPerNano = 10n ** 9n;

/**
 * A decimal number as the integer `value × 10^scale`, by its shortest decimal text, so that 0.1 is exactly a
 * tenth. Digits beyond the scale are rounded half up; negative and non-finite numbers are a RangeError.
 */
export function scaleDecimal(value: number, scale: number): bigint {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`not a price: ${value}`);
  const [mantissa = '0', exponent = '0'] = String(value).toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = scale + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (digits * 2n + divisor) / (divisor * 2n);
}

/** Nano-USD of an amount in atto-USD, rounded half up. */
export function toNano(atto: bigint): bigint {
  return (atto + attoPerNano / 2n) / attoPerNano;
}

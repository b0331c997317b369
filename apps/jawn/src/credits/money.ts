const nanoPerTenThousandth = 1_000n;
const tenThousandths = 1e4;
const nanoPerCent = 1e7;

/** US cents to nano-USD, to a ten-thousandth of a cent: up to 100 million dollars that is exact. */
export const nanoOf = (cents: number): bigint =>
  BigInt(Math.round(cents * tenThousandths)) * nanoPerTenThousandth;

/** Nano-USD, as Postgres gives it, to US cents. */
export const centsOf = (nano: string | bigint): number => Number(nano) / nanoPerCent;

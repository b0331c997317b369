import type { Price } from '../rates/rates.js';

const perMillion = (rate: bigint): string => String(Number(rate) / 1e12);

/** `2.5/10 (cache 1.25, tier above 200000: 5/20)`: USD per million tokens, input/output. */
export function shownPrice({ base, tiers }: Price): string {
  const parts = [
    `cache ${perMillion(base.cacheRead)}`,
    ...(base.request > 0n ? [`call ${Number(base.request) / 1e18}`] : []),
    ...tiers.map(
      ({ above, rates }) => `tier above ${above}: ${perMillion(rates.input)}/${perMillion(rates.output)}`,
    ),
  ];
  return `${perMillion(base.input)}/${perMillion(base.output)} (${parts.join(', ')})`;
}

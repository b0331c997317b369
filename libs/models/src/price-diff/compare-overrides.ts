import { findInCatalogue } from '../catalogue/genai-catalogue.js';
import { toPrice, type PriceOverride } from '../rates/price-override.js';
import type { Price } from '../rates/rates.js';
import { shownPrice } from './shown-price.js';

/**
 * How one override stands to the catalogue. `redundant`: the catalogue says the same, the override can go.
 * `contradicts`: input or output differ by more than the threshold and nobody has looked at it. `reviewed`: somebody
 * has. `differs`: by less, or in a part. `alone`: the catalogue does not know the model.
 */
export type OverrideFinding = {
  kind: 'redundant' | 'contradicts' | 'reviewed' | 'differs' | 'alone';
  /** `provider/model` */
  name: string;
  ours: string;
  theirs?: string;
};

const textOf = (price: Price): string =>
  JSON.stringify(price, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 0);

/** How far two rates are apart, as a part of the larger one. */
function distance(one: bigint, other: bigint): number {
  const larger = one > other ? one : other;
  return larger === 0n ? 0 : Math.abs(Number(one - other)) / Number(larger);
}

function compare(
  name: string,
  ours: Price,
  theirs: Price | null | undefined,
  options: CompareOptions,
): OverrideFinding {
  if (!theirs) return { kind: 'alone', name, ours: shownPrice(ours) };
  const finding = { name, ours: shownPrice(ours), theirs: shownPrice(theirs) };
  if (sorted(ours) === sorted(theirs)) return { kind: 'redundant', ...finding };
  const apart = Math.max(
    distance(ours.base.input, theirs.base.input),
    distance(ours.base.output, theirs.base.output),
  );
  if (apart <= options.threshold) return { kind: 'differs', ...finding };
  const reviewed = options.reviewed[name];
  return {
    kind: reviewed !== undefined && finding.theirs.startsWith(`${reviewed} `) ? 'reviewed' : 'contradicts',
    ...finding,
  };
}

/** Rates are made in different orders of their names. */
function sorted({ base, tiers }: Price): string {
  const order = (rates: Price['base']) =>
    Object.fromEntries(Object.entries(rates).sort(([a], [b]) => (a < b ? -1 : 1))) as Price['base'];
  return textOf({
    base: order(base),
    tiers: tiers.map(({ above, rates }) => ({ above, rates: order(rates) })),
  });
}

export type CompareOptions = {
  /** Part of a price by which it may differ: 0.25. */
  threshold: number;
  /** As `reviewedContradictions`. */
  reviewed: Readonly<Record<string, string>>;
  at: Date;
};

/** Compares every override with the installed catalogue; overrides for all providers (`*`) have no counterpart. */
export function compareOverrides(
  overrides: readonly PriceOverride[],
  options: CompareOptions,
): OverrideFinding[] {
  return overrides
    .filter(({ provider }) => provider !== '*')
    .flatMap((override) =>
      override.models.map((model) =>
        compare(
          `${override.provider}/${model}`,
          toPrice(override),
          findInCatalogue(override.provider, model)?.priceAt(options.at),
          options,
        ),
      ),
    );
}

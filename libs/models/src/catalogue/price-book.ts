import { priceOverrides } from '../overrides/price-overrides.js';
import { toPrice, type PriceOverride } from '../rates/price-override.js';
import type { Price } from '../rates/rates.js';
import { findInCatalogue, type CatalogueEntry } from './genai-catalogue.js';
import { authorOf, modelVariants } from './model-names.js';

type Listing = { price: Price } | { priceAt(at: Date): Price | null };
type Table = Map<string, Price>;

/** Names come from clients: when this many are remembered the memory starts anew. */
const maxRemembered = 20_000;

const keyOf = (provider: string, model: string) => `${provider}\n${model}`;

function toTable(overrides: readonly PriceOverride[]): Table {
  const table: Table = new Map();
  for (const override of overrides) {
    const price = toPrice(override);
    for (const model of override.models) table.set(keyOf(override.provider, model.toLowerCase()), price);
  }
  return table;
}

const ours = toTable(priceOverrides);
let installed: Table = new Map();
let remembered = new Map<string, Listing | null>();
/** The catalogue never changes while we run; asking it takes a hundred times as long as a lookup. */
const catalogued = new Map<string, CatalogueEntry | null>();

/**
 * Sets the installation's own prices, which beat all others; replaces those set before. A RangeError names a
 * number that is no price, and nothing changes.
 */
export function setPriceOverrides(overrides: readonly PriceOverride[]): void {
  installed = toTable(overrides);
  remembered = new Map();
}

function listed(table: Table, provider: string, model: string): Price | undefined {
  return table.get(keyOf(provider, model)) ?? table.get(keyOf('*', model));
}

function inCatalogue(provider: string, model: string): CatalogueEntry | undefined {
  const key = keyOf(provider, model);
  let entry = catalogued.get(key);
  if (entry === undefined) {
    entry = findInCatalogue(provider, model) ?? null;
    if (catalogued.size >= maxRemembered) catalogued.clear();
    catalogued.set(key, entry);
  }
  return entry ?? undefined;
}

function look(provider: string, model: string): Listing | null {
  const names = modelVariants(model);
  for (const name of names) {
    const price = listed(installed, provider, name);
    if (price) return { price };
  }
  for (const name of names) {
    const own = listed(ours, provider, name);
    if (own) return { price: own };
    const entry = inCatalogue(provider, name);
    if (!entry) continue;
    const corrected = listed(installed, provider, entry.id) ?? listed(ours, provider, entry.id);
    if (corrected) return { price: corrected };
    return entry;
  }
  const author = authorOf(provider, model);
  return author ? look(author.provider, author.model) : null;
}

/** The price of a model at a provider at a moment; null when no list holds one. Remembered by name. */
export function findPrice(provider: string, model: string, at: Date | undefined): Price | null {
  const key = keyOf(provider, model);
  let listing = remembered.get(key);
  if (listing === undefined) {
    listing = look(provider, model);
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(key, listing);
  }
  if (!listing) return null;
  return 'price' in listing ? listing.price : listing.priceAt(at ?? new Date());
}

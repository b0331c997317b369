import { setPriceOverrides } from '../catalogue/price-book.js';
import type { PriceOverride } from '../rates/price-override.js';
import { buildRegistry, type Registry } from './build-registry.js';
import type { ModelRow, RegistryEndpoint, RegistryModel } from './registry-types.js';
import { modelRows } from './rows/index.js';

/** What an installation adds: models, or endpoints of known ones, and prices. */
export type OwnModels = { models: readonly ModelRow[]; prices: readonly PriceOverride[] };

/** Prices change by date: the tables are worked out anew when they are this old, in milliseconds. */
const maxAge = 3_600_000;

const noModels: OwnModels = { models: [], prices: [] };
let own: OwnModels = noModels;
let current: Registry | undefined;
let builtAt = 0;
let generation = 0;

/** The tables, worked out at the first asking. */
export function registry(): Registry {
  const now = Date.now();
  if (current === undefined || now - builtAt > maxAge) {
    current = buildRegistry([...modelRows, ...own.models], new Date(now));
    builtAt = now;
    generation += 1;
  }
  return current;
}

/** Grows when the tables change: what is made from them is then made anew. */
export function registryGeneration(): number {
  registry();
  return generation;
}

/**
 * Sets the installation's own models and prices, which beat all others; replaces those set before. A RangeError names
 * a number that is no price, and nothing changes.
 */
export function addModels(models: OwnModels): void {
  setPriceOverrides(models.prices);
  own = models;
  current = undefined;
}

/** The model of exactly this id, in any case. */
export function findModel(id: string): RegistryModel | undefined {
  const { byId } = registry();
  return byId.get(id) ?? byId.get(id.toLowerCase());
}

/** A name as it was resolved. */
export type ResolvedName = {
  model: RegistryModel;
  /** Cheapest first. */
  endpoints: readonly RegistryEndpoint[];
};

const noEndpoints: readonly RegistryEndpoint[] = Object.freeze([]);

/**
 * The model that a client's name means: an id, an alias (`claude-sonnet-4-5`, `gpt-4o-mini-2024-07-18`), or what a
 * provider calls it (`anthropic/claude-3.5-haiku`), in any case. Undefined for unknown models, which only an
 * organisation's own keys reach (GW-13).
 */
export function resolveName(name: string): ResolvedName | undefined {
  const { byName, endpoints } = registry();
  const model = byName.get(name) ?? byName.get(name.trim().toLowerCase());
  return model && { model, endpoints: endpoints.get(model.id) ?? noEndpoints };
}

/** The endpoints of a model by its id: cheapest first (one token in and one out), equal ones by priority (GW-06). */
export function endpointsOf(modelId: string): readonly RegistryEndpoint[] {
  return registry().endpoints.get(modelId) ?? noEndpoints;
}

/** A model at one provider; `modelId` may be any name that `resolveName` takes. */
export function findEndpoint(modelId: string, provider: string): RegistryEndpoint | undefined {
  return resolveName(modelId)?.endpoints.find((endpoint) => endpoint.provider === provider);
}

/** All models, in the order of the tables. */
export function listModels(): readonly RegistryModel[] {
  return registry().models;
}

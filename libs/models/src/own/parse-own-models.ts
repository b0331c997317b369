import { ownModelsSchema, type OwnModelEntry, type OwnModelsFile } from '@heliostat/contracts';
import type { PriceOverride } from '../rates/price-override.js';
import { openParameters } from '../registry/parameters.js';
import type { EndpointRows, ModelRow } from '../registry/registry-types.js';
import type { OwnModels } from '../registry/registry.js';
import { modelRows } from '../registry/rows/index.js';
import { OwnModelsError } from './own-models-error.js';

/** What a model has when neither its entry nor the registry says so. */
const defaultContext = 8192;
const defaultCreated = '2025-01-01';
const shownFaults = 5;

/** The registry's facts of a model, without who serves it. */
function knownRow(id: string): ModelRow | undefined {
  const row = modelRows.find(
    ({ id: known, versions = [] }) =>
      known === id || versions.some((version) => (typeof version === 'string' ? version : version.id) === id),
  );
  return row && { ...row, id, endpoints: {}, versions: [], aliases: row.id === id ? row.aliases : [] };
}

function endpointsOf(entry: OwnModelEntry): EndpointRows {
  return Object.fromEntries(
    entry.endpoints.map(({ provider, model, price: _price, ...rest }) => [
      provider,
      { id: model ?? entry.id, ...withoutUndefined(rest) },
    ]),
  );
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function toRow(entry: OwnModelEntry): ModelRow {
  const { id, input, output, aliases, endpoints: _endpoints, ...rest } = entry;
  const known = knownRow(id);
  const facts = withoutUndefined(rest);
  return {
    name: id,
    author: 'own',
    description: '',
    context: defaultContext,
    created: defaultCreated,
    parameters: openParameters,
    ...known,
    ...facts,
    ...(input ? { input: input.join(' ') } : {}),
    ...(output ? { output: output.join(' ') } : {}),
    id,
    aliases: [...(known?.aliases ?? []), ...(aliases ?? [])],
    endpoints: endpointsOf(entry),
  };
}

function toPrices({ models, prices }: OwnModelsFile): PriceOverride[] {
  const ofEndpoints = models.flatMap(({ id, endpoints }) =>
    endpoints.flatMap(({ provider, model, price }) =>
      price ? [{ provider, models: [model ?? id], ...price } as PriceOverride] : [],
    ),
  );
  return [...ofEndpoints, ...(prices as PriceOverride[])];
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

function unknownProviders(file: OwnModelsFile, providers: readonly string[]): string[] {
  const known = new Set(providers);
  const faults: string[] = [];
  const check = (place: string, provider: string) => {
    if (!known.has(provider))
      faults.push(
        `${place}: "${provider}" is no provider of the registry; use its id, one of ${providers.join(', ')}`,
      );
  };
  file.models.forEach(({ endpoints }, at) =>
    endpoints.forEach(({ provider }, index) => check(`models[${at}].endpoints[${index}].provider`, provider)),
  );
  file.prices.forEach(({ provider }, at) => {
    if (provider !== '*') check(`prices[${at}].provider`, provider);
  });
  return faults;
}

function repeatedNames(file: OwnModelsFile): string[] {
  const seen = new Set<string>();
  return file.models.flatMap(({ id, aliases = [] }, at) =>
    [id, ...aliases].flatMap((name) => {
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [`models[${at}]: the name "${name}" stands in the file twice`];
    }),
  );
}

/**
 * Own models from a parsed file. An OwnModelsError names the file, each wrong place (the first five) and what belongs
 * there.
 */
export function parseOwnModels(path: string, value: unknown, providers: readonly string[]): OwnModels {
  const parsed = ownModelsSchema.safeParse(value ?? {});
  const faults = parsed.success
    ? [...unknownProviders(parsed.data, providers), ...repeatedNames(parsed.data)]
    : parsed.error.issues.map(({ path: place, message }) => `${placeOf(place) || 'the file'}: ${message}`);
  if (!parsed.success || faults.length > 0) {
    const more = faults.length > shownFaults ? `; and ${faults.length - shownFaults} more` : '';
    throw new OwnModelsError(`${path} cannot be used: ${faults.slice(0, shownFaults).join('; ')}${more}`);
  }
  return { models: parsed.data.models.map(toRow), prices: toPrices(parsed.data) };
}

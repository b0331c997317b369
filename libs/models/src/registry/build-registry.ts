import { findPrice } from '../catalogue/price-book.js';
import type { Price } from '../rates/rates.js';
import type {
  EndpointRow,
  EndpointRows,
  Modality,
  ModelRow,
  RegistryEndpoint,
  RegistryModel,
  WireFormat,
} from './registry-types.js';

/** Everything looked up by the gateway, worked out once. Keys are lower case. */
export type Registry = {
  models: readonly RegistryModel[];
  byId: ReadonlyMap<string, RegistryModel>;
  /** Ids, then aliases, then what providers call them; an earlier kind wins. */
  byName: ReadonlyMap<string, RegistryModel>;
  /** By model id, cheapest first. */
  endpoints: ReadonlyMap<string, readonly RegistryEndpoint[]>;
};

/** What a provider speaks when a row says nothing else. */
const providerFormats: Record<string, WireFormat[]> = {
  openai: ['chat', 'responses'],
  azure: ['chat', 'responses'],
  xai: ['chat', 'responses'],
  anthropic: ['messages'],
  bedrock: ['converse'],
  'google-ai-studio': ['gemini'],
  vertex: ['gemini'],
};

function formatsOf(provider: string, providerModelId: string): WireFormat[] {
  // Vertex serves Claude in Anthropic's own format.
  if (provider === 'vertex' && providerModelId.startsWith('claude')) return ['messages'];
  return providerFormats[provider] ?? ['chat'];
}

/** The clouds' and authors' own endpoints before hosts, hosts before gateways, where prices are equal. */
const priorities: Record<string, number> = {
  openai: 3,
  anthropic: 3,
  'google-ai-studio': 3,
  xai: 3,
  mistral: 3,
  deepseek: 3,
  cohere: 3,
  perplexity: 3,
  moonshot: 3,
  zai: 3,
  minimax: 3,
  voyage: 3,
  openrouter: 8,
  vercel: 8,
  helicone: 9,
};
const defaultPriority = 5;

function modalities(text = 'text'): Modality[] {
  return text.split(' ') as Modality[];
}

function toModel(row: ModelRow, id: string, pinnedVersionOf: string | undefined): RegistryModel {
  const { name, author, description, context, maxOutput } = row;
  return {
    id,
    name: pinnedVersionOf === undefined ? name : `${name} (${id.slice(id.search(/\d{4}-?\d{2}-?\d{2}$/))})`,
    author,
    description,
    context,
    ...(maxOutput === undefined ? {} : { maxOutput }),
    inputModalities: modalities(row.input),
    outputModalities: modalities(row.output),
    supportedParameters: row.parameters,
    unsupported: row.unsupported ?? [],
    created: Math.floor(Date.parse(createdOf(row, id, pinnedVersionOf)) / 1000),
    aliases: pinnedVersionOf === undefined ? (row.aliases ?? []) : [],
    ...(pinnedVersionOf === undefined ? {} : { pinnedVersionOf }),
  };
}

function createdOf(row: ModelRow, id: string, pinnedVersionOf: string | undefined): string {
  const date = pinnedVersionOf === undefined ? null : /(\d{4})-?(\d{2})-?(\d{2})$/.exec(id);
  return date ? `${date[1]}-${date[2]}-${date[3]}` : row.created;
}

/** Sum of the base prices for one token in and one out; endpoints without a price come last. */
function sortPrice(price: Price | null): bigint {
  return price === null ? 10n ** 30n : price.base.input + price.base.output;
}

function toEndpoint(
  model: RegistryModel,
  row: ModelRow,
  [provider, endpoint]: [string, EndpointRow],
  at: Date,
): RegistryEndpoint {
  const given = typeof endpoint === 'string' ? { id: endpoint } : endpoint;
  const formats = given.formats ?? row.formats ?? formatsOf(provider, given.id);
  const maxOutput = given.maxOutput ?? model.maxOutput;
  return {
    id: `${model.id}:${provider}`,
    model,
    provider,
    providerModelId: given.id,
    format: formats[0] ?? 'chat',
    formats,
    context: given.context ?? model.context,
    ...(maxOutput === undefined ? {} : { maxOutput }),
    unsupported: given.unsupported ?? model.unsupported,
    price: findPrice(provider, given.id, at),
    ptb: given.ptb ?? true,
    explicitRouting: given.explicitRouting ?? provider === 'helicone',
    priority: given.priority ?? priorities[provider] ?? defaultPriority,
  };
}

function byPrice(a: RegistryEndpoint, b: RegistryEndpoint): number {
  const [one, other] = [sortPrice(a.price), sortPrice(b.price)];
  if (one !== other) return one < other ? -1 : 1;
  return a.priority - b.priority || (a.provider < b.provider ? -1 : 1);
}

/**
 * Works the tables out. A later row with an id that exists already replaces that model's facts and adds its endpoints,
 * which beat those of the same provider. Prices are those of `at`.
 */
export function buildRegistry(rows: readonly ModelRow[], at: Date): Registry {
  const models = new Map<string, RegistryModel>();
  const endpoints = new Map<string, Map<string, RegistryEndpoint>>();
  const put = (row: ModelRow, id: string, own: EndpointRows, pinnedVersionOf?: string) => {
    const model = toModel(row, id, pinnedVersionOf);
    const known = [...(endpoints.get(id)?.values() ?? [])].map((endpoint) => ({ ...endpoint, model }));
    models.set(id, model);
    const all = new Map(known.map((endpoint) => [endpoint.provider, endpoint]));
    for (const entry of Object.entries(own)) all.set(entry[0], toEndpoint(model, row, entry, at));
    endpoints.set(id, all);
  };
  for (const row of rows) {
    put(row, row.id, row.endpoints);
    for (const version of row.versions ?? []) {
      const { id, endpoints: own } =
        typeof version === 'string' ? { id: version, endpoints: row.endpoints } : version;
      put(row, id, own, row.id);
    }
  }
  const sorted = new Map(
    [...endpoints].map(([id, own]) => [id, Object.freeze([...own.values()].sort(byPrice))]),
  );
  return { models: [...models.values()], byId: models, byName: nameIndex(models, sorted), endpoints: sorted };
}

function nameIndex(
  models: ReadonlyMap<string, RegistryModel>,
  endpoints: ReadonlyMap<string, readonly RegistryEndpoint[]>,
): Map<string, RegistryModel> {
  const names = new Map<string, RegistryModel>();
  const add = (name: string, model: RegistryModel) => {
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, model);
  };
  for (const model of models.values()) add(model.id, model);
  for (const model of models.values()) for (const alias of model.aliases) add(alias, model);
  for (const [id, own] of endpoints)
    for (const { providerModelId } of own) {
      const model = models.get(id);
      if (model) add(providerModelId, model);
    }
  return names;
}

import type { ModelCapability, ModelRegistryItem } from '@heliostat/contracts';
import type { ModelSort, ModelsSearch } from './models-search';

type Endpoint = ModelRegistryItem['endpoints'][number];

/** The registry says 0 for both where it knows no price. */
export const hasPrice = ({ pricing }: Endpoint): boolean => pricing.prompt > 0 || pricing.completion > 0;

/** The cheapest endpoint with a price; the API lists them cheapest first. */
export const cheapest = (
  { endpoints }: Pick<ModelRegistryItem, 'endpoints'>,
  provider?: string,
): Endpoint | undefined =>
  endpoints.find(
    (endpoint) => hasPrice(endpoint) && (provider === undefined || endpoint.provider === provider),
  );

/** What a model can do, as the registry's own filters count it. */
export function capabilitiesOf(model: ModelRegistryItem): ModelCapability[] {
  const { inputModalities, outputModalities, supportedParameters, endpoints } = model;
  const medium = (name: 'image' | 'audio' | 'video') =>
    inputModalities.includes(name) || outputModalities.includes(name);
  const found: [ModelCapability, boolean][] = [
    ['image', medium('image')],
    ['audio', medium('audio')],
    ['video', medium('video')],
    ['reasoning', supportedParameters.includes('reasoning')],
    ['thinking', supportedParameters.includes('thinking')],
    ['web_search', endpoints.some(({ pricing }) => pricing.web_search !== undefined)],
    ['caching', endpoints.some(({ pricing }) => pricing.cacheRead !== undefined)],
  ];
  return found.filter(([, has]) => has).map(([name]) => name);
}

const sum = (endpoint: Endpoint | undefined) =>
  endpoint ? endpoint.pricing.prompt + endpoint.pricing.completion : Infinity;

const comparisons: Record<
  ModelSort,
  (provider?: string) => (a: ModelRegistryItem, b: ModelRegistryItem) => number
> = {
  newest: () => (a, b) =>
    (b.trainingDate ?? '').localeCompare(a.trainingDate ?? '') || a.id.localeCompare(b.id),
  name: () => (a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id),
  price: (provider) => (a, b) => {
    const [left, right] = [sum(cheapest(a, provider)), sum(cheapest(b, provider))];
    return left === right ? a.id.localeCompare(b.id) : left - right;
  },
  context: () => (a, b) => b.contextLength - a.contextLength || a.id.localeCompare(b.id),
};

/** The models that fit, in order. Every word of `q` must be in the id, the name, the author or the description. */
export function filterModels(
  models: readonly ModelRegistryItem[],
  { q = '', provider, author, capability, sort }: ModelsSearch,
): ModelRegistryItem[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return models
    .filter((model) => {
      const text = `${model.id} ${model.name} ${model.author} ${model.description ?? ''}`.toLowerCase();
      return (
        words.every((word) => text.includes(word)) &&
        (provider === undefined || model.endpoints.some((endpoint) => endpoint.provider === provider)) &&
        (author === undefined || model.author === author) &&
        (capability === undefined || capabilitiesOf(model).includes(capability))
      );
    })
    .sort(comparisons[sort ?? 'newest'](provider));
}

/** USD per million tokens: `$0.15`, `$2.50`, `$0.0375`; a dash where it is not known. */
export function formatPrice(usd: number | undefined): string {
  if (usd === undefined) return '–';
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 })}`;
}

/** `128K`, `1M`: in thousands as providers name them. */
export function formatContext(tokens: number): string {
  if (tokens <= 0) return '–';
  if (tokens >= 1_000_000) return `${Math.round(tokens / 100_000) / 10}M`;
  return tokens >= 1_000 ? `${Math.round(tokens / 1_000)}K` : String(tokens);
}

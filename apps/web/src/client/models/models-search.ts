import type { ModelCapability } from '@heliostat/contracts';

export const capabilityWords: Record<ModelCapability, string> = {
  image: 'Images',
  audio: 'Audio',
  video: 'Video',
  reasoning: 'Reasoning',
  thinking: 'Thinking budget',
  web_search: 'Web search',
  caching: 'Prompt caching',
};

export const modelSorts = {
  newest: 'Newest first',
  name: 'By name',
  price: 'Cheapest first',
  context: 'Largest context first',
} as const;
export type ModelSort = keyof typeof modelSorts;

export type ModelsSearch = {
  q?: string;
  provider?: string;
  author?: string;
  capability?: ModelCapability;
  /** Left out: newest first. */
  sort?: Exclude<ModelSort, 'newest'>;
};

const text = (value: unknown) =>
  ['string', 'number'].includes(typeof value) ? String(value).slice(0, 200) : '';

/** The page's state as the address holds it; nonsense is dropped, defaults are left out. */
export function parseModelsSearch(search: Record<string, unknown>): ModelsSearch {
  const [q, provider, author, capability, sort] = [
    text(search.q),
    text(search.provider),
    text(search.author),
    text(search.capability),
    text(search.sort),
  ];
  return {
    ...(q && { q }),
    ...(provider && { provider }),
    ...(author && { author }),
    ...(Object.hasOwn(capabilityWords, capability) && { capability: capability as ModelCapability }),
    ...(sort !== 'newest' &&
      Object.hasOwn(modelSorts, sort) && { sort: sort as Exclude<ModelSort, 'newest'> }),
  };
}

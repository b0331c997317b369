import type { Config } from '@heliostat/platform';
import type { Embedder } from './embedder.js';
import { OpenAiEmbedder } from './openai-embedder.driver.js';

/** What makes vectors for the semantic cache, where the installation names a server. */
export function createEmbedder(config: Config): Embedder | undefined {
  const { SEMANTIC_CACHE_URL: url, SEMANTIC_CACHE_MODEL: model, SEMANTIC_CACHE_API_KEY: apiKey } = config;
  return url === undefined ? undefined : new OpenAiEmbedder({ url, model, apiKey });
}

import type { PriceOverride } from '../rates/price-override.js';

type Row = [provider: string, models: string[], input: number];

/** Embedding models that the maintained catalogue lacks, in USD per million tokens (the providers' price pages). */
const rows: Row[] = [
  [
    'cohere',
    [
      'embed-english-v3.0',
      'embed-multilingual-v3.0',
      'embed-english-light-v3.0',
      'embed-multilingual-light-v3.0',
    ],
    0.1,
  ],
  ['bedrock', ['cohere.embed-english-v3', 'cohere.embed-multilingual-v3'], 0.1],
  ['bedrock', ['amazon.titan-embed-text-v2:0'], 0.02],
  ['mistral', ['codestral-embed', 'codestral-embed-2505'], 0.15],
  ['together', ['BAAI/bge-large-en-v1.5'], 0.02],
  ['fireworks', ['nomic-ai/nomic-embed-text-v1.5'], 0.008],
];

export const embeddingPrices: PriceOverride[] = rows.map(([provider, models, input]) => ({
  provider,
  models,
  input,
  output: 0,
}));

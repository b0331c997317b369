import type { PriceOverride } from '../rates/price-override.js';
import { embeddingPrices } from './embedding-prices.js';
import { hostedPrices } from './hosted-prices.js';

/** Gemini's cache write in the documentation: the input, and five minutes of storage at a price for an hour. */
const geminiWrite = (input: number, storagePerHour: number): number => input + (storagePerHour * 5) / 60;

/** Models whose catalogue entry contradicts the documentation or leaves out a published part. */
const corrections: PriceOverride[] = [
  // Page "Prompt Caching": reads at 0.25 of the input, storage $4.50 (Pro) or $1.00 for a million tokens an hour.
  ...['google-ai-studio', 'vertex'].flatMap((provider): PriceOverride[] => [
    {
      provider,
      models: ['gemini-2.5-pro'],
      input: 1.25,
      output: 10,
      cacheRead: 0.3125,
      cacheWrite5m: geminiWrite(1.25, 4.5),
      tiers: [
        { above: 200_000, input: 2.5, output: 15, cacheRead: 0.625, cacheWrite5m: geminiWrite(2.5, 4.5) },
      ],
    },
    {
      provider,
      models: ['gemini-2.5-flash'],
      input: 0.3,
      output: 2.5,
      cacheRead: 0.075,
      cacheWrite5m: geminiWrite(0.3, 1),
      inputAudio: 1,
    },
    {
      provider,
      models: ['gemini-2.5-flash-lite'],
      input: 0.1,
      output: 0.4,
      cacheRead: 0.025,
      cacheWrite5m: geminiWrite(0.1, 1),
      inputAudio: 0.3,
    },
    { provider, models: ['gemini-2.0-flash-exp'], input: 0, output: 0 },
  ]),
  // The long-context price of Claude Sonnet 4 and 4.5; Bedrock's regional endpoints of 4.5 cost a tenth more.
  ...['anthropic', 'vertex', 'bedrock'].map((provider): PriceOverride => ({
    provider,
    models: ['claude-sonnet-4-0', 'claude-4-sonnet', 'regional.anthropic.claude-sonnet-4-20250514-v1:0'],
    input: 3,
    output: 15,
    cacheRead: 0.3,
    cacheWrite5m: 3.75,
    cacheWrite1h: 6,
    webSearch: 0.01,
    tiers: [{ above: 200_000, input: 6, output: 22.5, cacheRead: 0.6, cacheWrite5m: 7.5, cacheWrite1h: 12 }],
  })),
  {
    provider: 'bedrock',
    models: ['global.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    input: 3,
    output: 15,
    cacheRead: 0.3,
    cacheWrite5m: 3.75,
    cacheWrite1h: 6,
    tiers: [{ above: 200_000, input: 6, output: 22.5, cacheRead: 0.6, cacheWrite5m: 7.5, cacheWrite1h: 12 }],
  },
  {
    provider: 'bedrock',
    models: ['regional.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    input: 3.3,
    output: 16.5,
    cacheRead: 0.33,
    cacheWrite5m: 4.125,
    cacheWrite1h: 6.6,
    tiers: [
      { above: 200_000, input: 6.6, output: 24.75, cacheRead: 0.66, cacheWrite5m: 8.25, cacheWrite1h: 13.2 },
    ],
  },
  // The catalogue still has the night discount that DeepSeek ended in September 2025.
  {
    provider: 'deepseek',
    models: ['deepseek-chat', 'deepseek-reasoner'],
    input: 0.56,
    output: 1.68,
    cacheRead: 0.07,
  },
  // xAI charges calls of more than 128,000 tokens at a higher rate.
  {
    provider: 'xai',
    models: ['grok-4', 'grok-4-0709'],
    input: 3,
    output: 15,
    cacheRead: 0.75,
    webSearch: 0.025,
    tiers: [{ above: 128_000, input: 6, output: 30, cacheRead: 0.75 }],
  },
  {
    provider: 'xai',
    models: [
      'grok-4-fast',
      'grok-4-fast-reasoning',
      'grok-4-fast-non-reasoning',
      'grok-4-1-fast',
      'grok-4-1-fast-reasoning',
      'grok-4-1-fast-non-reasoning',
    ],
    input: 0.2,
    output: 0.5,
    cacheRead: 0.05,
    webSearch: 0.025,
    tiers: [{ above: 128_000, input: 0.4, output: 1, cacheRead: 0.05 }],
  },
  // Perplexity's fee of a call at its default, low search context; the catalogue has the high one.
  { provider: 'perplexity', models: ['sonar'], input: 1, output: 1, request: 0.005 },
  { provider: 'perplexity', models: ['sonar-reasoning'], input: 1, output: 5, request: 0.005 },
  { provider: 'perplexity', models: ['sonar-pro'], input: 3, output: 15, request: 0.006 },
  { provider: 'perplexity', models: ['sonar-reasoning-pro'], input: 2, output: 8, request: 0.006 },
];

const missing: PriceOverride[] = [
  // A reply names a fine-tuned model `ft:<base>:<org>:<suffix>:<id>`; the first two parts are looked up.
  { provider: 'openai', models: ['ft:gpt-4.1'], input: 3, output: 12, cacheRead: 0.75 },
  { provider: 'openai', models: ['ft:gpt-4.1-mini'], input: 0.8, output: 3.2, cacheRead: 0.2 },
  { provider: 'openai', models: ['ft:gpt-4.1-nano'], input: 0.2, output: 0.8, cacheRead: 0.05 },
];

/** Our prices on top of the maintained catalogue. */
export const priceOverrides: readonly PriceOverride[] = [
  ...corrections,
  ...missing,
  ...embeddingPrices,
  ...hostedPrices,
];

import { z } from 'zod';

const price = z.number().nonnegative();

const tokenPrices = {
  input: price,
  output: price,
  cacheRead: price.optional(),
  cacheWrite5m: price.optional(),
  cacheWrite1h: price.optional(),
  inputAudio: price.optional(),
  outputAudio: price.optional(),
  inputImage: price.optional(),
  outputImage: price.optional(),
  reasoning: price.optional(),
};

/** USD per million tokens; `webSearch` and `request` are USD for one. */
const priceSchema = z.strictObject({
  ...tokenPrices,
  tiers: z.array(z.strictObject({ above: z.number().int().positive(), ...tokenPrices })).optional(),
  webSearch: price.optional(),
  request: price.optional(),
});

const tokens = z.number().int().positive();
const modality = z.enum(['text', 'image', 'audio', 'video']);
const format = z.enum(['chat', 'responses', 'messages', 'gemini', 'converse', 'embeddings', 'images']);

const parameter = z.enum([
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop',
  'stream',
  'frequency_penalty',
  'presence_penalty',
  'repetition_penalty',
  'seed',
  'tools',
  'tool_choice',
  'functions',
  'function_call',
  'reasoning',
  'include_reasoning',
  'thinking',
  'response_format',
  'json_mode',
  'truncate',
  'min_p',
  'logit_bias',
  'logprobs',
  'top_logprobs',
  'structured_outputs',
  'verbosity',
  'n',
]);

const modelId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._:@-]*$/,
    'expected lower-case letters, digits and . _ : @ - (no slash: it names a provider)',
  );

const endpointSchema = z.strictObject({
  /** A provider of the registry. */
  provider: z.string().min(1),
  /** What the provider calls the model; its id when absent. */
  model: z.string().min(1).optional(),
  /** What the endpoint speaks, the preferred first; by the provider when absent. */
  formats: z.array(format).min(1).optional(),
  price: priceSchema.optional(),
  context: tokens.optional(),
  maxOutput: tokens.optional(),
  unsupported: z.array(z.string()).optional(),
  ptb: z.boolean().optional(),
  explicitRouting: z.boolean().optional(),
  priority: z.number().optional(),
});

const modelSchema = z.strictObject({
  id: modelId,
  name: z.string().optional(),
  author: z.string().optional(),
  description: z.string().optional(),
  context: tokens.optional(),
  maxOutput: tokens.optional(),
  created: z.iso.date('expected a date such as 2026-01-31').optional(),
  input: z.array(modality).min(1).optional(),
  output: z.array(modality).min(1).optional(),
  parameters: z.array(parameter).optional(),
  unsupported: z.array(z.string()).optional(),
  aliases: z.array(modelId).optional(),
  endpoints: z.array(endpointSchema).default([]),
});

/**
 * An installation's file of models (`models.json` in the data directory): models that the registry lacks, endpoints
 * and facts of those it has, and prices that beat the registry's. An id that the registry knows adds to that model.
 */
export const ownModelsSchema = z.strictObject({
  models: z.array(modelSchema).default([]),
  prices: z
    .array(
      priceSchema.extend({
        /** A provider of the registry, or `*` for all. */
        provider: z.string().min(1),
        models: z.array(z.string().min(1)).min(1),
      }),
    )
    .default([]),
});

export type OwnModelsFile = z.infer<typeof ownModelsSchema>;
export type OwnModelEntry = OwnModelsFile['models'][number];

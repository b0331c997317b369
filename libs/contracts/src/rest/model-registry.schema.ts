import { z } from 'zod';

const modalitySchema = z.enum(['text', 'image', 'audio', 'video']);
const modalityPriceSchema = z.object({
  input: z.number().optional(),
  cachedInput: z.number().optional(),
  output: z.number().optional(),
});

/** USD per million tokens; `web_search` is USD for one search. */
export const simplifiedPricingSchema = z.object({
  prompt: z.number(),
  completion: z.number(),
  audio: modalityPriceSchema.optional(),
  thinking: z.number().optional(),
  web_search: z.number().optional(),
  image: modalityPriceSchema.optional(),
  cacheRead: z.number().optional(),
  cacheWrite: z.number().optional(),
  /** Input tokens above which a tier's price holds. */
  threshold: z.number().optional(),
});

export const modelCapabilitySchema = z.enum([
  'audio',
  'video',
  'image',
  'thinking',
  'web_search',
  'caching',
  'reasoning',
]);

/** One model at one provider (schema `ModelEndpoint`). */
export const registryEndpointSchema = z.object({
  provider: z.string(),
  providerSlug: z.string(),
  supportsPtb: z.boolean().optional(),
  pricing: simplifiedPricingSchema,
  pricingTiers: z.array(simplifiedPricingSchema).optional(),
});

/** One model of the catalogue (schema `ModelRegistryItem`). */
export const registryModelSchema = z.object({
  id: z.string(),
  name: z.string(),
  author: z.string(),
  contextLength: z.number(),
  endpoints: z.array(registryEndpointSchema),
  maxOutput: z.number().optional(),
  /** When the model was published, `2025-08-05`. */
  trainingDate: z.string().optional(),
  description: z.string().optional(),
  inputModalities: z.array(modalitySchema),
  outputModalities: z.array(modalitySchema),
  supportedParameters: z.array(z.string()),
  pinnedVersionOfModel: z.string().optional(),
});

/** `GET /v1/public/model-registry/models` (page rest/models/get-v1public-model-registry-models). */
export const modelRegistrySchema = z.object({
  models: z.array(registryModelSchema),
  total: z.number(),
  filters: z.object({
    providers: z.array(z.object({ name: z.string(), displayName: z.string() })),
    authors: z.array(z.string()),
    capabilities: z.array(modelCapabilitySchema),
  }),
});

export type ModelCapability = z.infer<typeof modelCapabilitySchema>;
export type SimplifiedPricing = z.infer<typeof simplifiedPricingSchema>;
export type ModelRegistryItem = z.infer<typeof registryModelSchema>;
export type ModelRegistry = z.infer<typeof modelRegistrySchema>;

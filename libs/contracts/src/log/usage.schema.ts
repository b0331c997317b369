import { z } from 'zod';

/**
 * Token usage of one call, in one shape for every provider.
 *
 * Counts are disjoint where providers overlap them: `input` excludes cache reads and writes, `output` includes
 * reasoning (as providers bill it), `reasoning` repeats that part for display. Modal counts (`inputAudio` …) are
 * parts of `input`/`output` that are priced differently.
 */
export const usageSchema = z.object({
  input: z.number().int().nonnegative(),
  output: z.number().int().nonnegative(),
  cacheRead: z.number().int().nonnegative().optional(),
  /** Five-minute cache writes (Anthropic's default). */
  cacheWrite5m: z.number().int().nonnegative().optional(),
  cacheWrite1h: z.number().int().nonnegative().optional(),
  reasoning: z.number().int().nonnegative().optional(),
  inputAudio: z.number().int().nonnegative().optional(),
  outputAudio: z.number().int().nonnegative().optional(),
  inputImage: z.number().int().nonnegative().optional(),
  outputImage: z.number().int().nonnegative().optional(),
  webSearches: z.number().int().nonnegative().optional(),
  /** USD, where the provider states what it charged (OpenRouter's `usage.cost`). */
  providerCost: z.number().nonnegative().optional(),
  /** True when counted locally because the provider sent no usage. */
  estimated: z.boolean().optional(),
});

export type Usage = z.infer<typeof usageSchema>;

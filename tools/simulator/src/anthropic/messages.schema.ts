import { z } from 'zod';

const cacheControl = z.looseObject({ type: z.string(), ttl: z.string().optional() }).nullish();
const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  content: z.unknown().optional(),
  cache_control: cacheControl,
});
const blocks = z.union([z.string(), z.array(block)]);

export const countSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content: blocks })).min(1),
  system: blocks.nullish(),
  tools: z
    .array(
      z.looseObject({ name: z.string(), input_schema: z.unknown().optional(), cache_control: cacheControl }),
    )
    .nullish(),
});

/** What the simulator reads of a Messages request; the rest passes. */
export const messagesSchema = countSchema.extend({
  max_tokens: z.number().int().min(1),
  stream: z.boolean().nullish(),
  thinking: z.looseObject({ type: z.string(), budget_tokens: z.number().optional() }).nullish(),
  tool_choice: z.looseObject({ type: z.string(), name: z.string().optional() }).nullish(),
  output_config: z
    .looseObject({ format: z.looseObject({ type: z.string(), schema: z.unknown().optional() }).nullish() })
    .nullish(),
});

export type Blocks = z.infer<typeof blocks>;
export type MessagesRequest = z.infer<typeof messagesSchema>;
export type CountRequest = z.infer<typeof countSchema>;

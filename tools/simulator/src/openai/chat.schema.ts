import { z } from 'zod';

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const content = z.union([z.string(), z.array(part), z.null()]).optional();

export const toolSchema = z.looseObject({
  type: z.string().optional(),
  name: z.string().optional(),
  parameters: z.unknown().optional(),
  function: z.looseObject({ name: z.string(), parameters: z.unknown().optional() }).optional(),
});

export const toolChoiceSchema = z.union([
  z.string(),
  z.looseObject({ name: z.string().optional(), function: z.looseObject({ name: z.string() }).optional() }),
]);

/** What the simulator reads of a chat completion request; the rest passes. */
export const chatSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  n: z.number().int().min(1).max(16).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  reasoning_effort: z.string().nullish(),
  tools: z.array(toolSchema).nullish(),
  tool_choice: toolChoiceSchema.nullish(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z.looseObject({ schema: z.unknown().optional() }).optional(),
    })
    .nullish(),
});
export type ChatRequest = z.infer<typeof chatSchema>;
export type Content = z.infer<typeof content>;

export const textOf = (value: Content): string =>
  typeof value === 'string' ? value : (value ?? []).map((p) => p.text ?? '').join(' ');

export const imagesOf = (value: Content): number =>
  Array.isArray(value) ? value.filter((p) => /image/.test(p.type)).length : 0;

import { z } from 'zod';

const cachePoint = z.looseObject({ type: z.literal('default'), ttl: z.enum(['5m', '1h']).optional() });
const bytes = z.base64().min(1);
const media = z.looseObject({ format: z.string(), source: z.looseObject({ bytes: bytes.optional() }) });
const text = z
  .string()
  .refine((value) => value.trim() !== '', 'The text field in the ContentBlock object is blank.');

/** A union told by its key: at most one of these may stand in a block. */
const block = z.looseObject({
  text: text.optional(),
  image: media.optional(),
  document: media
    .extend({
      name: z
        .string()
        .regex(/^[a-zA-Z0-9\-()[\]]+( [a-zA-Z0-9\-()[\]]+)*$/)
        .max(200),
    })
    .optional(),
  toolUse: z
    .looseObject({
      toolUseId: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      input: z.record(z.string(), z.unknown()),
    })
    .optional(),
  toolResult: z
    .looseObject({
      toolUseId: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      content: z.array(z.looseObject({ text: z.string().optional(), json: z.unknown().optional() })),
      status: z.enum(['success', 'error']).optional(),
    })
    .optional(),
  reasoningContent: z
    .looseObject({
      reasoningText: z.looseObject({ text: z.string(), signature: z.string().optional() }).optional(),
      redactedContent: bytes.optional(),
    })
    .optional(),
  cachePoint: cachePoint.optional(),
});
const system = z.looseObject({ text: text.optional(), cachePoint: cachePoint.optional() });
const tool = z.looseObject({
  toolSpec: z
    .looseObject({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      description: z.string().min(1).optional(),
      inputSchema: z.looseObject({ json: z.looseObject({ type: z.literal('object') }) }),
    })
    .optional(),
  cachePoint: cachePoint.optional(),
});

/** What the simulator reads of a Converse request, with AWS's own limits; the rest passes. */
export const converseSchema = z.looseObject({
  messages: z
    .array(z.looseObject({ role: z.enum(['user', 'assistant']), content: z.array(block).min(1) }))
    .min(1),
  system: z.array(system).optional(),
  inferenceConfig: z
    .looseObject({
      maxTokens: z.number().int().min(1).optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      stopSequences: z.array(z.string().min(1)).max(2500).optional(),
    })
    .optional(),
  toolConfig: z
    .looseObject({
      tools: z.array(tool).min(1),
      toolChoice: z
        .looseObject({
          auto: z.object({}).optional(),
          any: z.object({}).optional(),
          tool: z.looseObject({ name: z.string() }).optional(),
        })
        .optional(),
    })
    .optional(),
  outputConfig: z
    .looseObject({
      textFormat: z
        .looseObject({
          type: z.literal('json_schema'),
          structure: z.looseObject({
            jsonSchema: z.looseObject({ schema: z.string(), name: z.string().optional() }),
          }),
        })
        .optional(),
    })
    .optional(),
  additionalModelRequestFields: z
    .looseObject({
      thinking: z.looseObject({ type: z.string(), budget_tokens: z.number().optional() }).optional(),
      reasoning_effort: z.string().optional(),
      reasoningConfig: z
        .looseObject({ type: z.string(), maxReasoningEffort: z.string().optional() })
        .optional(),
    })
    .optional(),
});

export type ConverseRequest = z.infer<typeof converseSchema>;
export type ConverseBlock = z.infer<typeof block>;

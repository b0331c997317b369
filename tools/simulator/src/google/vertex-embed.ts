import { z } from 'zod';
import { jsonReply, type Call, type Reply } from '../http/reply.js';
import { embed } from '../openai/embeddings.js';
import { countTokens } from '../text/tokens.js';
import { googleError } from './google-errors.js';

const schema = z.looseObject({
  instances: z.array(z.looseObject({ content: z.string().min(1) })).min(1),
  parameters: z
    .looseObject({ outputDimensionality: z.number().int().min(1).max(3072).optional() })
    .optional(),
});

/** `…/publishers/google/models/{model}:predict` of the models that embed; Gemini's take one text at a time. */
export function vertexEmbed(call: Call, match: RegExpExecArray): Reply {
  const parsed = schema.safeParse(call.body);
  if (!parsed.success) return googleError(400, 'The request is missing instances with content.');
  const { instances, parameters } = parsed.data;
  if (match[1]?.startsWith('gemini') && instances.length > 1)
    return googleError(400, 'Batch size must be 1 for this model.');
  return jsonReply(200, {
    predictions: instances.map(({ content }) => ({
      embeddings: {
        values: Array.from(embed(content, parameters?.outputDimensionality ?? 768)),
        statistics: { token_count: countTokens(content), truncated: false },
      },
    })),
  });
}

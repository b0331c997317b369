import { z } from 'zod';
import { jsonReply, type Call, type Reply } from '../http/reply.js';
import { embed } from '../openai/embeddings.js';
import { googleError } from './google-errors.js';

const one = z.looseObject({
  content: z.looseObject({ parts: z.array(z.looseObject({ text: z.string().optional() })) }),
  outputDimensionality: z.number().int().min(1).max(3072).optional(),
});
const many = z.looseObject({ requests: z.array(one).min(1) });

/** `…/models/{model}:embedContent` and `:batchEmbedContents`. */
export function googleEmbed(call: Call, match: RegExpExecArray): Reply {
  const batch = match[2] === 'batchEmbedContents';
  const parsed = batch ? many.safeParse(call.body) : one.safeParse(call.body);
  if (!parsed.success) return googleError(400, '* EmbedContentRequest.content: contents is not specified\n');
  const requests =
    'requests' in parsed.data
      ? (parsed.data as z.infer<typeof many>).requests
      : [parsed.data as z.infer<typeof one>];
  const embeddings = requests.map((r) => ({
    values: Array.from(
      embed(r.content.parts.map((p) => p.text ?? '').join(' '), r.outputDimensionality ?? 768),
    ),
  }));
  return jsonReply(200, batch ? { embeddings } : { embedding: embeddings[0] });
}

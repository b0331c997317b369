import { z } from 'zod';
import { jsonReply, type Call, type Reply } from '../http/reply.js';
import { hashText, Random } from '../text/random.js';
import { countTokens } from '../text/tokens.js';
import { openaiHeaders } from './openai-headers.js';
import { parseOpenai } from './openai-request.js';

const embeddingSchema = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.unknown()).min(1).max(2048)]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.number().int().min(1).max(4096).nullish(),
});

/** A unit vector that depends on the text alone. */
export function embed(text: string, dimensions: number): Float32Array {
  const random = new Random(hashText(text));
  const vector = Float32Array.from({ length: dimensions }, () => random.next() * 2 - 1);
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  return vector.map((x) => x / norm);
}

/** `POST …/embeddings`, floats or base64. */
export function embeddings(call: Call): Reply {
  const parsed = parseOpenai(embeddingSchema, call.body);
  if ('refusal' in parsed) return parsed.refusal;
  const request = parsed.value;
  const inputs = typeof request.input === 'string' ? [request.input] : request.input;
  // A list of numbers is one text, already cut into tokens.
  const texts = inputs.every((i) => typeof i === 'number') ? [inputs.join(' ')] : inputs.map(String);
  const dimensions = request.dimensions ?? (request.model.includes('large') ? 3072 : 1536);
  const data = texts.map((text, index) => {
    const vector = embed(text, dimensions);
    const embedding =
      request.encoding_format === 'base64'
        ? Buffer.from(vector.buffer).toString('base64')
        : Array.from(vector, (x) => Number(x.toFixed(8)));
    return { object: 'embedding', index, embedding };
  });
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return jsonReply(
    200,
    { object: 'list', data, model: request.model, ...(call.behaviour.usage === 'normal' && { usage }) },
    openaiHeaders(call),
  );
}

import { z } from 'zod';
import { samplePng } from '../text/sample-png.js';
import { jsonReply, type Call, type Reply } from '../http/reply.js';
import { countTokens } from '../text/tokens.js';
import { openaiHeaders } from './openai-headers.js';
import { parseOpenai } from './openai-request.js';

const imageSchema = z.looseObject({
  model: z.string().default('dall-e-2'),
  prompt: z.string(),
  n: z.number().int().min(1).max(10).nullish(),
  response_format: z.enum(['url', 'b64_json']).nullish(),
});

/** `POST …/images/generations`: small real PNG files; `gpt-image-*` replies carry token usage. */
export function images(call: Call): Reply {
  const parsed = parseOpenai(imageSchema, call.body);
  if ('refusal' in parsed) return parsed.refusal;
  const { model, prompt, n, response_format: format } = parsed.value;
  const tokens = model.startsWith('gpt-image');
  const inline = tokens || format === 'b64_json';
  const data = Array.from({ length: n ?? 1 }, () =>
    inline
      ? { b64_json: samplePng(call.random).toString('base64') }
      : { url: `https://images.example.com/${call.random.id(24)}.png`, revised_prompt: prompt },
  );
  const input = countTokens(prompt);
  const output = 1056 * data.length;
  const usage = {
    input_tokens: input,
    input_tokens_details: { text_tokens: input, image_tokens: 0 },
    output_tokens: output,
    total_tokens: input + output,
  };
  return jsonReply(
    200,
    { created: call.created, data, ...(tokens && call.behaviour.usage === 'normal' && { usage }) },
    openaiHeaders(call),
  );
}

import { z } from 'zod';
import { jsonReply, type Call, type Reply } from '../http/reply.js';
import { openaiHeaders } from './openai-headers.js';
import { parseOpenai } from './openai-request.js';

const moderationSchema = z.looseObject({
  model: z.string().default('omni-moderation-latest'),
  input: z.union([z.string(), z.array(z.unknown())]),
});

const categories = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/intent',
  'self-harm/instructions',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const;
const violent = /\b(kill|attack|bomb)\b/i;

/** `POST …/moderations`: flags `violence` for a few plain words. */
export function moderations(call: Call): Reply {
  const parsed = parseOpenai(moderationSchema, call.body);
  if ('refusal' in parsed) return parsed.refusal;
  const { model, input } = parsed.value;
  const texts = (Array.isArray(input) ? input : [input]).map((i) =>
    typeof i === 'string' ? i : JSON.stringify(i),
  );
  const results = texts.map((text) => {
    const flagged = violent.test(text);
    const is = (name: string) => flagged && name === 'violence';
    return {
      flagged,
      categories: Object.fromEntries(categories.map((name) => [name, is(name)])),
      category_scores: Object.fromEntries(categories.map((name) => [name, is(name) ? 0.94 : 0.0001])),
      category_applied_input_types: Object.fromEntries(categories.map((name) => [name, ['text']])),
    };
  });
  return jsonReply(200, { id: `modr-${call.random.id(29)}`, model, results }, openaiHeaders(call));
}

import { z } from 'zod';
import { compose } from '../compose/compose.js';
import { jsonReply, streamReply, type Call, type Reply } from '../http/reply.js';
import { chatUsage } from './chat.js';
import { openaiHeaders } from './openai-headers.js';
import { parseOpenai } from './openai-request.js';

const completionSchema = z.looseObject({
  model: z.string(),
  prompt: z.union([z.string(), z.array(z.unknown())]),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
});

/** `POST …/completions`: the legacy text completion. */
export function completions(call: Call): Reply {
  const parsed = parseOpenai(completionSchema, call.body);
  if ('refusal' in parsed) return parsed.refusal;
  const request = parsed.value;
  const text = typeof request.prompt === 'string' ? request.prompt : request.prompt.map(String).join(' ');
  const answer = compose(
    {
      model: request.model,
      text,
      lastUserText: text,
      images: 0,
      tools: [],
      toolChoice: 'none',
      answersTool: false,
      schema: undefined,
      maxTokens: request.max_tokens ?? 16,
      reasoning: 'none',
    },
    call.behaviour,
    call.random,
  );
  const head = {
    id: `cmpl-${call.random.id(29)}`,
    object: 'text_completion',
    created: call.created,
    model: request.model,
  };
  const usage = call.behaviour.usage === 'none' ? undefined : chatUsage([answer]);
  const choice = (part: string, finish: string | null) => ({
    text: part,
    index: 0,
    logprobs: null,
    finish_reason: finish,
  });
  if (!request.stream)
    return jsonReply(
      200,
      { ...head, choices: [choice(answer.text, answer.finish)], ...(usage && { usage }) },
      openaiHeaders(call),
    );
  const frame = (body: object) => `data: ${JSON.stringify({ ...head, ...body })}\n\n`;
  const frames = answer.pieces.map((piece) => frame({ choices: [choice(piece, null)] }));
  frames.push(frame({ choices: [choice('', answer.finish)] }));
  if (usage && request.stream_options?.include_usage) frames.push(frame({ choices: [], usage }));
  frames.push('data: [DONE]\n\n');
  return streamReply(frames, openaiHeaders(call));
}

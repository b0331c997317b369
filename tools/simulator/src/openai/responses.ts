import { z } from 'zod';
import { compose, type Composition } from '../compose/compose.js';
import type { Prompt } from '../compose/prompt.js';
import { jsonReply, streamReply, type Call, type Reply } from '../http/reply.js';
import { imagesOf, textOf, toolChoiceSchema, toolSchema, type Content } from './chat.schema.js';
import { openaiHeaders } from './openai-headers.js';
import { cachedByRule, parseOpenai, readReasoning, readToolChoice, readTools } from './openai-request.js';
import { responseFrames } from './responses-stream.js';

const responsesSchema = z.looseObject({
  model: z.string(),
  input: z.union([
    z.string(),
    z.array(z.looseObject({ type: z.string().optional(), role: z.string().optional() })),
  ]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  max_output_tokens: z.number().int().min(1).nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  tools: z.array(toolSchema).nullish(),
  tool_choice: toolChoiceSchema.nullish(),
  text: z
    .looseObject({ format: z.looseObject({ type: z.string(), schema: z.unknown().optional() }).optional() })
    .nullish(),
});
type ResponsesRequest = z.infer<typeof responsesSchema>;

/** `POST …/responses`, JSON and stream. */
export function responses(call: Call): Reply {
  const parsed = parseOpenai(responsesSchema, call.body);
  if ('refusal' in parsed) return parsed.refusal;
  const request = parsed.value;
  const prompt = responsesPrompt(request);
  const answer = compose(prompt, call.behaviour, call.random);
  const long = answer.usage.input >= 1024 && call.behaviour.cachedTokens === null;
  if (long)
    answer.usage.cached = cachedByRule(answer.usage.input, call.seenPrefix(prompt.text.slice(0, 2000)));
  const shell = {
    id: `resp_${call.random.id(48)}`,
    object: 'response',
    created_at: call.created,
    background: false,
    error: null,
    incomplete_details: answer.finish === 'length' ? { reason: 'max_output_tokens' } : null,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: {},
    model: request.model,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: request.reasoning?.effort ?? null, summary: null },
    service_tier: 'default',
    store: true,
    temperature: 1,
    text: request.text ?? { format: { type: 'text' } },
    tool_choice: request.tool_choice ?? 'auto',
    tools: request.tools ?? [],
    top_p: 1,
    truncation: 'disabled',
  };
  const done = {
    ...shell,
    status: answer.finish === 'length' ? 'incomplete' : 'completed',
    output: outputItems(answer, call),
    usage: call.behaviour.usage === 'none' ? null : responsesUsage(answer),
  };
  const reply = request.stream
    ? streamReply(responseFrames(shell, done, answer), openaiHeaders(call))
    : jsonReply(200, done, openaiHeaders(call));
  return long ? { ...reply, stateful: true } : reply;
}

export type OutputItem =
  | { type: 'reasoning'; id: string; summary: [] }
  | {
      type: 'function_call';
      id: string;
      call_id: string;
      name: string;
      arguments: string;
      status: string;
    }
  | {
      type: 'message';
      id: string;
      role: 'assistant';
      status: string;
      content: { type: 'output_text'; text: string; annotations: []; logprobs: [] }[];
    };

function outputItems(answer: Composition, call: Call): OutputItem[] {
  const items: OutputItem[] = [];
  if (answer.usage.reasoning > 0)
    items.push({ type: 'reasoning', id: `rs_${call.random.id(48)}`, summary: [] });
  for (const tool of answer.toolCalls)
    items.push({
      type: 'function_call',
      id: `fc_${call.random.id(48)}`,
      call_id: `call_${call.random.id(24)}`,
      name: tool.name,
      arguments: JSON.stringify(tool.arguments),
      status: 'completed',
    });
  if (answer.toolCalls.length === 0)
    items.push({
      type: 'message',
      id: `msg_${call.random.id(48)}`,
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: answer.text, annotations: [], logprobs: [] }],
    });
  return items;
}

const responsesUsage = ({ usage }: Composition) => ({
  input_tokens: usage.input,
  input_tokens_details: { cached_tokens: usage.cached },
  output_tokens: usage.output,
  output_tokens_details: { reasoning_tokens: usage.reasoning },
  total_tokens: usage.input + usage.output,
});

function responsesPrompt(request: ResponsesRequest): Prompt {
  const items = typeof request.input === 'string' ? [] : request.input;
  const contentOf = (item: (typeof items)[number]) => (item.content ?? item.output) as Content;
  const said = typeof request.input === 'string' ? [request.input] : items.map((i) => textOf(contentOf(i)));
  const lastUser = items.findLast((i) => i.role === 'user');
  const format = request.text?.format;
  return {
    model: request.model,
    text: [request.instructions ?? '', ...said, request.tools ? JSON.stringify(request.tools) : ''].join(
      '\n',
    ),
    lastUserText: typeof request.input === 'string' ? request.input : textOf(lastUser && contentOf(lastUser)),
    images: items.reduce((sum, i) => sum + imagesOf(contentOf(i)), 0),
    tools: readTools(request.tools),
    toolChoice: readToolChoice(request.tool_choice),
    answersTool: items[items.length - 1]?.type === 'function_call_output',
    schema: format?.type === 'json_schema' ? format.schema : format?.type === 'json_object',
    maxTokens: request.max_output_tokens ?? null,
    reasoning: readReasoning(request.model, request.reasoning?.effort),
  };
}

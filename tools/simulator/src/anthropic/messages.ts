import type { z } from 'zod';
import { compose, type Composition } from '../compose/compose.js';
import { jsonReply, streamReply, type Call, type Reply } from '../http/reply.js';
import { countTokens } from '../text/tokens.js';
import { anthropicError } from './anthropic-errors.js';
import { cachedPrefix, countText, messagesPrompt } from './messages-request.js';
import { countSchema, messagesSchema, type MessagesRequest } from './messages.schema.js';
import { messageFrames } from './messages-stream.js';

export type ContentBlock =
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> };

export type MessageUsage = {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
  cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
  output_tokens: number;
  service_tier: 'standard';
};

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool: 'tool_use' } as const;
const unknownModel = /^(unknown|no-such)/i;

/** `POST …/messages`, JSON and stream. */
export function messages(call: Call): Reply {
  const parsed = parse(messagesSchema, call.body);
  if ('refusal' in parsed) return parsed.refusal;
  const request = parsed.value;
  const answer = compose(messagesPrompt(request), call.behaviour, call.random);
  const { usage, stateful } = messageUsage(request, answer, call);
  const message = {
    id: `msg_01${call.random.id(22)}`,
    type: 'message' as const,
    role: 'assistant' as const,
    model: request.model,
    content: contentBlocks(answer, call),
    stop_reason: stopReasons[answer.finish],
    stop_sequence: null,
    ...(call.behaviour.usage === 'normal' && { usage }),
  };
  const headers = anthropicHeaders(call);
  const reply = request.stream
    ? streamReply(messageFrames(message, answer), headers)
    : jsonReply(200, message, headers);
  return stateful ? { ...reply, stateful } : reply;
}

/** `POST …/messages/count_tokens`. */
export function countMessageTokens(call: Call): Reply {
  const parsed = parse(countSchema, call.body);
  if ('refusal' in parsed) return parsed.refusal;
  return jsonReply(200, { input_tokens: countTokens(countText(parsed.value)) + 3 }, anthropicHeaders(call));
}

/** `GET …/models` with Anthropic's version header. */
export const anthropicModels = (call: Call): Reply => {
  const ids = ['claude-opus-4-5', 'claude-sonnet-4-5', 'claude-haiku-4-5'];
  const data = ids.map((id) => ({ type: 'model', id, display_name: id, created_at: '2025-09-29T00:00:00Z' }));
  const page = { data, has_more: false, first_id: ids[0], last_id: ids[ids.length - 1] };
  return jsonReply(200, page, anthropicHeaders(call));
};

const anthropicHeaders = (call: Call): Record<string, string> => ({
  'request-id': `req_011C${call.random.id(20)}`,
  'anthropic-organization-id': '5f1c8b1e-0000-4000-8000-5157a0000000',
  'anthropic-ratelimit-requests-limit': '4000',
  'anthropic-ratelimit-requests-remaining': '3999',
});

function contentBlocks(answer: Composition, call: Call): ContentBlock[] {
  const blocks: ContentBlock[] = [];
  if (answer.reasoningText)
    blocks.push({ type: 'thinking', thinking: answer.reasoningText, signature: `Eq${call.random.id(60)}` });
  for (const tool of answer.toolCalls)
    blocks.push({
      type: 'tool_use',
      id: `toolu_01${call.random.id(22)}`,
      name: tool.name,
      input: tool.arguments,
    });
  if (answer.toolCalls.length === 0) blocks.push({ type: 'text', text: answer.text });
  return blocks;
}

/** Anthropic's counts are disjoint: `input_tokens` leaves out what was read from or written to the cache. */
function messageUsage(request: MessagesRequest, answer: Composition, call: Call) {
  const { input, cached, output } = answer.usage;
  const prefix = call.behaviour.cachedTokens === null ? cachedPrefix(request) : null;
  const hit = prefix !== null && call.seenPrefix(`${request.model}\n${prefix.text}`);
  const read = hit ? prefix.tokens : cached;
  const written = prefix && !hit ? prefix.tokens : 0;
  const usage: MessageUsage = {
    input_tokens: Math.max(1, input - read - written),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    cache_creation: {
      ephemeral_5m_input_tokens: prefix?.ttl === '1h' ? 0 : written,
      ephemeral_1h_input_tokens: prefix?.ttl === '1h' ? written : 0,
    },
    output_tokens: output,
    service_tier: 'standard',
  };
  return { usage, stateful: prefix !== null };
}

function parse<T>(schema: z.ZodType<T>, body: unknown): { value: T } | { refusal: Reply } {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message);
    const words = missing ? 'Field required' : issue.message;
    return { refusal: anthropicError(400, `${issue.path.join('.')}: ${words}`) };
  }
  const { model } = parsed.data as { model?: unknown };
  if (typeof model === 'string' && unknownModel.test(model))
    return { refusal: anthropicError(404, `model: ${model}`) };
  return { value: parsed.data };
}

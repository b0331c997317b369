import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { ReplyContext } from '../codec.js';
import type { Part } from '../conversation/message.js';
import type { ConversationReply, FinishReason } from '../conversation/reply.js';
import { defined } from '../wire/defined.js';
import { readOpenAiUsage, writeResponsesUsage } from '../wire/openai-usage.js';
import { readAssistantItem, readResponsesContent, responsesSource } from './read-responses-item.js';
import {
  callItem,
  callSealItem,
  itemId,
  messageItem,
  outputImage,
  outputText,
  reasoningItem,
  writeAnnotation,
} from './responses-output.js';
import { isSealOnly } from './responses-seal.js';

/** Why a response ended, by its status and whether calls wait in it. */
export function readResponsesFinish(response: Json, hasCalls: boolean): FinishReason {
  const reason = record(response['incomplete_details'])['reason'];
  if (reason === 'max_output_tokens') return 'length';
  if (reason === 'content_filter') return 'content_filter';
  const status = response['status'];
  if (status === 'failed' || status === 'cancelled') return 'error';
  if (hasCalls) return 'tool_calls';
  return status === 'completed' || status === undefined ? 'stop' : 'other';
}

/** Parts of all output items in their order. */
export function readOutput(output: unknown): Part[] {
  const parts: Part[] = [];
  for (const item of list(output)) {
    if (!isRecord(item)) continue;
    const own = readAssistantItem(item, parts);
    if (own) parts.push(...own);
    else if (item['type'] === 'message') parts.push(...readResponsesContent(item['content']));
    else parts.push({ type: 'other', source: responsesSource, value: item });
  }
  return parts;
}

/** Reads a whole response: one choice. */
export function readResponsesReply(body: Json): ConversationReply {
  const parts = readOutput(body['output']);
  const created = body['created_at'];
  const finish = readResponsesFinish(
    body,
    parts.some((part) => part.type === 'tool_call'),
  );
  return defined({
    id: text(body['id']),
    model: text(body['model']),
    created: typeof created === 'number' && created >= 0 ? created : undefined,
    choices: [{ index: 0, parts, finish }],
    usage: readOpenAiUsage(body['usage']),
    serviceTier: text(body['service_tier']),
  });
}

/** Status of a response and why it is not complete. */
export function statusOf(finish: FinishReason): { status: string; incomplete_details: Json | null } {
  switch (finish) {
    case 'length':
      return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    case 'content_filter':
    case 'refusal':
      return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
    case 'error':
      return { status: 'failed', incomplete_details: null };
    default:
      return { status: 'completed', incomplete_details: null };
  }
}

/** All fields of a response but those that the reply decides: what the request said, and defaults for the rest. */
export function responseShell(context: ReplyContext, id: string | undefined): Json {
  const request = context.request;
  const asked = (name: string, otherwise: unknown): unknown => request[name] ?? otherwise;
  const reasoning = record(request['reasoning']);
  return {
    id: id?.startsWith('resp_') ? id : `resp_${context.id}`,
    object: 'response',
    created_at: context.created,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: asked('instructions', null),
    max_output_tokens: asked('max_output_tokens', null),
    max_tool_calls: asked('max_tool_calls', null),
    metadata: asked('metadata', {}),
    model: context.model,
    output: [],
    parallel_tool_calls: asked('parallel_tool_calls', true),
    // A response that another provider gave builds upon none that OpenAI keeps, and is not kept there.
    previous_response_id: null,
    prompt_cache_key: asked('prompt_cache_key', null),
    reasoning: { effort: reasoning['effort'] ?? null, summary: reasoning['summary'] ?? null },
    safety_identifier: asked('safety_identifier', null),
    service_tier: asked('service_tier', 'default'),
    store: false,
    temperature: asked('temperature', 1),
    text: { format: { type: 'text' }, ...record(request['text']) },
    tool_choice: asked('tool_choice', 'auto'),
    tools: asked('tools', []),
    top_logprobs: asked('top_logprobs', 0),
    top_p: asked('top_p', 1),
    truncation: 'disabled',
    usage: null,
    user: asked('user', null),
  };
}

/**
 * Output items of a choice's parts: text, refusals and images that follow each other share a message. Gemini's signature
 * of a text parts it from no image: clients look into the first message alone (page gateway/concepts/image-generation).
 */
export function writeOutput(parts: readonly Part[], context: ReplyContext, status: string): Json[] {
  const items: Json[] = [];
  let content: Json[] | undefined;
  const say = (part: Json) => {
    if (!content) items.push(messageItem(itemId('msg', context, items.length), (content = []), status));
    content.push(part);
  };
  for (const part of parts) {
    switch (part.type) {
      case 'text':
        say(outputText(part.text, (part.citations ?? []).map(writeAnnotation)));
        break;
      case 'refusal':
        say({ type: 'refusal', refusal: part.text });
        break;
      case 'image':
        say(outputImage(part.media));
        break;
      case 'thinking':
        if (!isSealOnly(part)) content = undefined;
        items.push(reasoningItem(part, context, items.length));
        break;
      case 'tool_call':
        content = undefined;
        items.push(callItem(part, context, items.length, 'completed'));
        if (part.signature !== undefined)
          items.push(callSealItem(part.id, part.signature, context, items.length));
        break;
      case 'other':
        if (part.source !== responsesSource) break;
        content = undefined;
        items.push(part.value);
        break;
    }
  }
  return items;
}

/** Writes a whole response. Of several choices the first is shown: the format knows one. */
export function writeResponsesReply(reply: ConversationReply, context: ReplyContext): Json {
  const choice = reply.choices[0];
  const end = statusOf(choice?.finish ?? 'stop');
  const failed = end.status === 'failed';
  return {
    ...responseShell(context, reply.id),
    ...end,
    created_at: reply.created ?? context.created,
    model: reply.model ?? context.model,
    error: failed ? { code: 'server_error', message: 'The provider failed to complete the reply.' } : null,
    output: writeOutput(
      choice?.parts ?? [],
      context,
      end.status === 'completed' ? 'completed' : 'incomplete',
    ),
    service_tier: reply.serviceTier ?? context.request['service_tier'] ?? 'default',
    usage: reply.usage ? writeResponsesUsage(reply.usage) : null,
  };
}

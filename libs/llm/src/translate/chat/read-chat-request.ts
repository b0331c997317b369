import { isRecord, record, text, type Json } from '../../json/json-value.js';
import type { ConversationRequest, Reasoning, ResponseFormat } from '../conversation/request.js';
import { readCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { createFieldReader, type FieldReader } from '../wire/field-reader.js';
import { gatewayKeys, readContextEditing, readImageGeneration, readMetadata } from '../wire/gateway-keys.js';
import { readEffort } from '../wire/reasoning-effort.js';
import { readChatMessages } from './read-chat-message.js';
import { chatSource } from './read-chat-part.js';
import { readChatToolChoice, readChatTools } from './read-chat-tools.js';

/** Reads the `response_format` of chat. */
function readResponseFormat(value: unknown): ResponseFormat | undefined {
  const { type, json_schema: named } = record(value);
  if (type === 'text' || type === 'json_object') return { type };
  if (type !== 'json_schema' || !isRecord(named)) return undefined;
  return defined({
    type,
    name: text(named['name']) ?? 'response',
    description: text(named['description']),
    schema: record(named['schema']),
    strict: typeof named['strict'] === 'boolean' ? named['strict'] : undefined,
  });
}

const tokens = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** OpenRouter's `reasoning: {effort, max_tokens, exclude, enabled}`. */
function readReasoningObject(value: unknown): Reasoning | undefined {
  if (!isRecord(value)) return undefined;
  const effort = value['enabled'] === false ? 'none' : readEffort(value['effort']);
  return defined({
    effort: effort ?? (value['enabled'] === true ? ('medium' as const) : undefined),
    budgetTokens: tokens(value['max_tokens']),
    summary: text(value['summary']),
    includeThoughts: typeof value['exclude'] === 'boolean' ? !value['exclude'] : undefined,
  });
}

/** The `thinking: {type, budget_tokens}` that Anthropic's and DeepSeek's users add to a chat request. */
function readThinkingSwitch(value: unknown): Reasoning | undefined {
  if (!isRecord(value)) return undefined;
  if (value['type'] === 'disabled') return { effort: 'none' };
  if (value['type'] !== 'enabled' && value['type'] !== 'adaptive') return undefined;
  const budgetTokens = tokens(value['budget_tokens']);
  return budgetTokens === undefined ? { effort: 'medium' } : { budgetTokens };
}

function readReasoning(fields: FieldReader): Reasoning | undefined {
  const given: (Reasoning | undefined)[] = [
    fields.as('thinking', readThinkingSwitch),
    fields.as('reasoning', readReasoningObject),
    fields.as('include_reasoning', (value) =>
      typeof value === 'boolean' ? { includeThoughts: value } : undefined,
    ),
    fields.as('reasoning_options', (value) => {
      const budgetTokens = tokens(record(value)['budget_tokens']);
      return budgetTokens === undefined ? undefined : { budgetTokens };
    }),
    fields.as('reasoning_effort', (value) => {
      const effort = readEffort(value);
      return effort === undefined ? undefined : { effort };
    }),
  ];
  const stated = given.filter((entry) => entry !== undefined && Object.keys(entry).length > 0);
  return stated.length === 0 ? undefined : Object.assign({}, ...stated);
}

/** `stop`: one sequence or several. */
function readStop(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
}

function readLogprobs(fields: FieldReader): { top: number } | undefined {
  const wanted = fields.boolean('logprobs');
  const top = fields.count('top_logprobs');
  return wanted === true ? { top: top ?? 0 } : undefined;
}

const readStrings = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;

function readBias(value: unknown): Record<string, number> | undefined {
  return isRecord(value) && Object.values(value).every((entry) => typeof entry === 'number')
    ? (value as Record<string, number>)
    : undefined;
}

/**
 * Reads a chat completion request (page rest/ai-gateway/post-v1-chat-completions) with the extension keys of the
 * gateway. Fields that are unknown, or of another type than theirs, are kept in `rest`.
 */
export function readChatRequest(body: Json): ConversationRequest {
  const fields = createFieldReader(body);
  for (const key of gatewayKeys) fields.skip(key);
  const messages = readChatMessages(fields.list('messages') ?? []);
  const tools = readChatTools(fields.list('tools') ?? [], fields.list('functions') ?? []);
  const search = fields.object('web_search_options');
  if (search) tools.push({ type: 'web_search', options: search });
  const choice =
    fields.as('tool_choice', readChatToolChoice) ?? fields.as('function_call', readChatToolChoice);
  const oldLimit = fields.count('max_tokens');

  const request: ConversationRequest = defined({
    model: fields.string('model') ?? '',
    messages,
    tools: tools.length > 0 ? tools : undefined,
    toolChoice: choice?.choice,
    allowedTools: choice?.allowed,
    parallelToolCalls: fields.boolean('parallel_tool_calls'),
    maxOutputTokens: fields.count('max_completion_tokens') ?? oldLimit,
    temperature: fields.number('temperature'),
    topP: fields.number('top_p'),
    topK: fields.number('top_k'),
    choices: fields.count('n'),
    stop: fields.as('stop', readStop),
    seed: fields.number('seed'),
    presencePenalty: fields.number('presence_penalty'),
    frequencyPenalty: fields.number('frequency_penalty'),
    logitBias: fields.as('logit_bias', readBias),
    logprobs: readLogprobs(fields),
    responseFormat: fields.as('response_format', readResponseFormat),
    reasoning: readReasoning(fields),
    stream: fields.boolean('stream') ?? false,
    cache: fields.as('cache_control', readCacheMark),
    cacheKey: fields.string('prompt_cache_key'),
    cacheRetention: fields.string('prompt_cache_retention'),
    safetyIdentifier: fields.string('safety_identifier'),
    user: fields.string('user'),
    metadata: fields.as('metadata', readMetadata),
    serviceTier: fields.string('service_tier'),
    store: fields.boolean('store'),
    verbosity: fields.string('verbosity'),
    modalities: fields.as('modalities', readStrings),
    audio: fields.object('audio'),
    prediction: fields.object('prediction'),
    imageGeneration: fields.as('image_generation', readImageGeneration),
    contextEditing: fields.as('context_editing', readContextEditing),
    rest: { source: chatSource, fields: {} },
  });
  request.rest.fields = fields.rest();
  return request;
}

import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type {
  ConversationRequest,
  Reasoning,
  ResponseFormat,
  Tool,
  ToolChoice,
} from '../conversation/request.js';
import { readCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { createFieldReader, type FieldReader } from '../wire/field-reader.js';
import { gatewayKeys, readContextEditing, readImageGeneration, readMetadata } from '../wire/gateway-keys.js';
import { readEffort } from '../wire/reasoning-effort.js';
import { readResponsesInput, responsesSource } from './read-responses-item.js';

/** Options of a search in the form that chat has for them (`user_location.approximate`). */
function readSearch({ type: _, ...options }: Json): Tool {
  const location = options['user_location'];
  if (isRecord(location)) {
    const { type: __, ...approximate } = location;
    options['user_location'] = { type: 'approximate', approximate };
  }
  return { type: 'web_search', options };
}

function readTool(entry: unknown): Tool | undefined {
  if (!isRecord(entry)) return undefined;
  const type = text(entry['type']) ?? 'function';
  const name = text(entry['name']);
  if (type === 'function' && name !== undefined)
    return defined({
      type: 'function',
      name,
      description: text(entry['description']),
      parameters: isRecord(entry['parameters']) ? entry['parameters'] : undefined,
      strict: typeof entry['strict'] === 'boolean' ? entry['strict'] : undefined,
      cache: readCacheMark(entry['cache_control']),
    });
  return type.startsWith('web_search')
    ? readSearch(entry)
    : { type: 'other', source: responsesSource, value: entry };
}

function readToolChoice(value: unknown): { choice: ToolChoice; allowed?: string[] | undefined } | undefined {
  if (value === 'auto' || value === 'none' || value === 'required') return { choice: value };
  if (!isRecord(value)) return undefined;
  if (value['type'] === 'allowed_tools')
    return {
      choice: value['mode'] === 'required' ? 'required' : 'auto',
      allowed: list(value['tools'])
        .map((tool) => text(record(tool)['name']))
        .filter((name) => name !== undefined),
    };
  const name = text(value['name']);
  const named = value['type'] === 'function' || value['type'] === 'custom' || value['type'] === undefined;
  return named && name !== undefined ? { choice: { name } } : undefined;
}

function readFormat(value: unknown): ResponseFormat | undefined {
  const format = record(value);
  const type = format['type'];
  if (type === 'text' || type === 'json_object') return { type };
  if (type !== 'json_schema') return undefined;
  return defined({
    type: 'json_schema',
    name: text(format['name']) ?? 'response',
    description: text(format['description']),
    schema: record(format['schema']),
    strict: typeof format['strict'] === 'boolean' ? format['strict'] : undefined,
  });
}

function readReasoning(fields: FieldReader): Reasoning | undefined {
  const given = fields.object('reasoning') ?? {};
  const budget = fields.as('reasoning_options', (value) => {
    if (!isRecord(value)) return undefined;
    const tokens = value['budget_tokens'];
    return {
      tokens: typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : undefined,
    };
  });
  const reasoning: Reasoning = defined({
    effort: readEffort(given['effort']),
    budgetTokens: budget?.tokens,
    summary: text(given['summary']) ?? text(given['generate_summary']),
  });
  return Object.keys(reasoning).length === 0 ? undefined : reasoning;
}

/** What `include` may ask for and the gateway gives, or knows by itself. */
const ownIncludes = ['message.output_text.logprobs', 'reasoning.encrypted_content'];

function readLogprobs(fields: FieldReader): { top: number } | undefined {
  const include = fields.as('include', (value) =>
    Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined,
  );
  const top = fields.count('top_logprobs');
  const wanted = include?.includes('message.output_text.logprobs') === true || (top ?? 0) > 0;
  return wanted ? { top: top ?? 0 } : undefined;
}

/**
 * Reads a Responses request (page rest/ai-gateway/post-v1-responses) with the extension keys of the gateway.
 * `instructions` become the first message. Fields that no other format has stay in `rest`.
 */
export function readResponsesRequest(body: Json): ConversationRequest {
  const fields = createFieldReader(body);
  for (const key of gatewayKeys) fields.skip(key);
  const instructions = fields.string('instructions');
  const input = fields.as('input', (value) =>
    typeof value === 'string' || Array.isArray(value) ? { value: value as unknown } : undefined,
  );
  const messages = readResponsesInput(input?.value);
  if (instructions) messages.unshift({ role: 'system', parts: [{ type: 'text', text: instructions }] });
  const tools = (fields.list('tools') ?? []).map(readTool).filter((tool) => tool !== undefined);
  const choice = fields.as('tool_choice', readToolChoice);
  const words = fields.object('text') ?? {};
  // Defaults that say nothing.
  for (const [name, value] of [
    ['truncation', 'disabled'],
    ['background', false],
  ] as const)
    if (body[name] === value) fields.skip(name);

  const request: ConversationRequest = defined({
    model: fields.string('model') ?? '',
    messages,
    tools: tools.length > 0 ? tools : undefined,
    toolChoice: choice?.choice,
    allowedTools: choice?.allowed,
    parallelToolCalls: fields.boolean('parallel_tool_calls'),
    maxOutputTokens: fields.count('max_output_tokens'),
    temperature: fields.number('temperature'),
    topP: fields.number('top_p'),
    topK: fields.number('top_k'),
    logprobs: readLogprobs(fields),
    responseFormat: readFormat(words['format']),
    verbosity: text(words['verbosity']),
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
    imageGeneration: fields.as('image_generation', readImageGeneration),
    contextEditing: fields.as('context_editing', readContextEditing),
    rest: { source: responsesSource, fields: {} },
  });
  const rest = fields.rest();
  if (list(body['include']).some((entry) => typeof entry === 'string' && !ownIncludes.includes(entry)))
    rest['include'] = body['include'];
  request.rest.fields = rest;
  return request;
}

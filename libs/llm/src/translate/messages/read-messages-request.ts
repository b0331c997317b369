import { isRecord, record, text, type Json } from '../../json/json-value.js';
import type { Message, Part } from '../conversation/message.js';
import type {
  ContextEditing,
  ConversationRequest,
  Reasoning,
  ResponseFormat,
  Tool,
  ToolChoice,
} from '../conversation/request.js';
import { readCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { createFieldReader, type FieldReader } from '../wire/field-reader.js';
import { gatewayKeys } from '../wire/gateway-keys.js';
import { readEffort } from '../wire/reasoning-effort.js';
import { messagesSource, readBlocks } from './read-blocks.js';

/** A user's message as turns: results of tools stand in messages of their own, as other formats want them. */
function readUserTurns(parts: Part[], names: ReadonlyMap<string, string>): Message[] {
  const messages: Message[] = [];
  for (const part of parts) {
    if (part.type === 'tool_result') {
      const name = names.get(part.callId);
      messages.push({ role: 'tool', parts: [name === undefined ? part : { ...part, name }] });
      continue;
    }
    const last = messages.at(-1);
    if (last?.role === 'user') last.parts.push(part);
    else messages.push({ role: 'user', parts: [part] });
  }
  return messages.length > 0 ? messages : [{ role: 'user', parts: [] }];
}

function readMessages(system: unknown, messages: readonly unknown[]): Message[] {
  const result: Message[] = [];
  const instructions = readBlocks(system);
  if (instructions.length > 0) result.push({ role: 'system', parts: instructions });
  const names = new Map<string, string>();
  for (const entry of messages) {
    if (!isRecord(entry)) continue;
    const parts = readBlocks(entry['content']);
    for (const part of parts) if (part.type === 'tool_call') names.set(part.id, part.name);
    if (entry['role'] === 'assistant' || entry['role'] === 'system')
      result.push({ role: entry['role'], parts });
    else result.push(...readUserTurns(parts, names));
  }
  return result;
}

function readTool(entry: unknown): Tool | undefined {
  if (!isRecord(entry)) return undefined;
  const type = text(entry['type']);
  const name = text(entry['name']);
  if (type?.startsWith('web_search')) return { type: 'web_search', options: entry };
  if ((type !== undefined && type !== 'custom') || name === undefined)
    return { type: 'other', source: messagesSource, value: entry };
  return defined({
    type: 'function' as const,
    name,
    description: text(entry['description']),
    parameters: isRecord(entry['input_schema']) ? entry['input_schema'] : undefined,
    strict: typeof entry['strict'] === 'boolean' ? entry['strict'] : undefined,
    cache: readCacheMark(entry['cache_control']),
  });
}

function readToolChoice(value: unknown): { choice: ToolChoice; parallel: boolean | undefined } | undefined {
  const { type, name, disable_parallel_tool_use: single } = record(value);
  const parallel = typeof single === 'boolean' ? !single : undefined;
  if (type === 'auto' || type === 'none') return { choice: type, parallel };
  if (type === 'any') return { choice: 'required', parallel };
  return type === 'tool' && typeof name === 'string' ? { choice: { name }, parallel } : undefined;
}

function readReasoning(fields: FieldReader, config: Json): Reasoning | undefined {
  const effort = readEffort(config['effort']);
  const thinking = fields.as('thinking', (value): Reasoning | undefined => {
    const { type, budget_tokens: budget, display } = record(value);
    if (type === 'disabled') return { effort: 'none' };
    const includeThoughts = display !== 'omitted';
    // Adaptive thinking without an effort is Anthropic's `high`.
    if (type === 'adaptive') return { effort: effort ?? 'high', includeThoughts };
    return type === 'enabled' && typeof budget === 'number'
      ? { budgetTokens: Math.max(0, Math.floor(budget)), includeThoughts }
      : undefined;
  });
  return thinking ?? (effort === undefined ? undefined : { effort });
}

function readFormat(value: unknown): ResponseFormat | undefined {
  const { type, schema } = record(value);
  return type === 'json_schema' && isRecord(schema) ? { type, name: 'response', schema } : undefined;
}

const value = (entry: unknown): number | undefined => {
  const stated = record(entry)['value'];
  return typeof stated === 'number' ? stated : undefined;
};

/** Reads `context_management`; undefined where it holds more than the gateway's own field can say. */
function readContextManagement(entry: unknown): ContextEditing | undefined {
  if (!isRecord(entry) || !Array.isArray(entry['edits'])) return undefined;
  const editing: ContextEditing = { enabled: true };
  for (const edit of entry['edits']) {
    const one = record(edit);
    if (one['type'] === 'clear_tool_uses_20250919')
      editing.clearToolUses = defined({
        trigger: value(one['trigger']),
        keep: value(one['keep']),
        clearAtLeast: value(one['clear_at_least']),
        excludeTools: Array.isArray(one['exclude_tools'])
          ? one['exclude_tools'].filter((name): name is string => typeof name === 'string')
          : undefined,
        clearToolInputs: typeof one['clear_tool_inputs'] === 'boolean' ? one['clear_tool_inputs'] : undefined,
      });
    else if (one['type'] === 'clear_thinking_20251015')
      editing.clearThinking = defined({
        keep: one['keep'] === 'all' ? ('all' as const) : value(one['keep']),
      });
    else return undefined;
  }
  return editing;
}

const readStop = (entry: unknown): string[] | undefined =>
  Array.isArray(entry) && entry.every((word) => typeof word === 'string') ? entry : undefined;

/**
 * Reads a request of Anthropic's Messages API. Fields that nobody models (`mcp_servers`, `container`) are kept in
 * `rest`. A user's message that holds results of tools becomes several messages.
 */
export function readMessagesRequest(body: Json): ConversationRequest {
  const fields = createFieldReader(body);
  for (const key of gatewayKeys) fields.skip(key);
  const config = record(body['output_config']);
  const choice = fields.as('tool_choice', readToolChoice);
  const reasoning = readReasoning(fields, config);
  const format = readFormat(config['format']) ?? fields.as('output_format', readFormat);
  const unread = Object.keys(config).filter((name) => name !== 'effort' && name !== 'format');
  if (unread.length === 0) fields.skip('output_config');
  const tools = (fields.list('tools') ?? []).map(readTool).filter((tool) => tool !== undefined);
  fields.as('system', (entry) => (typeof entry === 'string' || Array.isArray(entry) ? entry : undefined));
  const request: ConversationRequest = defined({
    model: fields.string('model') ?? '',
    messages: readMessages(body['system'], fields.list('messages') ?? []),
    tools: tools.length > 0 ? tools : undefined,
    toolChoice: choice?.choice,
    parallelToolCalls: choice?.parallel,
    maxOutputTokens: fields.count('max_tokens'),
    temperature: fields.number('temperature'),
    topP: fields.number('top_p'),
    topK: fields.number('top_k'),
    stop: fields.as('stop_sequences', readStop),
    responseFormat: format,
    reasoning,
    stream: fields.boolean('stream') ?? false,
    cache: fields.as('cache_control', readCacheMark),
    user: fields.as('metadata', (entry) => text(record(entry)['user_id'])),
    serviceTier: fields.as('service_tier', (entry) =>
      entry === 'auto' ? entry : entry === 'standard_only' ? 'default' : undefined,
    ),
    contextEditing: fields.as('context_management', readContextManagement),
    rest: { source: messagesSource, fields: {} },
  });
  request.rest.fields = fields.rest();
  return request;
}

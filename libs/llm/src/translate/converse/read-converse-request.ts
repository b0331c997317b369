import { isRecord, parseJson, record, text, type Json } from '../../json/json-value.js';
import type { Message } from '../conversation/message.js';
import type { ConversationRequest, ResponseFormat, Tool, ToolChoice } from '../conversation/request.js';
import { defined } from '../wire/defined.js';
import { createFieldReader } from '../wire/field-reader.js';
import { gatewayKeys, readMetadata } from '../wire/gateway-keys.js';
import { converseSource, readConverseBlocks } from './converse-blocks.js';

function readMessages(system: unknown, entries: readonly unknown[]): Message[] {
  const messages: Message[] = [];
  const instructions = readConverseBlocks(system);
  if (instructions.length > 0) messages.push({ role: 'system', parts: instructions });
  for (const entry of entries) {
    if (!isRecord(entry)) continue;
    const parts = readConverseBlocks(entry['content']);
    if (entry['role'] === 'assistant') {
      messages.push({ role: 'assistant', parts });
      continue;
    }
    const results = parts.filter((part) => part.type === 'tool_result');
    for (const result of results) messages.push({ role: 'tool', parts: [result] });
    const said = parts.filter((part) => part.type !== 'tool_result');
    if (said.length > 0 || results.length === 0) messages.push({ role: 'user', parts: said });
  }
  return messages;
}

function readTools(entries: readonly unknown[]): Tool[] {
  const tools: Tool[] = [];
  for (const entry of entries) {
    if (!isRecord(entry)) continue;
    const spec = entry['toolSpec'];
    const last = tools.at(-1);
    if (isRecord(entry['cachePoint'])) {
      if (last?.type === 'function') last.cache = {};
    } else if (isRecord(spec)) {
      const schema = record(spec['inputSchema'])['json'];
      tools.push(
        defined({
          type: 'function' as const,
          name: text(spec['name']) ?? '',
          description: text(spec['description']),
          parameters: isRecord(schema) ? schema : undefined,
        }),
      );
    } else tools.push({ type: 'other', source: converseSource, value: entry });
  }
  return tools;
}

function readChoice(value: unknown): ToolChoice | undefined {
  const { auto, any, tool } = record(value);
  const name = text(record(tool)['name']);
  if (name !== undefined) return { name };
  if (any !== undefined) return 'required';
  return auto === undefined ? undefined : 'auto';
}

function readFormat(value: unknown): ResponseFormat | undefined {
  const { name, description, schema } = record(
    record(record(record(value)['textFormat'])['structure'])['jsonSchema'],
  );
  const parsed = typeof schema === 'string' ? parseJson(schema) : undefined;
  return isRecord(parsed)
    ? defined({
        type: 'json_schema' as const,
        name: text(name) ?? 'response',
        description: text(description),
        schema: parsed,
      })
    : undefined;
}

/** Reads a Converse request. What nobody models (guardrails, the models' own fields) is kept in `rest`. */
export function readConverseRequest(body: Json): ConversationRequest {
  const fields = createFieldReader(body);
  for (const key of [...gatewayKeys, 'system']) fields.skip(key);
  const limits = createFieldReader(fields.object('inferenceConfig') ?? {});
  const config = fields.object('toolConfig') ?? {};
  const tools = readTools(Array.isArray(config['tools']) ? config['tools'] : []);
  const request: ConversationRequest = defined({
    model: fields.string('modelId') ?? '',
    messages: readMessages(body['system'], fields.list('messages') ?? []),
    tools: tools.length > 0 ? tools : undefined,
    toolChoice: readChoice(config['toolChoice']),
    maxOutputTokens: limits.count('maxTokens'),
    temperature: limits.number('temperature'),
    topP: limits.number('topP'),
    stop: limits.list('stopSequences')?.filter((word) => typeof word === 'string'),
    responseFormat: fields.as('outputConfig', readFormat),
    metadata: fields.as('requestMetadata', readMetadata),
    serviceTier: fields.as('serviceTier', (value) => text(record(value)['type'])),
    stream: false,
    rest: { source: converseSource, fields: {} },
  });
  request.rest.fields = fields.rest();
  return request;
}

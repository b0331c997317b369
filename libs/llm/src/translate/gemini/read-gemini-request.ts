import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { Message } from '../conversation/message.js';
import type { ConversationRequest, Reasoning, Tool, ToolChoice } from '../conversation/request.js';
import { defined } from '../wire/defined.js';
import { createFieldReader } from '../wire/field-reader.js';
import { gatewayKeys } from '../wire/gateway-keys.js';
import { readEffort } from '../wire/reasoning-effort.js';
import { createCallNaming, either, readGeminiParts } from './read-gemini-parts.js';
import { geminiSource } from './write-gemini-contents.js';

function readMessages(instruction: unknown, contents: readonly unknown[]): Message[] {
  const nameCall = createCallNaming('request');
  const messages: Message[] = [];
  const system = readGeminiParts(instruction, nameCall);
  if (system.length > 0) messages.push({ role: 'system', parts: system });
  for (const content of contents) {
    if (!isRecord(content)) continue;
    const parts = readGeminiParts(content, nameCall);
    if (content['role'] === 'model') {
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

/** Types are in capitals in Google's subset, and small in JSON schemas. */
function lowerTypes(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((entry) => lowerTypes(entry, depth + 1));
  if (!isRecord(value) || depth > 64) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      name === 'type' && typeof entry === 'string' ? entry.toLowerCase() : lowerTypes(entry, depth + 1),
    ]),
  );
}

function readTools(entries: readonly unknown[]): Tool[] {
  return entries.filter(isRecord).flatMap((entry): Tool[] => {
    const declarations = either(entry, 'functionDeclarations', 'function_declarations');
    if (Array.isArray(declarations))
      return declarations.filter(isRecord).map((one) => {
        const schema = one['parametersJsonSchema'] ?? lowerTypes(one['parameters']);
        return defined({
          type: 'function' as const,
          name: text(one['name']) ?? '',
          description: text(one['description']),
          parameters: isRecord(schema) ? schema : undefined,
        });
      });
    if (entry['googleSearch'] !== undefined) return [{ type: 'web_search', options: {} }];
    return [{ type: 'other', source: geminiSource, value: entry }];
  });
}

function readToolChoice(config: unknown): ToolChoice | undefined {
  const calling = record(record(config)['functionCallingConfig']);
  const allowed = list(calling['allowedFunctionNames']).filter((name) => typeof name === 'string');
  if (calling['mode'] === 'NONE') return 'none';
  if (calling['mode'] === 'ANY') return allowed.length === 1 ? { name: allowed[0] ?? '' } : 'required';
  return calling['mode'] === 'AUTO' ? 'auto' : undefined;
}

function readThinking(value: unknown): Reasoning | undefined {
  const { thinkingBudget: budget, thinkingLevel: level, includeThoughts } = record(value);
  const reasoning: Reasoning = defined({
    budgetTokens: typeof budget === 'number' && budget >= 0 ? Math.floor(budget) : undefined,
    effort: readEffort(typeof level === 'string' ? level.toLowerCase() : undefined),
    includeThoughts: typeof includeThoughts === 'boolean' ? includeThoughts : undefined,
  });
  return Object.keys(reasoning).length > 0 ? reasoning : undefined;
}

/**
 * Reads a generateContent request. What nobody models (`safetySettings`, `cachedContent`) is kept in `rest`. Model and
 * streaming stand in the URL; a body that names them is believed.
 */
export function readGeminiRequest(body: Json): ConversationRequest {
  const fields = createFieldReader(body);
  for (const key of gatewayKeys) fields.skip(key);
  const config = createFieldReader(
    fields.object('generationConfig') ?? fields.object('generation_config') ?? {},
  );
  const contents = body['contents'];
  fields.skip('contents');
  fields.skip('systemInstruction');
  fields.skip('system_instruction');
  const json = config.string('responseMimeType') === 'application/json';
  const schema = config.object('responseJsonSchema') ?? config.object('responseSchema');
  const image = config.object('imageConfig');
  const tools = readTools(fields.list('tools') ?? []);
  const wantsLogprobs = config.boolean('responseLogprobs');
  const top = config.count('logprobs');
  const request: ConversationRequest = defined({
    model: fields.string('model') ?? '',
    messages: readMessages(
      either(body, 'systemInstruction', 'system_instruction'),
      isRecord(contents) ? [contents] : list(contents),
    ),
    tools: tools.length > 0 ? tools : undefined,
    toolChoice: fields.as('toolConfig', readToolChoice),
    maxOutputTokens: config.count('maxOutputTokens'),
    temperature: config.number('temperature'),
    topP: config.number('topP'),
    topK: config.number('topK'),
    choices: config.count('candidateCount'),
    stop: config.list('stopSequences')?.filter((word) => typeof word === 'string'),
    seed: config.number('seed'),
    presencePenalty: config.number('presencePenalty'),
    frequencyPenalty: config.number('frequencyPenalty'),
    logprobs: wantsLogprobs ? { top: top ?? 0 } : undefined,
    responseFormat: !json
      ? undefined
      : schema
        ? { type: 'json_schema', name: 'response', schema: record(lowerTypes(schema)) }
        : { type: 'json_object' },
    reasoning: config.as('thinkingConfig', readThinking),
    stream: fields.boolean('stream') ?? false,
    modalities: config
      .list('responseModalities')
      ?.filter((kind) => typeof kind === 'string')
      .map((kind) => kind.toLowerCase()),
    imageGeneration:
      typeof image?.['aspectRatio'] === 'string' && typeof image['imageSize'] === 'string'
        ? { aspectRatio: image['aspectRatio'], imageSize: image['imageSize'] }
        : undefined,
    rest: { source: geminiSource, fields: {} },
  });
  const unread = config.rest();
  request.rest.fields = defined({
    ...fields.rest(),
    generationConfig: Object.keys(unread).length > 0 ? unread : undefined,
  });
  return request;
}

import type { LlmMessage } from '@heliostat/contracts';
import { isRecord, list, record, text, type Json } from '../json/json-value.js';
import { toArguments, toParts, toReasoning, type ContentPart } from './content-part.js';

type ToolCalls = NonNullable<LlmMessage['tool_calls']>;

const roles = new Map(
  Object.entries({
    model: 'assistant',
    CHATBOT: 'assistant',
    USER: 'user',
    SYSTEM: 'system',
  }),
);

function readToolCalls(message: Json): ToolCalls {
  const calls: ToolCalls = list(message['tool_calls']).flatMap((entry) => {
    if (!isRecord(entry)) return [];
    // A custom tool's input is plain text.
    const fn = isRecord(entry['function']) ? entry['function'] : record(entry['custom']);
    const id = text(entry['id']);
    return [
      {
        ...(id === undefined ? {} : { id }),
        name: text(fn['name']) ?? text(entry['name']) ?? '',
        arguments: toArguments(fn['arguments'] ?? fn['input'] ?? entry['parameters']),
      },
    ];
  });
  const legacy = message['function_call'];
  if (isRecord(legacy))
    calls.push({ name: text(legacy['name']) ?? '', arguments: toArguments(legacy['arguments']) });
  return calls;
}

function toResultMessage(part: Extract<ContentPart, { kind: 'result' }>): LlmMessage {
  const message: LlmMessage = { _type: 'function', role: 'tool', content: part.content };
  if (part.id !== undefined) message.tool_call_id = part.id;
  if (part.name !== undefined) message.name = part.name;
  if (part.media.length > 0) message.contentArray = part.media;
  return message;
}

/**
 * Messages of the normalised view from one message of any provider: usually one; tool results inside a user's
 * message (Anthropic, Gemini, Bedrock) become messages of their own before it. `content` always holds all the text;
 * `contentArray` the parts where some are not text.
 */
export function buildMessages(role: string, content: unknown, message: Json = {}): LlmMessage[] {
  const parts = toParts(content);
  const results = parts.flatMap((part) => (part.kind === 'result' ? [toResultMessage(part)] : []));
  const words: string[] = [];
  const thoughts: string[] = [];
  const shown: LlmMessage[] = [];
  const calls: ToolCalls = [];
  let hasMedia = false;
  for (const part of parts) {
    if (part.kind === 'text') {
      words.push(part.text);
      shown.push({ _type: 'message', role, content: part.text });
    } else if (part.kind === 'reasoning') thoughts.push(part.text);
    else if (part.kind === 'call') {
      const { kind: _, ...call } = part;
      calls.push(call);
    } else if (part.kind === 'media') {
      hasMedia = true;
      shown.push({ ...part.message, role });
    }
  }
  calls.push(...readToolCalls(message));
  const reasoning = toReasoning(
    message['reasoning_content'] ??
      message['reasoning'] ??
      message['thinking'] ??
      message['reasoning_details'],
  );
  if (reasoning !== '') thoughts.unshift(reasoning);

  const empty = words.length === 0 && !hasMedia && calls.length === 0 && thoughts.length === 0;
  if (empty && results.length > 0) return results;
  const toolId = text(message['tool_call_id']);
  const isResult = role === 'tool' || role === 'function' || toolId !== undefined;
  const built: LlmMessage = {
    _type: isResult ? 'function' : calls.length > 0 ? 'functionCall' : hasMedia ? 'contentArray' : 'message',
    role: roles.get(role) ?? role,
    content: words.join('\n') || (text(message['refusal']) ?? ''),
  };
  const name = text(message['name']);
  const id = text(message['id']);
  if (id !== undefined) built.id = id;
  if (name !== undefined) built.name = name;
  if (toolId !== undefined) built.tool_call_id = toolId;
  if (hasMedia) built.contentArray = shown;
  if (calls.length > 0) built.tool_calls = calls;
  if (thoughts.length > 0) built.reasoning = thoughts.join('\n');
  return [...results, built];
}

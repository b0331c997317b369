import type { LlmMessage } from '@heliostat/contracts';
import { isRecord, list, parseJson, record, text, type Json } from '../json/json-value.js';

/** One part of a message's content, whichever provider wrote it. */
export type ContentPart =
  | { kind: 'text' | 'reasoning'; text: string }
  | { kind: 'call'; id?: string; name: string; arguments: Record<string, unknown> }
  | { kind: 'result'; id?: string; name?: string; content: string; media: LlmMessage[] }
  | { kind: 'media'; message: LlmMessage };

/** Arguments of a tool call as an object; text that is no JSON object is kept under `input`. */
export function toArguments(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  if (typeof value !== 'string') return value === undefined || value === null ? {} : { input: value };
  if (value.trim() === '') return {};
  const parsed = parseJson(value);
  return isRecord(parsed) ? parsed : { input: parsed ?? value };
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

function media(mime: string | undefined, url: string | undefined, name?: string): ContentPart {
  const type = mime?.startsWith('audio/') ? 'audio' : !mime || mime.startsWith('image/') ? 'image' : 'file';
  const message: LlmMessage = { _type: type };
  if (mime !== undefined) message.mime_type = mime;
  if (name !== undefined) message.name = name;
  if (url !== undefined) message.image_url = url;
  return { kind: 'media', message };
}

const dataUrl = (mime: string, data: unknown): string | undefined =>
  typeof data === 'string' && data !== '' ? `data:${mime};base64,${data}` : undefined;

function file(part: Json): ContentPart {
  const inner = isRecord(part['file']) ? part['file'] : part;
  const source = record(inner['source']);
  const name =
    text(inner['filename']) ?? text(inner['title']) ?? text(inner['name']) ?? text(inner['file_id']);
  const mime = text(source['media_type']) ?? 'application/octet-stream';
  const url = text(source['url']) ?? text(inner['file_url']);
  const message: LlmMessage = { _type: 'file', mime_type: mime };
  if (name !== undefined) message.name = name;
  if (source['type'] === 'text' && typeof source['data'] === 'string') message.content = source['data'];
  if (url !== undefined) message.image_url = url;
  return { kind: 'media', message };
}

function call(id: unknown, name: unknown, args: unknown): ContentPart {
  const known = text(id);
  return {
    kind: 'call',
    ...(known === undefined ? {} : { id: known }),
    name: text(name) ?? '',
    arguments: toArguments(args),
  };
}

function result(id: unknown, content: unknown, name?: unknown): ContentPart {
  const parts = toParts(content);
  const words = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  const known = text(id);
  const label = text(name);
  return {
    kind: 'result',
    ...(known === undefined ? {} : { id: known }),
    ...(label === undefined ? {} : { name: label }),
    content: words.length > 0 || parts.length > 0 ? words.join('\n') : asText(content),
    media: parts.flatMap((part) => (part.kind === 'media' ? [part.message] : [])),
  };
}

/** Parts that say their type: OpenAI's chat and Responses, Anthropic's, Mistral's, Cohere's. */
function readTyped(type: string, part: Json): ContentPart | undefined {
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'summary_text':
      return { kind: 'text', text: asText(part['text']) };
    case 'refusal':
      return { kind: 'text', text: asText(part['refusal']) };
    case 'thinking':
    case 'reasoning_text':
      return { kind: 'reasoning', text: toReasoning(part['thinking'] ?? part['text']) };
    case 'redacted_thinking':
      return { kind: 'reasoning', text: '[redacted]' };
    case 'image_url':
    case 'input_image':
    case 'image': {
      const source = record(part['source']);
      const mime = text(source['media_type']);
      const image = part['image_url'];
      const url = text(image) ?? text(record(image)['url']) ?? text(source['url']) ?? text(part['file_id']);
      return media(mime, url ?? dataUrl(mime ?? 'image/png', source['data']));
    }
    case 'input_audio': {
      const audio = record(part['input_audio']);
      const mime = `audio/${text(audio['format']) ?? 'wav'}`;
      return media(mime, dataUrl(mime, audio['data']));
    }
    case 'file':
    case 'input_file':
    case 'document':
      return file(part);
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      return call(part['id'], part['name'], part['input']);
    case 'tool_result':
    case 'web_search_tool_result':
    case 'mcp_tool_result':
      return result(part['tool_use_id'], part['content']);
    default:
      return undefined;
  }
}

/** Parts that are told by their key: Gemini's and Bedrock Converse's. */
function readKeyed(part: Json): ContentPart | undefined {
  if (typeof part['text'] === 'string')
    return { kind: part['thought'] === true ? 'reasoning' : 'text', text: part['text'] };
  const inline = part['inlineData'] ?? part['inline_data'];
  if (isRecord(inline)) {
    const mime = text(inline['mimeType']) ?? text(inline['mime_type']) ?? 'application/octet-stream';
    return media(mime, dataUrl(mime, inline['data']));
  }
  const linked = part['fileData'] ?? part['file_data'];
  if (isRecord(linked))
    return media(
      text(linked['mimeType']) ?? text(linked['mime_type']),
      text(linked['fileUri']) ?? text(linked['file_uri']),
    );
  const called = part['functionCall'] ?? part['function_call'];
  if (isRecord(called)) return call(called['id'], called['name'], called['args']);
  const answered = part['functionResponse'] ?? part['function_response'];
  if (isRecord(answered)) return result(answered['id'], answered['response'], answered['name']);
  if (isRecord(part['toolUse']))
    return call(part['toolUse']['toolUseId'], part['toolUse']['name'], part['toolUse']['input']);
  if (isRecord(part['toolResult']))
    return result(part['toolResult']['toolUseId'], part['toolResult']['content']);
  if (part['json'] !== undefined) return { kind: 'text', text: asText(part['json']) };
  if (isRecord(part['image'])) {
    const mime = `image/${text(part['image']['format']) ?? 'png'}`;
    return media(mime, dataUrl(mime, record(part['image']['source'])['bytes']));
  }
  if (isRecord(part['document'])) return file(part['document']);
  if (isRecord(part['reasoningContent']))
    return { kind: 'reasoning', text: asText(record(part['reasoningContent']['reasoningText'])['text']) };
  if (isRecord(part['executableCode'])) return { kind: 'text', text: asText(part['executableCode']['code']) };
  if (isRecord(part['codeExecutionResult']))
    return { kind: 'text', text: asText(part['codeExecutionResult']['output']) };
  return undefined;
}

function readPart(value: unknown): ContentPart | undefined {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (!isRecord(value)) return undefined;
  const type = text(value['type']);
  return (type === undefined ? undefined : readTyped(type, value)) ?? readKeyed(value);
}

/** A message's content (text, or a list of parts of any provider) as parts; unknown parts are left out. */
export function toParts(content: unknown): ContentPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  const entries = Array.isArray(content) ? (content as unknown[]) : isRecord(content) ? [content] : [];
  return entries.flatMap((entry) => readPart(entry) ?? []);
}

/** Reasoning as text: a string, or a list of text parts. */
export function toReasoning(value: unknown): string {
  if (typeof value === 'string') return value;
  return list(value)
    .map((entry) => asText(record(entry)['text'] ?? record(entry)['summary']))
    .filter((words) => words !== '')
    .join('\n');
}

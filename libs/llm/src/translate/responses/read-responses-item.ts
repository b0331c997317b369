import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import { readAnnotations } from '../chat/read-chat-part.js';
import type { Message, Part, Role } from '../conversation/message.js';
import { readCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { readMediaUrl } from '../wire/media-url.js';
import { readSeal } from './responses-seal.js';

/** Where parts of this format that nobody else knows come from. */
export const responsesSource = 'responses';

function readFile(part: Json): Part | undefined {
  const data = text(part['file_data']);
  const url = text(part['file_url']);
  const fileId = text(part['file_id']);
  if (data === undefined && url === undefined && fileId === undefined) return undefined;
  const media =
    data !== undefined
      ? readMediaUrl(data.startsWith('data:') ? data : `data:application/pdf;base64,${data}`)
      : url === undefined
        ? undefined
        : { url };
  return defined({
    type: 'document' as const,
    media,
    fileId,
    name: text(part['filename']),
    cache: readCacheMark(part['cache_control']),
  });
}

/** Reads one entry of a message's `content`, of an input or an output. */
export function readResponsesPart(entry: unknown): Part | undefined {
  if (typeof entry === 'string') return { type: 'text', text: entry };
  if (!isRecord(entry)) return undefined;
  const other: Part = { type: 'other', source: responsesSource, value: entry };
  switch (entry['type'] ?? 'input_text') {
    case 'input_text':
    case 'output_text':
    case 'text': {
      if (typeof entry['text'] !== 'string') return undefined;
      const citations = readAnnotations(entry['annotations'], responsesSource);
      return defined({
        type: 'text',
        text: entry['text'],
        cache: readCacheMark(entry['cache_control']),
        citations: citations.length > 0 ? citations : undefined,
      });
    }
    case 'refusal':
      return typeof entry['refusal'] === 'string' ? { type: 'refusal', text: entry['refusal'] } : undefined;
    case 'input_image':
    case 'output_image': {
      const url = text(entry['image_url']);
      if (url === undefined) return other;
      return defined({
        type: 'image',
        media: readMediaUrl(url),
        detail: text(entry['detail']),
        cache: readCacheMark(entry['cache_control']),
      });
    }
    case 'input_file':
      return readFile(entry) ?? other;
    case 'input_audio': {
      const audio = record(entry['input_audio']);
      const data = text(audio['data']);
      return data === undefined ? other : { type: 'audio', data, format: text(audio['format']) ?? 'wav' };
    }
    default:
      return other;
  }
}

/** Content: a string, parts, or nothing. */
export function readResponsesContent(content: unknown): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return list(content)
    .map(readResponsesPart)
    .filter((part): part is Part => part !== undefined);
}

const join = (entries: unknown): string =>
  list(entries)
    .map((entry) => text(record(entry)['text']) ?? '')
    .filter((words) => words !== '')
    .join('\n\n');

/** Parts of an assistant's turn that one item stands for; undefined where the item is not one of an assistant. */
export function readAssistantItem(item: Json, parts: Part[]): Part[] | undefined {
  switch (item['type']) {
    case 'reasoning': {
      const words = join(item['summary']) || join(item['content']);
      const id = text(item['id']);
      const sealed = text(item['encrypted_content']);
      const seal = sealed === undefined ? undefined : readSeal(sealed);
      if (seal?.kind === 'call') {
        const call = parts.find((part) => part.type === 'tool_call' && part.id === seal.callId);
        if (call?.type === 'tool_call') Object.assign(call, { signature: seal.signature, signer: 'gemini' });
        return [];
      }
      if (words === '' && seal === undefined) return [];
      return [
        defined({
          type: 'thinking' as const,
          text: words,
          signature: seal?.kind === 'signature' ? seal.signature : undefined,
          redacted: seal?.kind === 'redacted' ? seal.data : undefined,
          signer: seal?.signer,
          id,
        }),
      ];
    }
    case 'function_call':
    case 'custom_tool_call': {
      const custom = item['type'] === 'custom_tool_call';
      const given = item[custom ? 'input' : 'arguments'];
      return [
        defined({
          type: 'tool_call' as const,
          id: text(item['call_id']) ?? text(item['id']) ?? '',
          name: text(item['name']) ?? '',
          arguments: typeof given === 'string' ? given : isRecord(given) ? JSON.stringify(given) : '',
          custom: custom ? true : undefined,
        }),
      ];
    }
    case 'image_generation_call': {
      const data = text(item['result']);
      if (data === undefined) return [];
      const format = text(item['output_format']) ?? 'png';
      return [{ type: 'image', media: { mediaType: `image/${format}`, data } }];
    }
    default:
      return undefined;
  }
}

const roles = new Map<string, Role>(
  Object.entries({
    system: 'system',
    developer: 'developer',
    user: 'user',
    assistant: 'assistant',
  } as const),
);

/**
 * Reads `input`. What belongs to one turn of the assistant (thoughts, text, calls) stands in items of its own there and
 * becomes one message here.
 */
export function readResponsesInput(input: unknown): Message[] {
  if (typeof input === 'string') return [{ role: 'user', parts: [{ type: 'text', text: input }] }];
  const messages: Message[] = [];
  const names = new Map<string, string>();

  const turn = (): Message => {
    const last = messages.at(-1);
    if (last?.role === 'assistant') return last;
    const next: Message = { role: 'assistant', parts: [] };
    messages.push(next);
    return next;
  };

  for (const item of list(input)) {
    if (!isRecord(item)) continue;
    const type = item['type'];
    if (type === 'function_call_output' || type === 'custom_tool_call_output') {
      const callId = text(item['call_id']) ?? '';
      const content = readResponsesContent(item['output']);
      const name = names.get(callId);
      messages.push({
        role: 'tool',
        parts: [defined({ type: 'tool_result' as const, callId, name, content })],
      });
      continue;
    }
    const last = messages.at(-1);
    const parts = readAssistantItem(item, last?.role === 'assistant' ? last.parts : []);
    if (parts) {
      for (const part of parts) if (part.type === 'tool_call') names.set(part.id, part.name);
      if (parts.length > 0) turn().parts.push(...parts);
    } else if (type === undefined || type === 'message') {
      const role = roles.get(text(item['role']) ?? 'user') ?? 'user';
      const content = readResponsesContent(item['content']);
      const begun = messages.at(-1);
      // A second text is a second message, unless a call waits in the first: results must follow calls directly.
      const joins =
        role === 'assistant' &&
        begun?.role === 'assistant' &&
        (begun.parts.some((part) => part.type === 'tool_call') ||
          begun.parts.every((part) => part.type === 'thinking'));
      if (joins) begun.parts.push(...content);
      else messages.push({ role, parts: content });
    } else turn().parts.push({ type: 'other', source: responsesSource, value: item });
  }
  return messages;
}

import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { Part } from '../conversation/message.js';
import { defined } from '../wire/defined.js';
import { geminiSource } from './write-gemini-contents.js';

/** Names calls that the model left without an id: unique within a conversation, as clients of other formats expect. */
export type CallNaming = () => string;

/** Ids made from the reply's own, or from chance where it has none. */
export function createCallNaming(replyId: string | undefined): CallNaming {
  const base = replyId ?? globalThis.crypto.randomUUID().replaceAll('-', '').slice(0, 16);
  let calls = 0;
  return () => `call_${base}_${calls++}`;
}

/** Proto JSON takes both spellings. */
export const either = (holder: Json, camel: string, snake: string): unknown => holder[camel] ?? holder[snake];

function readBlob(part: Json): Part | undefined {
  const inline = record(either(part, 'inlineData', 'inline_data'));
  const data = text(inline['data']);
  if (data !== undefined) {
    const mediaType = text(either(inline, 'mimeType', 'mime_type')) ?? 'application/octet-stream';
    if (mediaType.startsWith('image/')) return { type: 'image', media: { mediaType, data } };
    if (mediaType.startsWith('audio/'))
      return { type: 'audio', data, format: mediaType.slice('audio/'.length).split(';')[0] ?? 'wav' };
    return { type: 'document', media: { mediaType, data } };
  }
  const file = record(either(part, 'fileData', 'file_data'));
  const url = text(either(file, 'fileUri', 'file_uri'));
  if (url === undefined) return undefined;
  const mediaType = text(either(file, 'mimeType', 'mime_type'));
  const media = defined({ url, mediaType });
  return mediaType?.startsWith('image/') ? { type: 'image', media } : { type: 'document', media };
}

/**
 * Reads one part. A signature on a text becomes a thought without words behind it. Pictures that are thoughts are
 * drafts of the answer's, and nothing is made of them.
 */
export function readGeminiPart(value: unknown, nameCall: CallNaming): Part[] {
  if (!isRecord(value)) return [];
  const signature = text(either(value, 'thoughtSignature', 'thought_signature'));
  const signed = signature === undefined ? {} : { signature, signer: 'gemini' as const };
  const call = either(value, 'functionCall', 'function_call');
  if (isRecord(call))
    return [
      {
        type: 'tool_call',
        id: text(call['id']) ?? nameCall(),
        name: text(call['name']) ?? '',
        arguments: JSON.stringify(call['args'] ?? {}),
        ...signed,
      },
    ];
  if (typeof value['text'] === 'string') {
    if (value['thought'] === true) return [{ type: 'thinking', text: value['text'], ...signed }];
    const parts: Part[] = value['text'] === '' ? [] : [{ type: 'text', text: value['text'] }];
    if (signature !== undefined) parts.push({ type: 'thinking', text: '', ...signed });
    return parts;
  }
  const response = either(value, 'functionResponse', 'function_response');
  if (isRecord(response)) {
    const { result, error, ...rest } = record(response['response']);
    const alone = Object.keys(rest).length === 0;
    const words =
      alone && typeof result === 'string' ? result : alone && typeof error === 'string' ? error : undefined;
    return [
      defined({
        type: 'tool_result' as const,
        callId: text(response['id']) ?? text(response['name']) ?? '',
        name: text(response['name']),
        content: [
          { type: 'text' as const, text: words ?? JSON.stringify(record(response['response'])) },
        ] satisfies Part[],
        isError: alone && typeof error === 'string' ? true : undefined,
      }),
    ];
  }
  const blob = readBlob(value);
  if (blob) return value['thought'] === true ? [] : [blob];
  return Object.keys(value).length === 0 ? [] : [{ type: 'other', source: geminiSource, value }];
}

export const readGeminiParts = (content: unknown, nameCall: CallNaming): Part[] =>
  list(record(content)['parts']).flatMap((part) => readGeminiPart(part, nameCall));

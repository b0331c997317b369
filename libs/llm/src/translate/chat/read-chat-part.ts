import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { Citation, Part } from '../conversation/message.js';
import { readCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { readMediaUrl } from '../wire/media-url.js';

/** Where parts of this format that nobody else knows come from. */
export const chatSource = 'chat';

function readDocument(part: Json): Part {
  const source = record(part['source']);
  const common = {
    type: 'document' as const,
    title: text(part['title']),
    context: text(part['context']),
    citations: record(part['citations'])['enabled'] === true ? true : undefined,
    cache: readCacheMark(part['cache_control']),
  };
  const data = typeof source['data'] === 'string' ? source['data'] : undefined;
  const mediaType = text(source['media_type']);
  if (source['type'] === 'text' && data !== undefined) return defined({ ...common, text: data });
  if (source['type'] === 'base64' && data !== undefined)
    return defined({ ...common, media: { mediaType: mediaType ?? 'application/pdf', data } });
  if (source['type'] === 'url' && text(source['url']))
    return defined({ ...common, media: defined({ url: String(source['url']), mediaType }) });
  if (source['type'] === 'file' && text(source['file_id']))
    return defined({ ...common, fileId: String(source['file_id']) });
  return { type: 'other', source: chatSource, value: part };
}

function readFile(part: Json): Part {
  const file = record(part['file']);
  const data = text(file['file_data']);
  const fileId = text(file['file_id']);
  if (data === undefined && fileId === undefined) return { type: 'other', source: chatSource, value: part };
  return defined({
    type: 'document' as const,
    fileId,
    // Some clients send the bare base64 of a PDF.
    media: data === undefined ? undefined : readMediaUrl(toAddress(data)),
    name: text(file['filename']),
    cache: readCacheMark(part['cache_control']),
  });
}

const toAddress = (data: string): string =>
  /^(data:|https?:\/\/)/.test(data.slice(0, 8)) ? data : `data:application/pdf;base64,${data}`;

/** Reads one image of `content` or `images`: `{type: 'image_url', image_url: {url, detail}}`, or a bare address. */
export function readImage(part: Json): Part | undefined {
  const image = part['image_url'];
  const url = typeof image === 'string' ? image : text(record(image)['url']);
  if (url === undefined || url === '') return undefined;
  return defined({
    type: 'image' as const,
    media: readMediaUrl(url),
    detail: text(record(image)['detail']),
    cache: readCacheMark(part['cache_control']),
  });
}

/** Mistral's thinking part: text in parts of its own, or as a string. */
function readThinking(part: Json): Part {
  const thinking = part['thinking'];
  const thought =
    typeof thinking === 'string'
      ? thinking
      : list(thinking)
          .map((entry) => text(record(entry)['text']) ?? '')
          .join('');
  return defined({ type: 'thinking' as const, text: thought, signature: text(part['signature']) });
}

function readPart(entry: unknown): Part | undefined {
  if (typeof entry === 'string') return { type: 'text', text: entry };
  if (!isRecord(entry)) return undefined;
  switch (entry['type']) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return typeof entry['text'] === 'string'
        ? defined({ type: 'text', text: entry['text'], cache: readCacheMark(entry['cache_control']) })
        : undefined;
    case 'refusal':
      return typeof entry['refusal'] === 'string' ? { type: 'refusal', text: entry['refusal'] } : undefined;
    case 'image_url':
      return readImage(entry) ?? { type: 'other', source: chatSource, value: entry };
    case 'input_audio': {
      const audio = record(entry['input_audio']);
      const data = text(audio['data']);
      return data === undefined
        ? { type: 'other', source: chatSource, value: entry }
        : { type: 'audio', data, format: text(audio['format']) ?? 'wav' };
    }
    case 'document':
      return readDocument(entry);
    case 'file':
      return readFile(entry);
    case 'thinking':
      return readThinking(entry);
    default:
      return { type: 'other', source: chatSource, value: entry };
  }
}

/** Reads `content`: a string, parts, or nothing. An empty string is no part. */
export function readContent(content: unknown): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  const entries = isRecord(content) ? [content] : list(content);
  return entries.map(readPart).filter((part): part is Part => part !== undefined);
}

/** Reads `annotations` of an answer: web citations, anything else kept as `format`'s own. */
export function readAnnotations(value: unknown, format: string = chatSource): Citation[] {
  const citations: Citation[] = [];
  for (const entry of list(value)) {
    if (!isRecord(entry)) continue;
    const flat = isRecord(entry['url_citation']) ? entry['url_citation'] : entry;
    const known = entry['type'] === undefined || entry['type'] === 'url_citation';
    citations.push(
      known
        ? defined({
            start: position(flat['start_index']),
            end: position(flat['end_index']),
            title: text(flat['title']),
            url: text(flat['url']),
            citedText: text(flat['content']),
          })
        : { source: { format, value: entry } },
    );
  }
  return citations;
}

const position = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

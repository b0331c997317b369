import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { Citation, Media, Part } from '../conversation/message.js';
import type { CacheMark } from '../conversation/request.js';
import { defined } from '../wire/defined.js';
import { jsonToolName } from '../wire/tool-input.js';

/** Where parts of this format that nobody else knows come from. */
export const converseSource = 'converse';

const imageTypes: Record<string, string> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};

/** Media types of documents by Converse's names for them. */
export const documentTypes: Record<string, string> = {
  pdf: 'application/pdf',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html',
  txt: 'text/plain',
  md: 'text/markdown',
};

const other = (block: Json): Part => ({ type: 'other', source: converseSource, value: block });

const typeOf = (types: Record<string, string>, format: unknown): string | undefined =>
  typeof format === 'string' && Object.hasOwn(types, format) ? types[format] : undefined;

/** Bytes, or an address in S3. */
function readMedia(source: Json, mediaType: string | undefined): Media | undefined {
  if (typeof source['bytes'] === 'string')
    return { mediaType: mediaType ?? 'application/octet-stream', data: source['bytes'] };
  const url = text(record(source['s3Location'])['uri']);
  return url === undefined ? undefined : defined({ url, mediaType });
}

function readImage(block: Json, image: Json): Part {
  const media = readMedia(record(image['source']), typeOf(imageTypes, image['format']));
  return media ? { type: 'image', media } : other(block);
}

function readDocument(block: Json, document: Json): Part {
  const source = record(document['source']);
  const common = {
    type: 'document' as const,
    name: text(document['name']),
    context: text(document['context']),
    citations: record(document['citations'])['enabled'] === true ? true : undefined,
  };
  if (typeof source['text'] === 'string') return defined({ ...common, text: source['text'] });
  const media = readMedia(source, typeOf(documentTypes, document['format']));
  return media ? defined({ ...common, media }) : other(block);
}

function readAudio(block: Json, audio: Json): Part {
  const data = record(audio['source'])['bytes'];
  return typeof data === 'string'
    ? { type: 'audio', data, format: text(audio['format']) ?? 'wav' }
    : other(block);
}

function readReasoning(block: Json, reasoning: Json): Part {
  const redacted = text(reasoning['redactedContent']);
  if (redacted !== undefined) return { type: 'thinking', text: '', redacted, signer: 'anthropic' };
  if (!isRecord(reasoning['reasoningText'])) return other(block);
  const { text: thought, signature } = reasoning['reasoningText'];
  return defined({
    type: 'thinking' as const,
    text: typeof thought === 'string' ? thought : '',
    signature: text(signature),
    signer: text(signature) ? ('anthropic' as const) : undefined,
  });
}

function readToolUse(block: Json, use: Json): Part {
  // Tools that Bedrock itself ran are nobody's to answer.
  if (use['type'] === 'server_tool_use') return other(block);
  const input = use['input'];
  const args = typeof input === 'string' ? input : JSON.stringify(input ?? {});
  // Structured output that was asked for by way of a tool is what the model says, not a call.
  if (use['name'] === jsonToolName) return { type: 'text', text: args };
  return {
    type: 'tool_call',
    id: text(use['toolUseId']) ?? '',
    name: text(use['name']) ?? '',
    arguments: args,
  };
}

function readToolResult(block: Json, result: Json): Part {
  if (result['type'] !== undefined) return other(block);
  return defined({
    type: 'tool_result' as const,
    callId: text(result['toolUseId']) ?? '',
    content: readConverseBlocks(result['content']),
    isError: result['status'] === 'error' ? true : undefined,
  });
}

/** Reads one citation; `source` keeps it as it came. */
export function readConverseCitation(value: Json): Citation {
  const words = list(value['sourceContent'])
    .map((entry) => text(record(entry)['text']) ?? '')
    .join('');
  return defined({
    title: text(value['title']),
    url: text(record(record(value['location'])['web'])['url']) ?? text(value['source']),
    citedText: text(words),
    source: { format: converseSource, value },
  });
}

function readCited(cited: Json): Part {
  const words = list(cited['content']).map((entry) => text(record(entry)['text']) ?? '');
  const citations = list(cited['citations']).filter(isRecord).map(readConverseCitation);
  return defined({
    type: 'text' as const,
    text: words.join(''),
    citations: citations.length > 0 ? citations : undefined,
  });
}

/** Reads one block of `content`, told by its key; undefined where it is none. */
function readBlock(block: unknown): Part | undefined {
  if (!isRecord(block)) return undefined;
  if (typeof block['text'] === 'string') return { type: 'text', text: block['text'] };
  if (isRecord(block['image'])) return readImage(block, block['image']);
  if (isRecord(block['document'])) return readDocument(block, block['document']);
  if (isRecord(block['audio'])) return readAudio(block, block['audio']);
  if (isRecord(block['toolUse'])) return readToolUse(block, block['toolUse']);
  if (isRecord(block['toolResult'])) return readToolResult(block, block['toolResult']);
  if (isRecord(block['reasoningContent'])) return readReasoning(block, block['reasoningContent']);
  if (isRecord(block['citationsContent'])) return readCited(block['citationsContent']);
  if (block['json'] !== undefined) return { type: 'text', text: JSON.stringify(block['json']) };
  return other(block);
}

/** Reads `cachePoint`; undefined where a block is none. */
export function readCachePoint(block: unknown): CacheMark | undefined {
  const point = record(block)['cachePoint'];
  if (!isRecord(point)) return undefined;
  const ttl = point['ttl'];
  return ttl === '5m' || ttl === '1h' ? { ttl } : {};
}

const canMark = (part: Part | undefined) =>
  part?.type === 'text' ||
  part?.type === 'image' ||
  part?.type === 'document' ||
  part?.type === 'tool_result';

/**
 * Reads `content`. A `cachePoint` marks the part before it. Blocks without a counterpart are kept as they are; where
 * `content` is a string, as careless clients write it, it is one text.
 */
export function readConverseBlocks(content: unknown): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  const parts: Part[] = [];
  for (const block of list(content)) {
    const cache = readCachePoint(block);
    const last = parts.at(-1);
    if (cache && last && canMark(last)) parts[parts.length - 1] = { ...last, cache } as Part;
    if (cache) continue;
    const part = readBlock(block);
    if (part) parts.push(part);
  }
  return parts;
}

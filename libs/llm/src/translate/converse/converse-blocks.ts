import { createHash } from 'node:crypto';
import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { Citation, Media, Part } from '../conversation/message.js';
import { defined } from '../wire/defined.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { jsonToolName, toolInput } from '../wire/tool-input.js';
import { toolUseId } from '../messages/write-blocks.js';

/** Where parts of this format that nobody else knows come from. */
export const converseSource = 'converse';

/** Converse's names of file formats, by media type. */
const formats: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'text/csv': 'csv',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/markdown': 'md',
};
const imageFormats = new Set(['png', 'jpeg', 'gif', 'webp']);
const typesOf = new Map(Object.entries(formats).map(([type, format]) => [format, type]));

/** One turn of a conversation, as it is written. */
export type Turn = { role: 'user' | 'assistant'; content: Json[] };

/** Longest name of a document. */
const maxName = 200;
/** Longest id of a call; longer ones (a Responses call's, which carries its signature) are told apart by their hash. */
const maxCallId = 64;

/** An id as Bedrock takes it, the same each time. */
export function callId(id: string): string {
  const fitted = toolUseId(id);
  if (fitted.length <= maxCallId) return fitted;
  return `${fitted.slice(0, 31)}_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

/** Names of documents hold letters, digits, single spaces, hyphens and brackets only. */
export function documentName(name: string | undefined): string {
  const fitted = (name ?? '')
    .replace(/[^a-zA-Z0-9\s\-()[\]]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return fitted === '' ? 'document' : fitted.slice(0, maxName).trimEnd();
}

const formatOf = (media: Media | undefined): string | undefined =>
  media && 'data' in media && Object.hasOwn(formats, media.mediaType) ? formats[media.mediaType] : undefined;

/** Bytes, or what stands in Amazon's store; other addresses are not read. */
function writeSource(media: Media): Json | undefined {
  if ('data' in media) return { bytes: media.data };
  return media.url.startsWith('s3://') ? { s3Location: { uri: media.url } } : undefined;
}

function writeImage(media: Media, dropped: DroppedParams): Json | undefined {
  const format = formatOf(media) ?? /\.(png|jpe?g|gif|webp)$/i.exec('url' in media ? media.url : '')?.[1];
  const source = writeSource(media);
  const known = format?.toLowerCase().replace('jpg', 'jpeg');
  if (source && known !== undefined && imageFormats.has(known)) return { image: { format: known, source } };
  dropped.add('messages.content.image_url');
  return undefined;
}

function writeDocument(part: Extract<Part, { type: 'document' }>, dropped: DroppedParams): Json | undefined {
  const common = defined({
    name: documentName(part.title ?? part.name),
    context: part.context,
    citations: part.citations ? { enabled: true } : undefined,
  });
  if (part.text !== undefined) return { document: { format: 'txt', ...common, source: { text: part.text } } };
  const format = formatOf(part.media);
  if (part.media && format !== undefined && imageFormats.has(format)) return writeImage(part.media, dropped);
  const source = part.media && writeSource(part.media);
  if (source) return { document: { format: format ?? 'pdf', ...common, source } };
  dropped.add('messages.content.file');
  return undefined;
}

function writeResult(part: Extract<Part, { type: 'tool_result' }>, dropped: DroppedParams): Json {
  const content = part.content
    .map((entry) => writeBlock(entry, dropped))
    .filter((block) => block !== undefined);
  return {
    toolResult: defined({
      toolUseId: callId(part.callId),
      content: content.length > 0 ? content : [{ text: '(empty)' }],
      status: part.isError ? 'error' : undefined,
    }),
  };
}

/** A part as a block of Converse's; undefined, and named, where it has no place. */
export function writeBlock(part: Part, dropped: DroppedParams): Json | undefined {
  switch (part.type) {
    case 'text':
    case 'refusal':
      // Bedrock refuses empty texts.
      return part.text.trim() === '' ? undefined : { text: part.text };
    case 'image':
      if (part.detail !== undefined && part.detail !== 'auto')
        dropped.add('messages.content.image_url.detail');
      return writeImage(part.media, dropped);
    case 'document':
      return writeDocument(part, dropped);
    case 'thinking':
      if (part.redacted !== undefined) return { reasoningContent: { redactedContent: part.redacted } };
      if (part.signature !== undefined)
        return { reasoningContent: { reasoningText: { text: part.text, signature: part.signature } } };
      if (part.text !== '') dropped.add('messages.reasoning_content');
      return undefined;
    case 'tool_call':
      return {
        toolUse: { toolUseId: callId(part.id), name: part.name, input: toolInput(part.arguments) },
      };
    case 'tool_result':
      return writeResult(part, dropped);
    case 'audio':
      dropped.add('messages.content.input_audio');
      return undefined;
    case 'other':
      if (part.source === converseSource) return part.value;
      dropped.addPart(part.value);
      return undefined;
  }
}

/** Parts as blocks, with a `cachePoint` behind each mark. */
export function writeBlocks(parts: readonly Part[], dropped: DroppedParams): Json[] {
  const blocks: Json[] = [];
  for (const part of parts) {
    const block = writeBlock(part, dropped);
    if (block) blocks.push(block);
    const cache = 'cache' in part ? part.cache : undefined;
    if (cache?.ttl === '1h') dropped.add('cache_control.ttl');
    if (cache && blocks.length > 0) blocks.push({ cachePoint: { type: 'default' } });
  }
  return blocks;
}

function readSource(holder: Json): { media?: Media; text?: string } {
  const source = record(holder['source']);
  const format = text(holder['format']) ?? '';
  if (typeof source['text'] === 'string') return { text: source['text'] };
  if (typeof source['bytes'] === 'string')
    return {
      media: { mediaType: typesOf.get(format) ?? 'application/octet-stream', data: source['bytes'] },
    };
  const uri = text(record(source['s3Location'])['uri']);
  return uri === undefined ? {} : { media: { url: uri } };
}

function readReasoning(value: Json): Part {
  const redacted = text(value['redactedContent']);
  if (redacted !== undefined) return { type: 'thinking', text: '', redacted, signer: 'anthropic' };
  const { text: words, signature } = record(value['reasoningText']);
  const signed = text(signature);
  return defined({
    type: 'thinking' as const,
    text: typeof words === 'string' ? words : '',
    signature: signed,
    signer: signed === undefined ? undefined : ('anthropic' as const),
  });
}

const wordsOf = (entries: unknown): string =>
  list(entries)
    .map((entry) => text(record(entry)['text']) ?? '')
    .join('');

/** Reads one citation; `source` keeps it as it came. */
export function readConverseCitation(value: Json): Citation {
  return defined({
    title: text(value['title']),
    url: text(record(record(value['location'])['web'])['url']),
    citedText: text(wordsOf(value['sourceContent'])),
    source: { format: converseSource, value },
  });
}

function readCited({ content, citations }: Json): Part {
  const cited = list(citations).filter(isRecord).map(readConverseCitation);
  return defined({
    type: 'text' as const,
    text: wordsOf(content),
    citations: cited.length > 0 ? cited : undefined,
  });
}

/** Reads one block; undefined where it is none. A `cachePoint` is read by its neighbour. */
export function readConverseBlock(block: unknown): Part | undefined {
  if (!isRecord(block)) return undefined;
  if (typeof block['text'] === 'string') return { type: 'text', text: block['text'] };
  const { image, document, toolUse, toolResult, reasoningContent, json } = block;
  if (isRecord(image)) {
    const { media } = readSource(image);
    return media ? { type: 'image', media } : { type: 'other', source: converseSource, value: block };
  }
  if (isRecord(document)) {
    const read = readSource(document);
    return defined({
      type: 'document' as const,
      ...read,
      name: text(document['name']),
      context: text(document['context']),
      citations: record(document['citations'])['enabled'] === true ? true : undefined,
    });
  }
  // Tools that Bedrock itself ran are nobody's to answer.
  const ranThere = isRecord(toolUse) && toolUse['type'] === 'server_tool_use';
  if (isRecord(toolUse) && !ranThere) {
    const { input } = toolUse;
    const args = typeof input === 'string' ? input : JSON.stringify(input ?? {});
    if (toolUse['name'] === jsonToolName) return { type: 'text', text: args };
    return {
      type: 'tool_call',
      id: text(toolUse['toolUseId']) ?? '',
      name: text(toolUse['name']) ?? '',
      arguments: args,
    };
  }
  if (isRecord(toolResult))
    return defined({
      type: 'tool_result' as const,
      callId: text(toolResult['toolUseId']) ?? '',
      content: readConverseBlocks(toolResult['content']),
      isError: toolResult['status'] === 'error' ? true : undefined,
    });
  if (isRecord(reasoningContent)) return readReasoning(reasoningContent);
  if (json !== undefined) return { type: 'text', text: JSON.stringify(json) };
  if (isRecord(block['citationsContent'])) return readCited(block['citationsContent']);
  return { type: 'other', source: converseSource, value: block };
}

export function readConverseBlocks(blocks: unknown): Part[] {
  const parts: Part[] = [];
  for (const block of list(blocks)) {
    const last = parts.at(-1);
    if (isRecord(block) && isRecord(block['cachePoint'])) {
      if (last && markable(last)) last.cache = {};
      continue;
    }
    const part = readConverseBlock(block);
    if (part) parts.push(part);
  }
  return parts;
}

type Markable = Extract<Part, { type: 'text' | 'image' | 'document' | 'tool_result' }>;

const markable = (part: Part): part is Markable =>
  part.type === 'text' || part.type === 'image' || part.type === 'document' || part.type === 'tool_result';

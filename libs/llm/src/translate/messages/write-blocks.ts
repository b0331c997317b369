import type { Json } from '../../json/json-value.js';
import type { Message, Part } from '../conversation/message.js';
import { writeCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { toolInput } from '../wire/tool-input.js';
import { messagesSource } from './read-blocks.js';

/** What a request's blocks are written for. */
export type BlockWriting = {
  dropped: DroppedParams;
  /** Whether images and documents may be given by address: Bedrock takes bytes alone. */
  addresses: boolean;
  /** Set by the writer when a block needs the Files API. */
  usesFiles: boolean;
};

const imageTypes = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

/** Ids of tool calls hold letters, digits, `_` and `-` only; other makers' ids are fitted the same way each time. */
export const toolUseId = (id: string): string => {
  const fitted = id.replace(/[^a-zA-Z0-9_-]/g, '_');
  return fitted === '' ? 'call_0' : fitted;
};

type DocumentPart = Extract<Part, { type: 'document' }>;

function documentSource(part: DocumentPart, writing: BlockWriting): Json | undefined {
  const { media } = part;
  if (part.text !== undefined) return { type: 'text', media_type: 'text/plain', data: part.text };
  if (part.fileId !== undefined) {
    writing.usesFiles = true;
    return { type: 'file', file_id: part.fileId };
  }
  if (!media) return undefined;
  if ('url' in media) return writing.addresses ? { type: 'url', url: media.url } : undefined;
  const { mediaType, data } = media;
  if (mediaType === 'application/pdf') return { type: 'base64', media_type: mediaType, data };
  if (mediaType.startsWith('text/') || mediaType === 'application/json')
    return { type: 'text', media_type: 'text/plain', data: Buffer.from(data, 'base64').toString('utf8') };
  return undefined;
}

function writeDocument(part: DocumentPart, writing: BlockWriting): Json | undefined {
  const { media } = part;
  if (media && 'data' in media && imageTypes.has(media.mediaType))
    return writePart({ type: 'image', media }, writing);
  const source = documentSource(part, writing);
  if (!source) {
    writing.dropped.add('messages.content.file');
    return undefined;
  }
  return defined({
    type: 'document',
    source,
    title: part.title ?? part.name,
    context: part.context,
    citations: part.citations ? { enabled: true } : undefined,
  });
}

function writeImage(part: Extract<Part, { type: 'image' }>, writing: BlockWriting): Json | undefined {
  const { media } = part;
  if (part.detail !== undefined && part.detail !== 'auto')
    writing.dropped.add('messages.content.image_url.detail');
  if ('data' in media)
    return { type: 'image', source: { type: 'base64', media_type: media.mediaType, data: media.data } };
  if (!writing.addresses) {
    writing.dropped.add('messages.content.image_url');
    return undefined;
  }
  return { type: 'image', source: { type: 'url', url: media.url } };
}

function writeThinking(part: Extract<Part, { type: 'thinking' }>, { dropped }: BlockWriting) {
  if (part.redacted !== undefined) return { type: 'redacted_thinking', data: part.redacted };
  if (part.signature !== undefined)
    return { type: 'thinking', thinking: part.text, signature: part.signature };
  // Anthropic refuses thoughts that it has not signed.
  if (part.text !== '') dropped.add('messages.reasoning_content');
  return undefined;
}

function writeToolResult(part: Extract<Part, { type: 'tool_result' }>, writing: BlockWriting): Json {
  const content = part.content
    .map((entry) => writePart(entry, writing))
    .filter((block) => block !== undefined);
  return defined({
    type: 'tool_result',
    tool_use_id: toolUseId(part.callId),
    content: content.length > 0 ? content : undefined,
    is_error: part.isError ? true : undefined,
  });
}

/** Web results as Anthropic's own citation objects, where they came from it. */
function ownCitations(part: Extract<Part, { type: 'text' }>): Json[] | undefined {
  const own = (part.citations ?? [])
    .map((citation) => citation.source)
    .filter((source) => source?.format === messagesSource)
    .map((source) => source?.value ?? {});
  return own.length > 0 ? own : undefined;
}

function writePart(part: Part, writing: BlockWriting): Json | undefined {
  switch (part.type) {
    case 'text':
      // Anthropic refuses empty texts.
      return part.text.trim() === ''
        ? undefined
        : defined({ type: 'text', text: part.text, citations: ownCitations(part) });
    case 'refusal':
      return part.text.trim() === '' ? undefined : { type: 'text', text: part.text };
    case 'image':
      return writeImage(part, writing);
    case 'document':
      return writeDocument(part, writing);
    case 'audio':
      writing.dropped.add('messages.content.input_audio');
      return undefined;
    case 'thinking':
      return writeThinking(part, writing);
    case 'tool_call':
      return {
        type: 'tool_use',
        id: toolUseId(part.id),
        name: part.name,
        input: toolInput(part.arguments),
      };
    case 'tool_result':
      return writeToolResult(part, writing);
    case 'other':
      if (part.source === messagesSource) return { ...part.value };
      writing.dropped.addPart(part.value);
      return undefined;
  }
}

/** Writes parts as blocks, with the marks of the cache; a mark on a part that vanishes moves to the one before it. */
export function writeParts(parts: readonly Part[], writing: BlockWriting): Json[] {
  const blocks: Json[] = [];
  for (const part of parts) {
    const block = writePart(part, writing);
    if (block) blocks.push(block);
    const cache = 'cache' in part ? part.cache : undefined;
    const marked = block ?? blocks.at(-1);
    if (cache && marked) marked['cache_control'] ??= writeCacheMark(cache);
  }
  return blocks;
}

type Turn = { role: 'user' | 'assistant'; content: Json[] };

const isResult = (block: Json) => block['type'] === 'tool_result';

/**
 * Writes messages as turns that alternate: neighbours of one role are one message, results of tools come first in
 * theirs, and the user begins. System and developer messages are not written here.
 */
export function writeTurns(messages: readonly Message[], writing: BlockWriting): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === 'system' || message.role === 'developer') continue;
    if (message.name !== undefined) writing.dropped.add('messages.name');
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const content = writeParts(message.parts, writing);
    if (content.length === 0) continue;
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  for (const turn of turns)
    if (turn.role === 'user' && turn.content.some(isResult))
      turn.content = [...turn.content.filter(isResult), ...turn.content.filter((block) => !isResult(block))];
  return turns;
}

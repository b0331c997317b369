import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { Citation, Media, Part } from '../conversation/message.js';
import { readCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { jsonToolName } from '../wire/tool-input.js';

/** Where parts of this format that nobody else knows come from. */
export const messagesSource = 'messages';

const other = (block: Json): Part => ({ type: 'other', source: messagesSource, value: block });

/** Reads one citation of a text block; `source` keeps it as it came. */
export function readCitation(value: unknown): Citation {
  const citation = record(value);
  return defined({
    title: text(citation['title']) ?? text(citation['document_title']),
    url: text(citation['url']) ?? text(citation['source']),
    citedText: text(citation['cited_text']),
    source: { format: messagesSource, value: citation },
  });
}

function readMedia(source: Json): Media | undefined {
  const data = source['data'];
  if (source['type'] === 'base64' && typeof data === 'string')
    return { mediaType: text(source['media_type']) ?? 'application/octet-stream', data };
  const url = text(source['url']);
  return source['type'] === 'url' && url !== undefined ? { url } : undefined;
}

function readDocument(block: Json): Part {
  const source = record(block['source']);
  const common = {
    type: 'document' as const,
    title: text(block['title']),
    context: text(block['context']),
    citations: record(block['citations'])['enabled'] === true ? true : undefined,
    cache: readCacheMark(block['cache_control']),
  };
  if (source['type'] === 'text' && typeof source['data'] === 'string')
    return defined({ ...common, text: source['data'] });
  const fileId = text(source['file_id']);
  if (source['type'] === 'file' && fileId !== undefined) return defined({ ...common, fileId });
  const media = readMedia(source);
  return media ? defined({ ...common, media }) : other(block);
}

function readImage(block: Json): Part {
  const media = readMedia(record(block['source']));
  if (!media) return other(block);
  return defined({ type: 'image' as const, media, cache: readCacheMark(block['cache_control']) });
}

function readToolUse(block: Json): Part {
  const input = block['input'];
  const args = typeof input === 'string' ? input : JSON.stringify(input ?? {});
  // Structured output that was asked for by way of a tool is what the model says, not a call.
  if (block['name'] === jsonToolName) return { type: 'text', text: args };
  return {
    type: 'tool_call',
    id: text(block['id']) ?? '',
    name: text(block['name']) ?? '',
    arguments: args,
  };
}

/** Reads one block of `content`; undefined where it is none. Blocks without a counterpart are kept as they are. */
export function readBlock(block: unknown): Part | undefined {
  if (!isRecord(block)) return undefined;
  switch (block['type']) {
    case 'text': {
      const citations = list(block['citations']).map(readCitation);
      return defined({
        type: 'text' as const,
        text: typeof block['text'] === 'string' ? block['text'] : '',
        cache: readCacheMark(block['cache_control']),
        citations: citations.length > 0 ? citations : undefined,
      });
    }
    case 'image':
      return readImage(block);
    case 'document':
      return readDocument(block);
    case 'thinking':
      return defined({
        type: 'thinking' as const,
        text: typeof block['thinking'] === 'string' ? block['thinking'] : '',
        signature: text(block['signature']),
        signer: text(block['signature']) ? ('anthropic' as const) : undefined,
      });
    case 'redacted_thinking':
      return { type: 'thinking', text: '', redacted: text(block['data']) ?? '', signer: 'anthropic' };
    case 'tool_use':
      return readToolUse(block);
    case 'tool_result':
      return defined({
        type: 'tool_result' as const,
        callId: text(block['tool_use_id']) ?? '',
        content: readBlocks(block['content']),
        isError: block['is_error'] === true ? true : undefined,
        cache: readCacheMark(block['cache_control']),
      });
    default:
      return other(block);
  }
}

/** Reads `content`: a string, or blocks. An empty string is no part. */
export function readBlocks(content: unknown): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return list(content)
    .map(readBlock)
    .filter((part) => part !== undefined);
}

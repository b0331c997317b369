import type { Json } from '../../json/json-value.js';
import type { Message, Part } from '../conversation/message.js';
import type { CacheMark } from '../conversation/request.js';
import { writeCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { writeMediaUrl } from '../wire/media-url.js';
import { toolInput } from '../wire/tool-input.js';
import type { ChatDeviations } from './chat-deviations.js';
import { writeThought, type Thought } from './chat-thoughts.js';
import { chatSource } from './read-chat-part.js';

type ToolCall = Extract<Part, { type: 'tool_call' }>;
type ToolResult = Extract<Part, { type: 'tool_result' }>;
type Document = Extract<Part, { type: 'document' }>;

export type Writing = { deviations: ChatDeviations; dropped: DroppedParams };

function cacheField(cache: CacheMark | undefined, { deviations, dropped }: Writing): Json | undefined {
  if (!cache) return undefined;
  if (deviations.cacheControl) return writeCacheMark(cache);
  dropped.add('cache_control');
  return undefined;
}

function writeDocument(part: Document, writing: Writing): Json | undefined {
  const cache_control = cacheField(part.cache, writing);
  const { media, fileId } = part;
  if (writing.deviations.documents && part.name === undefined) {
    const source =
      part.text !== undefined
        ? { type: 'text', media_type: 'text/plain', data: part.text }
        : fileId !== undefined
          ? { type: 'file', file_id: fileId }
          : media && 'url' in media
            ? defined({ type: 'url', url: media.url, media_type: media.mediaType })
            : media && { type: 'base64', media_type: media.mediaType, data: media.data };
    const citations = part.citations ? { enabled: true } : undefined;
    return defined({
      type: 'document',
      source,
      title: part.title,
      context: part.context,
      citations,
      cache_control,
    });
  }
  // A text stays readable as text, with what the document said about it above it.
  if (part.text !== undefined)
    return defined({
      type: 'text',
      text: [part.title, part.context, part.text].filter((line) => line !== undefined).join('\n\n'),
      cache_control,
    });
  const filename = part.name ?? part.title;
  if (fileId !== undefined) return defined({ type: 'file', file: defined({ file_id: fileId, filename }) });
  if (!media) return undefined;
  const file_data = writeMediaUrl(media);
  return defined({
    type: 'file',
    // A file given by value must have a name.
    file: { filename: filename ?? 'document.pdf', file_data },
    cache_control,
  });
}

function writePart(part: Part, writing: Writing): Json | undefined {
  switch (part.type) {
    case 'text':
      return defined({ type: 'text', text: part.text, cache_control: cacheField(part.cache, writing) });
    case 'image':
      return defined({
        type: 'image_url',
        image_url: defined({ url: writeMediaUrl(part.media), detail: part.detail }),
        cache_control: cacheField(part.cache, writing),
      });
    case 'audio':
      return { type: 'input_audio', input_audio: { data: part.data, format: part.format } };
    case 'document':
      return writeDocument(part, writing);
    case 'refusal':
      return { type: 'refusal', refusal: part.text };
    case 'other':
      if (part.source === chatSource) return part.value;
      writing.dropped.addPart(part.value);
      return undefined;
    default:
      return undefined;
  }
}

/** Content as a string where that says everything, else as parts. */
export function writeContent(parts: readonly Part[], writing: Writing): string | Json[] {
  const written = parts.map((part) => writePart(part, writing)).filter((part) => part !== undefined);
  const texts = written.filter((part) => part['type'] === 'text' && part['cache_control'] === undefined);
  if (texts.length === written.length && (written.length <= 1 || !writing.deviations.textParts))
    return texts.map((part) => String(part['text'])).join('\n');
  return written;
}

/** One call as an entry of `tool_calls`, in a request or a reply. */
export function writeToolCall(call: ToolCall): Json {
  const extra_content = call.signature && { google: { thought_signature: call.signature } };
  return defined(
    call.custom
      ? { id: call.id, type: 'custom', custom: { name: call.name, input: call.arguments }, extra_content }
      : {
          id: call.id,
          type: 'function',
          function: { name: call.name, arguments: call.arguments },
          extra_content,
        },
  );
}

function writeThoughts(thoughts: readonly Thought[], { deviations }: Writing): Json {
  const plain = thoughts.map((thought) => thought.text).join('');
  if (thoughts.length === 0 || deviations.thoughts === 'none') return {};
  if (deviations.thoughts === 'reasoning_content') return plain === '' ? {} : { reasoning_content: plain };
  return defined({
    reasoning: plain === '' ? undefined : plain,
    reasoning_details: thoughts.map(writeThought),
  });
}

function writeAssistant(message: Message, writing: Writing): Json {
  const { deviations, dropped } = writing;
  const of = <T extends Part['type']>(type: T) =>
    message.parts.filter((part): part is Extract<Part, { type: T }> => part.type === type);
  const images = of('image').map((part) => writePart(part, { ...writing, deviations }));
  const takesImages = deviations.images !== 'none';
  if (images.length > 0 && !takesImages) dropped.add('messages.images');
  const audio = of('other').find((part) => part.source === chatSource && part.value['type'] === 'audio');
  const spoken = message.parts.filter(
    (part) => part.type === 'text' || (part.type === 'other' && part !== audio),
  );
  const calls = of('tool_call').map((call) =>
    writeToolCall(
      call.custom && !deviations.customTools
        ? { ...call, custom: false, arguments: JSON.stringify(toolInput(call.arguments)) }
        : call,
    ),
  );
  const content = writeContent(spoken, writing);
  const refusal = of('refusal')
    .map((part) => part.text)
    .join('');
  return defined({
    role: 'assistant',
    name: deviations.names ? message.name : undefined,
    content: content.length > 0 || (calls.length === 0 && refusal === '' && !audio) ? content : null,
    ...writeThoughts(of('thinking'), writing),
    refusal: refusal === '' ? undefined : refusal,
    images: images.length > 0 && takesImages ? images : undefined,
    audio: audio?.value['audio'],
    tool_calls: calls.length > 0 ? calls : undefined,
  });
}

/** A result as a `tool` message; what is no text goes into `rest`, since such messages hold text alone. */
function writeToolResult(result: ToolResult, rest: Part[], writing: Writing): Json {
  const isText = (part: Part) => part.type === 'text' || part.type === 'refusal';
  const texts: Part[] = result.content.filter(isText);
  rest.push(...result.content.filter((part) => !isText(part)));
  const last = texts.at(-1);
  const marked =
    result.cache && last?.type === 'text' && writing.deviations.cacheControl
      ? [...texts.slice(0, -1), { ...last, cache: result.cache }]
      : texts;
  if (result.cache && marked === texts) cacheField(result.cache, writing);
  return { role: 'tool', tool_call_id: result.callId, content: writeContent(marked, writing) };
}

/**
 * Writes messages as chat has them: results of tools as messages of their own right behind the calls, and what they
 * hold besides text in a user's message behind them.
 */
export function writeChatMessages(messages: readonly Message[], writing: Writing): Json[] {
  const written: Json[] = [];
  let shown: Part[] = [];
  const show = () => {
    if (shown.length > 0) written.push({ role: 'user', content: writeContent(shown, writing) });
    shown = [];
  };
  for (const message of messages) {
    const results = message.parts.filter((part): part is ToolResult => part.type === 'tool_result');
    for (const result of results) written.push(writeToolResult(result, shown, writing));
    const parts = message.parts.filter((part) => part.type !== 'tool_result');
    if (message.role === 'tool' || (results.length > 0 && parts.length === 0)) continue;
    if (message.role === 'user' && results.length > 0) {
      shown.push(...parts);
      continue;
    }
    show();
    if (message.role === 'assistant') {
      written.push(writeAssistant({ ...message, parts }, writing));
      continue;
    }
    const role = message.role === 'developer' && !writing.deviations.developerRole ? 'system' : message.role;
    written.push(
      defined({
        role,
        name: writing.deviations.names ? message.name : undefined,
        content: writeContent(parts, writing),
      }),
    );
  }
  show();
  return written;
}

import type { Json } from '../../json/json-value.js';
import type { Message, Part } from '../conversation/message.js';
import { defined } from '../wire/defined.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { writeMediaUrl } from '../wire/media-url.js';
import { responsesSource } from './read-responses-item.js';

type Document = Extract<Part, { type: 'document' }>;

function writeDocument(part: Document): Json | undefined {
  if (part.text !== undefined)
    return {
      type: 'input_text',
      text: [part.title, part.context, part.text].filter((line) => line !== undefined).join('\n\n'),
    };
  const filename = part.name ?? part.title;
  if (part.fileId !== undefined) return { type: 'input_file', file_id: part.fileId };
  if (!part.media) return undefined;
  return 'url' in part.media
    ? { type: 'input_file', file_url: part.media.url }
    : { type: 'input_file', filename: filename ?? 'document.pdf', file_data: writeMediaUrl(part.media) };
}

function writeInputPart(part: Part, dropped: DroppedParams): Json | undefined {
  if ('cache' in part && part.cache) dropped.add('cache_control');
  switch (part.type) {
    case 'text':
    case 'refusal':
      return { type: 'input_text', text: part.text };
    case 'image':
      return { type: 'input_image', image_url: writeMediaUrl(part.media), detail: part.detail ?? 'auto' };
    case 'document':
      return writeDocument(part);
    case 'audio':
      dropped.add('messages.content.input_audio');
      return undefined;
    case 'other':
      if (part.source === responsesSource) return part.value;
      dropped.addPart(part.value);
      return undefined;
    default:
      return undefined;
  }
}

/** Content as a string where that says everything, else as parts. */
function writeInputContent(parts: readonly Part[], dropped: DroppedParams): string | Json[] {
  const written = parts.map((part) => writeInputPart(part, dropped)).filter((part) => part !== undefined);
  const [first] = written;
  if (first === undefined) return '';
  return written.length === 1 && first['type'] === 'input_text' ? String(first['text']) : written;
}

/** Items that one turn of the assistant is made of, in their order. Thoughts go only to the one who can read them. */
function writeAssistant(message: Message, custom: Set<string>, dropped: DroppedParams): Json[] {
  const items: Json[] = [];
  let content: Json[] | undefined;
  const say = (part: Json) => {
    if (!content) items.push({ type: 'message', role: 'assistant', content: (content = []) });
    content.push(part);
  };
  for (const part of message.parts) {
    if ('cache' in part && part.cache) dropped.add('cache_control');
    if (part.type === 'text') say({ type: 'output_text', text: part.text });
    else if (part.type === 'refusal') say({ type: 'refusal', refusal: part.text });
    else if (part.type === 'image') dropped.add('messages.images');
    else content = undefined;
    if (part.type === 'thinking') {
      if (part.signer !== 'openai' || part.signature === undefined) continue;
      const summary = part.text === '' ? [] : [{ type: 'summary_text', text: part.text }];
      items.push(defined({ type: 'reasoning', id: part.id, summary, encrypted_content: part.signature }));
    } else if (part.type === 'tool_call') {
      if (part.custom) custom.add(part.id);
      items.push(
        part.custom
          ? { type: 'custom_tool_call', call_id: part.id, name: part.name, input: part.arguments }
          : { type: 'function_call', call_id: part.id, name: part.name, arguments: part.arguments },
      );
    } else if (part.type === 'other') {
      if (part.source === responsesSource) items.push(part.value);
      else dropped.addPart(part.value);
    }
  }
  return items;
}

/** Writes messages as `input` items. */
export function writeResponsesInput(messages: readonly Message[], dropped: DroppedParams): Json[] {
  const items: Json[] = [];
  const custom = new Set<string>();
  for (const message of messages) {
    if (message.name !== undefined) dropped.add('messages.name');
    if (message.role === 'assistant') {
      items.push(...writeAssistant(message, custom, dropped));
      continue;
    }
    const others: Part[] = [];
    for (const part of message.parts) {
      if (part.type !== 'tool_result') {
        others.push(part);
        continue;
      }
      if (part.cache) dropped.add('cache_control');
      items.push({
        type: custom.has(part.callId) ? 'custom_tool_call_output' : 'function_call_output',
        call_id: part.callId,
        output: writeInputContent(part.content, dropped),
      });
    }
    if (message.role === 'tool' || (others.length === 0 && message.parts.length > 0)) continue;
    items.push({ type: 'message', role: message.role, content: writeInputContent(others, dropped) });
  }
  return items;
}

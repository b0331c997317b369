import type { Json } from '../../json/json-value.js';
import type { Citation, Part } from '../conversation/message.js';
import { defined } from '../wire/defined.js';
import { toolInput } from '../wire/tool-input.js';
import { messagesSource } from './read-blocks.js';

/** A citation as Anthropic words it: its own object where there is one, else a web result. */
export function writeCitation(citation: Citation): Json {
  if (citation.source?.format === messagesSource) return citation.source.value;
  return {
    type: 'web_search_result_location',
    url: citation.url ?? '',
    title: citation.title ?? null,
    encrypted_index: '',
    cited_text: citation.citedText ?? '',
  };
}

/** A part of a reply as a block of `content`; undefined where Anthropic's clients know no such thing. */
export function writeReplyPart(part: Part): Json | undefined {
  switch (part.type) {
    case 'text':
      return defined({
        type: 'text',
        text: part.text,
        citations: part.citations?.length ? part.citations.map(writeCitation) : undefined,
      });
    case 'refusal':
      return { type: 'text', text: part.text };
    case 'thinking':
      return part.redacted === undefined
        ? { type: 'thinking', thinking: part.text, signature: part.signature ?? '' }
        : { type: 'redacted_thinking', data: part.redacted };
    case 'tool_call':
      return { type: 'tool_use', id: part.id, name: part.name, input: toolInput(part.arguments) };
    case 'other':
      return part.source === messagesSource ? part.value : undefined;
    case 'image':
    case 'audio':
    case 'document':
    case 'tool_result':
      return undefined;
  }
}

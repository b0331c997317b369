import type { Json } from '../../json/json-value.js';
import type { ReplyContext } from '../codec.js';
import type { Citation, Media, Part } from '../conversation/message.js';
import { defined } from '../wire/defined.js';
import { writeMediaUrl } from '../wire/media-url.js';
import { responsesSource } from './read-responses-item.js';
import { reasoningId, writeCallSeal, writeSeal } from './responses-seal.js';

type ToolCall = Extract<Part, { type: 'tool_call' }>;
type Thought = Extract<Part, { type: 'thinking' }>;

/** A citation as an annotation of an `output_text`. */
export function writeAnnotation(citation: Citation): Json {
  if (citation.source?.format === responsesSource) return citation.source.value;
  return {
    type: 'url_citation',
    start_index: citation.start ?? 0,
    end_index: citation.end ?? 0,
    url: citation.url ?? '',
    title: citation.title ?? '',
  };
}

export function outputText(text: string, annotations: Json[] = [], logprobs: unknown[] = []): Json {
  return { type: 'output_text', text, annotations, logprobs };
}

/** A generated image as content of a message (page gateway/concepts/image-generation). */
export function outputImage(media: Media | undefined): Json {
  return { type: 'output_image', image_url: media ? writeMediaUrl(media) : '' };
}

/** Ids of the items of one reply, made from its own. */
export function itemId(kind: 'msg' | 'fc' | 'ctc', context: ReplyContext, index: number): string {
  return `${kind}_${context.id}_${index}`;
}

export function messageItem(id: string, content: Json[], status: string): Json {
  return { id, type: 'message', status, role: 'assistant', content };
}

export function callItem(call: ToolCall, context: ReplyContext, index: number, status: string): Json {
  const { custom, name } = call;
  return custom
    ? {
        id: itemId('ctc', context, index),
        type: 'custom_tool_call',
        status,
        call_id: call.id,
        name,
        input: call.arguments,
      }
    : {
        id: itemId('fc', context, index),
        type: 'function_call',
        status,
        call_id: call.id,
        name,
        arguments: call.arguments,
      };
}

export function reasoningItem(thought: Thought, context: ReplyContext, index: number): Json {
  return defined({
    id: reasoningId(thought.id, context.id, index),
    type: 'reasoning',
    summary: thought.text === '' ? [] : [{ type: 'summary_text', text: thought.text }],
    encrypted_content: writeSeal(thought, context.signer),
  });
}

/** The item that keeps the signature of a call, behind it. */
export function callSealItem(callId: string, signature: string, context: ReplyContext, index: number): Json {
  return {
    id: reasoningId(undefined, context.id, index),
    type: 'reasoning',
    summary: [],
    encrypted_content: writeCallSeal(callId, signature),
  };
}

import { list, type Json } from '../../json/json-value.js';
import type { ReplyContext } from '../codec.js';
import type { Part } from '../conversation/message.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import {
  callItem,
  callSealItem,
  itemId,
  messageItem,
  outputImage,
  outputText,
  reasoningItem,
  writeAnnotation,
} from './responses-output.js';
import { reasoningId } from './responses-seal.js';

export type PartEvent = Exclude<StreamEvent, { type: 'start' | 'usage' | 'error' | 'end' | 'finish' }>;

/** Writes the events of output items, and keeps the items for the last event. */
export type OutputWriter = {
  take(event: PartEvent): void;
  /** Ends what is open, with the status of the whole. */
  close(status: string): void;
  items(): Json[];
};

type Spoken = {
  kind: 'text' | 'refusal';
  part: number;
  text: string;
  annotations: Json[];
  logprobs: unknown[];
};
type Thought = Extract<Part, { type: 'thinking' }>;
type Open =
  | { kind: 'message'; id: string; content: Json[]; spoken?: Spoken | undefined }
  | { kind: 'thinking'; id: string; part: number; thought: Thought }
  | { kind: 'call'; part: number; call: Extract<Part, { type: 'tool_call' }> };

export function createOutputWriter(
  context: ReplyContext,
  emit: (type: string, fields: Json) => void,
): OutputWriter {
  const done: Json[] = [];
  let open: Open | undefined;
  /** A thought that began within a message, and may be no more than a signature of it. */
  let held: { part: number; id: string | undefined } | undefined;
  /** Signatures of the open message, which follow it. */
  const seals: { part: number; thought: Thought }[] = [];

  const at = (id: string): Json => ({ item_id: id, output_index: done.length });

  function finishItem(item: Json): void {
    emit('response.output_item.done', { output_index: done.length, item });
    done.push(item);
    open = undefined;
  }

  function endSpoken(message: Extract<Open, { kind: 'message' }>): void {
    const { spoken } = message;
    if (!spoken) return;
    const where = { ...at(message.id), content_index: message.content.length };
    const isText = spoken.kind === 'text';
    const part = isText
      ? outputText(spoken.text, spoken.annotations, spoken.logprobs)
      : { type: 'refusal', refusal: spoken.text };
    if (isText) emit('response.output_text.done', { ...where, text: spoken.text, logprobs: spoken.logprobs });
    else emit('response.refusal.done', { ...where, refusal: spoken.text });
    emit('response.content_part.done', { ...where, part });
    message.content.push(part);
    message.spoken = undefined;
  }

  function closeThought(item: Extract<Open, { kind: 'thinking' }>): void {
    const { thought, id } = item;
    if (thought.text !== '') {
      const where = { ...at(id), summary_index: 0 };
      emit('response.reasoning_summary_text.done', { ...where, text: thought.text });
      emit('response.reasoning_summary_part.done', {
        ...where,
        part: { type: 'summary_text', text: thought.text },
      });
    }
    finishItem({ ...reasoningItem(thought, context, done.length), id });
  }

  function closeCall({ call }: Extract<Open, { kind: 'call' }>): void {
    const item = callItem(call, context, done.length, 'completed');
    const where = at(String(item['id']));
    if (call.custom) emit('response.custom_tool_call_input.done', { ...where, input: call.arguments });
    else
      emit('response.function_call_arguments.done', { ...where, name: call.name, arguments: call.arguments });
    finishItem(item);
    if (call.signature === undefined) return;
    const seal = callSealItem(call.id, call.signature, context, done.length);
    emit('response.output_item.added', { output_index: done.length, item: { ...seal } });
    finishItem(seal);
  }

  function close(status: string): void {
    if (open?.kind === 'message') {
      endSpoken(open);
      finishItem(messageItem(open.id, open.content, status));
      for (const { thought } of seals.splice(0)) {
        const seal = reasoningItem(thought, context, done.length);
        emit('response.output_item.added', { output_index: done.length, item: { ...seal } });
        finishItem(seal);
      }
    } else if (open?.kind === 'thinking') closeThought(open);
    else if (open?.kind === 'call') closeCall(open);
  }

  function message(): Extract<Open, { kind: 'message' }> {
    if (open?.kind === 'message') return open;
    close('completed');
    const id = itemId('msg', context, done.length);
    const item: Open = { kind: 'message', id, content: [] };
    open = item;
    emit('response.output_item.added', {
      output_index: done.length,
      item: messageItem(id, [], 'in_progress'),
    });
    return item;
  }

  function spoken(kind: 'text' | 'refusal', part: number): { id: string; index: number; spoken: Spoken } {
    const item = message();
    if (item.spoken && (item.spoken.part !== part || item.spoken.kind !== kind)) endSpoken(item);
    const index = item.content.length;
    if (!item.spoken) {
      item.spoken = { kind, part, text: '', annotations: [], logprobs: [] };
      emit('response.content_part.added', {
        ...at(item.id),
        content_index: index,
        part: kind === 'text' ? outputText('') : { type: 'refusal', refusal: '' },
      });
    }
    return { id: item.id, index, spoken: item.spoken };
  }

  function thought(part: number, id?: string): Extract<Open, { kind: 'thinking' }> {
    if (open?.kind === 'thinking' && open.part === part) return open;
    const given = id ?? (held?.part === part ? held.id : undefined);
    held = undefined;
    close('completed');
    const own = reasoningId(given, context.id, done.length);
    const item = {
      kind: 'thinking' as const,
      id: own,
      part,
      thought: { type: 'thinking' as const, text: '', id: own } as Thought,
    };
    open = item;
    emit('response.output_item.added', {
      output_index: done.length,
      item: { id: own, type: 'reasoning', summary: [] },
    });
    return item;
  }

  function startCall(event: Extract<PartEvent, { kind: 'tool_call' }>): void {
    close('completed');
    const { id, name, custom } = event;
    const call = { type: 'tool_call' as const, id, name, arguments: '', ...(custom ? { custom } : {}) };
    open = { kind: 'call', part: event.part, call };
    emit('response.output_item.added', {
      output_index: done.length,
      item: callItem(call, context, done.length, 'in_progress'),
    });
  }

  function think(event: Extract<PartEvent, { type: 'thinking' }>): void {
    const item = thought(event.part);
    const where = { ...at(item.id), summary_index: 0 };
    if (item.thought.text === '')
      emit('response.reasoning_summary_part.added', { ...where, part: { type: 'summary_text', text: '' } });
    item.thought.text += event.text;
    emit('response.reasoning_summary_text.delta', { ...where, delta: event.text });
  }

  function sign(event: Extract<PartEvent, { type: 'signature' }>): void {
    if (open?.kind === 'call' && open.part === event.part) {
      open.call.signature = (open.call.signature ?? '') + event.signature;
      return;
    }
    if (event.signer === 'gemini' && open?.kind === 'message') return seal(event);
    const item = thought(event.part);
    item.thought.signature = (item.thought.signature ?? '') + event.signature;
    if (event.signer) item.thought.signer = event.signer;
  }

  /** Gemini's signature of a text parts it from no image that follows. */
  function seal({ part, signature }: Extract<PartEvent, { type: 'signature' }>): void {
    held = undefined;
    const known = seals.find((entry) => entry.part === part);
    if (known) known.thought.signature += signature;
    else seals.push({ part, thought: { type: 'thinking', text: '', signature, signer: 'gemini' } });
  }

  function take(event: PartEvent): void {
    switch (event.type) {
      case 'part_start':
        if (event.kind === 'tool_call') startCall(event);
        else if (event.kind === 'thinking') {
          if (open?.kind === 'message') held = { part: event.part, id: event.id };
          else thought(event.part, event.id);
        } else spoken(event.kind, event.part);
        break;
      case 'text':
      case 'refusal': {
        const { id, index, spoken: target } = spoken(event.type, event.part);
        target.text += event.text;
        const where = { ...at(id), content_index: index, delta: event.text };
        if (event.type === 'refusal') {
          emit('response.refusal.delta', where);
          break;
        }
        const logprobs = list(event.logprobs?.['content']);
        target.logprobs.push(...logprobs);
        emit('response.output_text.delta', { ...where, logprobs });
        break;
      }
      case 'thinking':
        think(event);
        break;
      case 'signature':
        sign(event);
        break;
      case 'redacted_thinking': {
        const item = thought(event.part);
        item.thought.redacted = (item.thought.redacted ?? '') + event.data;
        break;
      }
      case 'arguments': {
        // Texts of a call that ended before cannot be said any more.
        if (open?.kind !== 'call' || open.part !== event.part) break;
        open.call.arguments += event.json;
        const { id } = callItem(open.call, context, done.length, 'in_progress');
        const type = open.call.custom ? 'custom_tool_call_input' : 'function_call_arguments';
        emit(`response.${type}.delta`, { ...at(String(id)), delta: event.json });
        break;
      }
      case 'citation': {
        const { id, index, spoken: target } = spoken('text', event.part);
        const annotation = writeAnnotation(event.citation);
        emit('response.output_text.annotation.added', {
          ...at(id),
          content_index: index,
          annotation_index: target.annotations.length,
          annotation,
        });
        target.annotations.push(annotation);
        break;
      }
      case 'image': {
        const item = message();
        endSpoken(item);
        const where = { ...at(item.id), content_index: item.content.length };
        const part = outputImage(event.media);
        emit('response.content_part.added', { ...where, part: outputImage(undefined) });
        emit('response.content_part.done', { ...where, part });
        item.content.push(part);
        break;
      }
      case 'part_end':
        if (held?.part === event.part) thought(event.part);
        if (open?.kind === 'message') {
          if (open.spoken?.part === event.part) endSpoken(open);
        } else if (open?.part === event.part) close('completed');
        break;
      case 'audio':
        break;
    }
  }

  return { take, close, items: () => done };
}

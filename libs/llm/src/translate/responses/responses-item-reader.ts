import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import { readAnnotations } from '../chat/read-chat-part.js';
import type { Part } from '../conversation/message.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { defined } from '../wire/defined.js';
import { readAssistantItem, readResponsesPart, responsesSource } from './read-responses-item.js';
import { readSeal } from './responses-seal.js';

/** Reads the events that concern one output item or a part of it. */
export type ItemReader = {
  add(type: string, event: Json): void;
  /** Emits a whole part at once. */
  addPart(part: Part): void;
  close(): void;
  /** Whether any part came. */
  any(): boolean;
  hasCalls(): boolean;
};

type Kind = 'text' | 'refusal' | 'thinking' | 'tool_call';
type Open = { part: number; kind: Kind; key: string; said: boolean };

/** More items or content parts than this in one stream are garbage. */
const maxParts = 4096;

const deltaKinds: Record<string, Kind> = {
  'response.output_text.delta': 'text',
  'response.refusal.delta': 'refusal',
  'response.reasoning_summary_text.delta': 'thinking',
  'response.reasoning_text.delta': 'thinking',
  'response.function_call_arguments.delta': 'tool_call',
  'response.custom_tool_call_input.delta': 'tool_call',
};

export function createItemReader(emit: (event: StreamEvent) => void): ItemReader {
  const choice = 0;
  let next = 0;
  let open: Open | undefined;
  /** Numbers of the calls that the items stand for, and the ids of those calls. */
  const calls = new Map<string, number>();
  const callIds = new Map<string, number>();
  /** Items of which anything came: what is said again when they are done is not news. */
  const seen = new Set<string>();
  /** Which of the two kinds of thinking text an item sends; the other repeats it. */
  const thinkingKind = new Map<string, string>();

  const itemKey = (event: Json): string => keyOf(event['output_index'] ?? event['item_id']);
  const contentKey = (event: Json): string => `${itemKey(event)}/${keyOf(event['content_index'])}`;

  function close(): void {
    if (open) emit({ type: 'part_end', choice, part: open.part });
    open = undefined;
  }

  function opened(kind: Exclude<Kind, 'tool_call'>, key: string, id?: string): Open {
    if (open?.kind === kind && open.key === key) return open;
    close();
    open = { part: next++, kind, key, said: false };
    emit(defined({ type: 'part_start', choice, part: open.part, kind, id }));
    return open;
  }

  function say(target: Open, words: string, logprobs?: unknown): void {
    if (words === '') return;
    target.said = true;
    const { part, kind } = target;
    if (kind === 'tool_call') emit({ type: 'arguments', choice, part, json: words });
    else if (kind === 'text' && list(logprobs).length > 0)
      emit({ type: kind, choice, part, text: words, logprobs: { content: logprobs } });
    else emit({ type: kind, choice, part, text: words });
  }

  function startCall(item: Json, key: string): void {
    if (calls.has(key) || calls.size >= maxParts) return;
    close();
    const custom = item['type'] === 'custom_tool_call';
    const part = next++;
    const id = text(item['call_id']) ?? text(item['id']) ?? `call_${part}`;
    calls.set(key, part);
    callIds.set(id, part);
    open = { part, kind: 'tool_call', key, said: false };
    emit(
      defined({
        type: 'part_start',
        choice,
        part,
        kind: 'tool_call',
        id,
        name: text(item['name']) ?? '',
        custom: custom ? true : undefined,
      }),
    );
  }

  function addDelta(type: string, kind: Kind, event: Json): void {
    const delta = event['delta'];
    if (typeof delta !== 'string') return;
    const key = itemKey(event);
    if (kind === 'tool_call') {
      if (open?.kind === 'tool_call' && open.key === key) say(open, delta);
      else if (calls.has(key) && delta !== '')
        // Calls that are written at the same time: their texts are kept apart by the part's number.
        emit({ type: 'arguments', choice, part: calls.get(key) ?? 0, json: delta });
      return;
    }
    if (seen.size < maxParts) seen.add(key);
    if (kind !== 'thinking') return say(opened(kind, contentKey(event)), delta, event['logprobs']);
    const sent = thinkingKind.get(key) ?? type;
    if (sent !== type) return;
    if (thinkingKind.size < maxParts) thinkingKind.set(key, type);
    say(opened('thinking', key, text(event['item_id'])), delta);
  }

  function addSeal(item: Json, key: string): void {
    const sealed = text(item['encrypted_content']);
    if (sealed === undefined) return;
    const seal = readSeal(sealed);
    if (seal.kind === 'call') {
      const part = callIds.get(seal.callId);
      if (part !== undefined)
        emit({ type: 'signature', choice, part, signature: seal.signature, signer: 'gemini' });
      return;
    }
    const { part } = opened('thinking', key, text(item['id']));
    if (seal.kind === 'redacted') emit({ type: 'redacted_thinking', choice, part, data: seal.data });
    else emit({ type: 'signature', choice, part, signature: seal.signature, signer: seal.signer });
  }

  function itemDone(item: Json, event: Json): void {
    const key = itemKey(event);
    switch (item['type']) {
      case 'function_call':
      case 'custom_tool_call': {
        startCall(item, key);
        const given = item[item['type'] === 'custom_tool_call' ? 'input' : 'arguments'];
        if (open?.key === key && !open.said && typeof given === 'string') say(open, given);
        break;
      }
      case 'reasoning': {
        const [thought] = seen.has(key) ? [] : (readAssistantItem(item, []) ?? []);
        if (thought?.type === 'thinking' && thought.text !== '')
          say(opened('thinking', key, text(item['id'])), thought.text);
        addSeal(item, key);
        break;
      }
      case 'image_generation_call': {
        close();
        for (const part of readAssistantItem(item, []) ?? []) addPart(part);
        break;
      }
      case 'message':
        if (!seen.has(key))
          for (const entry of list(item['content'])) {
            const part = readResponsesPart(entry);
            if (part) addPart(part);
          }
        break;
    }
    close();
  }

  function partDone(event: Json): void {
    const part = record(event['part']);
    if (part['type'] === 'output_image') {
      const image = readResponsesPart(part);
      seen.add(itemKey(event));
      if (image) addPart(image);
      return;
    }
    const kind = part['type'] === 'refusal' ? 'refusal' : 'text';
    const key = contentKey(event);
    if (open?.key !== key) return;
    const words = part[kind];
    if (!open.said && typeof words === 'string') say(open, words);
    close();
  }

  function addPart(part: Part): void {
    close();
    switch (part.type) {
      case 'text':
      case 'refusal':
      case 'thinking': {
        const target = opened(part.type, `whole/${next}`, part.type === 'thinking' ? part.id : undefined);
        say(target, part.text);
        if (part.type === 'text')
          for (const citation of part.citations ?? [])
            emit({ type: 'citation', choice, part: target.part, citation });
        if (part.type === 'thinking' && part.redacted !== undefined)
          emit({ type: 'redacted_thinking', choice, part: target.part, data: part.redacted });
        if (part.type === 'thinking' && part.signature !== undefined) {
          const { signature, signer } = part;
          emit(defined({ type: 'signature', choice, part: target.part, signature, signer }));
        }
        break;
      }
      case 'tool_call': {
        const type = part.custom ? 'custom_tool_call' : 'function_call';
        startCall({ type, call_id: part.id, name: part.name }, `whole/${next}`);
        if (open) say(open, part.arguments);
        if (open && part.signature !== undefined)
          emit({ type: 'signature', choice, part: open.part, signature: part.signature, signer: 'gemini' });
        break;
      }
      case 'image':
        emit({ type: 'image', choice, part: next++, media: part.media });
        break;
    }
    close();
  }

  function add(type: string, event: Json): void {
    const kind = Object.hasOwn(deltaKinds, type) ? deltaKinds[type] : undefined;
    if (kind) return addDelta(type, kind, event);
    const key = itemKey(event);
    switch (type) {
      case 'response.output_item.added': {
        const item = record(event['item']);
        if (item['type'] === 'function_call' || item['type'] === 'custom_tool_call') startCall(item, key);
        break;
      }
      case 'response.content_part.added': {
        const part = record(event['part'])['type'];
        if (seen.size < maxParts) seen.add(key);
        if (part === 'output_text' || part === 'refusal')
          opened(part === 'refusal' ? 'refusal' : 'text', contentKey(event));
        break;
      }
      case 'response.output_text.annotation.added':
        for (const citation of readAnnotations([event['annotation']], responsesSource))
          emit({ type: 'citation', choice, part: opened('text', contentKey(event)).part, citation });
        break;
      case 'response.reasoning_summary_part.added':
        // Summaries that follow each other are paragraphs of one thought.
        if (open?.kind === 'thinking' && open.key === key && open.said) say(open, '\n\n');
        break;
      case 'response.content_part.done':
        partDone(event);
        break;
      case 'response.output_item.done':
        if (isRecord(event['item'])) itemDone(event['item'], event);
        break;
    }
  }

  return { add, addPart, close, any: () => next > 0, hasCalls: () => calls.size > 0 };
}

/** A number or an id as a key; anything else, which is garbage, as the first. */
const keyOf = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : '0';

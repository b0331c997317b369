import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { defined } from '../wire/defined.js';
import { readFinish } from './chat-finish.js';
import { readThought } from './chat-thoughts.js';
import { readAnnotations, readImage } from './read-chat-part.js';

/** Reads the deltas of one choice of a streamed reply. */
export type ChoiceReader = {
  add(entry: Json): void;
  /** Ends the part that is still open. */
  close(): void;
};

type Open = {
  part: number;
  kind: 'text' | 'thinking' | 'refusal' | 'tool_call';
  /** Whether anything of it came. */
  said: boolean;
};

/** More calls than this in one reply are garbage. */
const maxCalls = 1024;

export function createChoiceReader(choice: number, emit: (event: StreamEvent) => void): ChoiceReader {
  let next = 0;
  let open: Open | undefined;
  let finished = false;
  let audioPart: number | undefined;
  const calls = new Map<number, { part: number; id: string }>();

  function close(): void {
    if (open) emit({ type: 'part_end', choice, part: open.part });
    open = undefined;
  }

  function opened(kind: 'text' | 'thinking' | 'refusal', id?: string): Open {
    if (open?.kind === kind) return open;
    close();
    open = { part: next++, kind, said: false };
    emit(defined({ type: 'part_start', choice, part: open.part, kind, id }));
    return open;
  }

  function say(kind: 'text' | 'thinking' | 'refusal', words: unknown, logprobs?: unknown): void {
    if (typeof words !== 'string' || words === '') return;
    const target = opened(kind);
    target.said = true;
    const { part } = target;
    if (kind === 'text' && isRecord(logprobs)) emit({ type: 'text', choice, part, text: words, logprobs });
    else emit({ type: kind, choice, part, text: words });
  }

  /** Signatures, and thoughts that stand in the details alone. A signature ends its thought. */
  function addDetail(entry: unknown, hasPlain: boolean): void {
    const thought = readThought(entry);
    if (!thought) return;
    const { signer, id } = thought;
    if (thought.redacted !== undefined) {
      close();
      const { part } = opened('thinking', id);
      emit({ type: 'redacted_thinking', choice, part, data: thought.redacted });
      close();
      return;
    }
    if (!hasPlain && !(open?.kind === 'thinking' && open.said && thought.signature !== undefined))
      say('thinking', thought.text);
    if (thought.signature === undefined) return;
    const { part } = opened('thinking', id);
    emit(defined({ type: 'signature', choice, part, signature: thought.signature, signer }));
    close();
  }

  function addContent(content: unknown, logprobs: unknown): void {
    if (typeof content === 'string') return say('text', content, logprobs);
    for (const entry of list(content)) {
      const part = record(entry);
      if (part['type'] === 'thinking')
        for (const thought of list(part['thinking'])) say('thinking', record(thought)['text']);
      else say('text', part['text']);
    }
  }

  function addCall(entry: unknown, position: number): void {
    if (!isRecord(entry)) return;
    const id = text(entry['id']);
    const custom = entry['type'] === 'custom' || isRecord(entry['custom']);
    const fn = record(entry[custom ? 'custom' : 'function']);
    const name = text(fn['name']);
    const given = entry['index'];
    let index = typeof given === 'number' && Number.isInteger(given) && given >= 0 ? given : position;
    let call = calls.get(index);
    // A server that numbers all calls alike (or none) begins a new one by a new id and name.
    if (call && id !== undefined && id !== call.id && name !== undefined) {
      index = calls.size;
      call = undefined;
    }
    if (!call) {
      if (calls.size >= maxCalls) return;
      close();
      call = { part: next++, id: id ?? `call_${choice}_${index}` };
      calls.set(index, call);
      open = { part: call.part, kind: 'tool_call', said: true };
      emit(
        defined({
          type: 'part_start',
          choice,
          part: call.part,
          kind: 'tool_call',
          id: call.id,
          name: name ?? '',
          custom: custom ? true : undefined,
        }),
      );
    }
    const words = fn[custom ? 'input' : 'arguments'];
    const json = isRecord(words) ? JSON.stringify(words) : words;
    const { part } = call;
    if (typeof json === 'string' && json !== '') emit({ type: 'arguments', choice, part, json });
    const signature = text(record(record(entry['extra_content'])['google'])['thought_signature']);
    if (signature !== undefined) emit({ type: 'signature', choice, part, signature, signer: 'gemini' });
  }

  function addDelta(delta: Json, logprobs: unknown): void {
    const plain = text(delta['reasoning_content']) ?? text(delta['reasoning']);
    say('thinking', plain);
    for (const entry of list(delta['reasoning_details'])) addDetail(entry, plain !== undefined);
    addContent(delta['content'], logprobs);
    say('refusal', delta['refusal']);
    for (const citation of readAnnotations(delta['annotations']))
      emit({ type: 'citation', choice, part: opened('text').part, citation });
    for (const entry of list(delta['images'])) {
      const image = readImage(record(entry));
      if (image?.type !== 'image') continue;
      close();
      emit({ type: 'image', choice, part: next++, media: image.media });
    }
    if (isRecord(delta['audio']))
      emit({ type: 'audio', choice, part: (audioPart ??= next++), value: delta['audio'] });
    for (const [position, entry] of list(delta['tool_calls']).entries()) addCall(entry, position);
    // The legacy call has no number and no id, and is alone.
    if (isRecord(delta['function_call'])) addCall({ index: 0, function: delta['function_call'] }, 0);
  }

  return {
    close,
    add(entry) {
      if (isRecord(entry['delta'])) addDelta(entry['delta'], entry['logprobs']);
      // A server that does not stream after all answers with one whole message.
      else if (isRecord(entry['message']) && next === 0) addDelta(entry['message'], entry['logprobs']);
      if (entry['finish_reason'] === undefined || entry['finish_reason'] === null || finished) return;
      finished = true;
      close();
      emit({ type: 'finish', choice, reason: readFinish(entry['finish_reason'], calls.size > 0) });
    },
  };
}

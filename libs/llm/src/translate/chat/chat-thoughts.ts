import { isRecord, list, text, type Json } from '../../json/json-value.js';
import type { Part, Signer } from '../conversation/message.js';
import { defined } from '../wire/defined.js';

export type Thought = Extract<Part, { type: 'thinking' }>;

/** `format` of an entry of `reasoning_details`, in the words that OpenRouter's clients know. */
const formats: Record<Signer, string> = {
  anthropic: 'anthropic-claude-v1',
  gemini: 'google-gemini-v1',
  openai: 'openai-responses-v1',
};

function readSigner(format: unknown): Signer | undefined {
  if (typeof format !== 'string') return undefined;
  if (format.startsWith('anthropic')) return 'anthropic';
  if (format.startsWith('google')) return 'gemini';
  return format.startsWith('openai') || format.startsWith('azure') ? 'openai' : undefined;
}

/**
 * Reads one entry of `reasoning_details`: OpenRouter's `reasoning.text`, `reasoning.summary`, `reasoning.encrypted`
 * and the older `{thinking, signature}` and `{type: 'redacted', data}`.
 */
export function readThought(entry: unknown): Thought | undefined {
  if (!isRecord(entry)) return undefined;
  const signer = readSigner(entry['format']);
  const id = text(entry['id']);
  const data = text(entry['data']);
  const signature = text(entry['signature']);
  if (data !== undefined)
    // What OpenAI and Gemini encrypt vouches for a thought; what Anthropic redacts stands for one.
    return defined(
      signer === 'openai' || signer === 'gemini'
        ? { type: 'thinking', text: '', signature: data, signer, id }
        : { type: 'thinking', text: '', redacted: data, signer, id },
    );
  const thought = text(entry['text']) ?? text(entry['thinking']) ?? text(entry['summary']) ?? '';
  if (thought === '' && signature === undefined) return undefined;
  return defined({ type: 'thinking', text: thought, signature, signer, id });
}

/** The thoughts of an assistant's message, in whichever of the usual fields they stand. */
export function readThoughts(message: Json): Thought[] {
  const plain = text(message['reasoning_content']) ?? text(message['reasoning']);
  const thoughts: Thought[] = [];
  for (const entry of list(message['reasoning_details'])) {
    const thought = readThought(entry);
    const last = thoughts.at(-1);
    // Streamed details arrive in pieces, and a client may have kept them so.
    if (thought && last && isContinued(last, thought, entry)) {
      last.text += thought.text;
      if (thought.signature !== undefined) last.signature = thought.signature;
      last.signer ??= thought.signer;
    } else if (thought) thoughts.push(thought);
  }
  if (plain === undefined) return thoughts;
  if (thoughts.length === 0) return [{ type: 'thinking', text: plain }];
  if (thoughts.every((thought) => thought.text === '')) {
    const signed = thoughts.find((thought) => thought.redacted === undefined);
    if (signed) signed.text = plain;
    else thoughts.unshift({ type: 'thinking', text: plain });
  }
  return thoughts;
}

function isContinued(last: Thought, next: Thought, entry: unknown): boolean {
  if (last.redacted !== undefined || next.redacted !== undefined) return false;
  if (last.id !== undefined && last.id === next.id) return true;
  return last.signature === undefined && isRecord(entry) && last.id === undefined && next.id === undefined;
}

/** One thought as an entry of `reasoning_details`; `index` numbers the thoughts of a message. */
export function writeThought(thought: Thought, index: number): Json {
  const format = thought.signer === undefined ? undefined : formats[thought.signer];
  if (thought.redacted !== undefined)
    return defined({ type: 'reasoning.encrypted', data: thought.redacted, id: thought.id, format, index });
  return defined({
    type: 'reasoning.text',
    text: thought.text,
    signature: thought.signature,
    id: thought.id,
    format,
    index,
  });
}

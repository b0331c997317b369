import type { Part, Signer } from '../conversation/message.js';

type Thought = Extract<Part, { type: 'thinking' }>;

/**
 * The Responses API has one place for what vouches for a thought: `encrypted_content` of a reasoning item. Clients
 * send that back, and some nothing else of the item, so whose signature it is stands in the text itself. OpenAI's own
 * has no mark.
 */
const mark = 'hs.';
/** Begins the ids of reasoning items that no provider has stored. */
const ownId = 'rs_hs_';

/** What `encrypted_content` of a reasoning item says. */
export type Seal =
  | { kind: 'signature'; signature: string; signer: Signer }
  | { kind: 'redacted'; data: string; signer?: Signer }
  /** A signature of the call with this id, not of a thought. */
  | { kind: 'call'; callId: string; signature: string };

export function readSeal(content: string): Seal {
  if (!content.startsWith(mark)) return { kind: 'signature', signature: content, signer: 'openai' };
  const body = content.slice(mark.length);
  const dot = body.indexOf('.');
  const kind = body.slice(0, dot);
  const value = body.slice(dot + 1);
  if (kind === 'call') {
    const end = value.lastIndexOf('.');
    return { kind, callId: value.slice(0, end), signature: value.slice(end + 1) };
  }
  if (kind === 'redacted') return { kind, data: value, signer: 'anthropic' };
  return { kind: 'signature', signature: value, signer: kind === 'gemini' ? 'gemini' : 'anthropic' };
}

/** `encrypted_content` of a thought; undefined where nothing vouches for it. */
export function writeSeal(thought: Thought, signer: Signer | undefined): string | undefined {
  if (thought.redacted !== undefined) return `${mark}redacted.${thought.redacted}`;
  if (thought.signature === undefined) return undefined;
  const by = thought.signer ?? signer ?? 'openai';
  return by === 'openai' ? thought.signature : `${mark}${by}.${thought.signature}`;
}

/** Whether a thought is but Gemini's signature of what was said: it may stand behind the message, where Claude's may not. */
export const isSealOnly = ({ text, signature, signer }: Thought): boolean =>
  text === '' && signature !== undefined && signer === 'gemini';

export function writeCallSeal(callId: string, signature: string): string {
  return `${mark}call.${callId}.${signature}`;
}

/** Whether a reasoning item came from another provider than OpenAI, by way of this gateway. */
export function isForeignReasoning(id: unknown, content: unknown): boolean {
  if (typeof content === 'string' && content !== '') return content.startsWith(mark);
  return typeof id === 'string' && id.startsWith(ownId);
}

/** Id of a reasoning item: the provider's own, else one that can be told from it. */
export function reasoningId(given: string | undefined, replyId: string, index: number): string {
  return given?.startsWith('rs_') ? given : `${ownId}${replyId}_${index}`;
}

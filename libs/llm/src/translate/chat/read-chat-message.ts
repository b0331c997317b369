import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { Message, Part, Role } from '../conversation/message.js';
import type { CacheMark } from '../conversation/request.js';
import { readCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { chatSource, readAnnotations, readContent, readImage } from './read-chat-part.js';
import { readThoughts } from './chat-thoughts.js';

const roles = new Map<string, Role>(
  Object.entries({
    system: 'system',
    developer: 'developer',
    user: 'user',
    assistant: 'assistant',
    tool: 'tool',
    function: 'tool',
  } as const),
);

/** Id of a call that the legacy `function_call` leaves without one. */
export const legacyCallId = (number: number): string => `call_legacy_${number}`;

/** Reads one entry of `tool_calls`, of a request or a whole reply; `fallbackId` stands where the entry has none. */
export function readToolCall(entry: unknown, fallbackId: string): Part | undefined {
  if (!isRecord(entry)) return undefined;
  const custom = entry['type'] === 'custom' || isRecord(entry['custom']);
  const fn = record(entry[custom ? 'custom' : 'function']);
  const given = fn[custom ? 'input' : 'arguments'];
  const signature = text(record(record(entry['extra_content'])['google'])['thought_signature']);
  return defined({
    type: 'tool_call' as const,
    id: text(entry['id']) ?? fallbackId,
    name: text(fn['name']) ?? '',
    arguments: typeof given === 'string' ? given : isRecord(given) ? JSON.stringify(given) : '',
    signature,
    signer: signature === undefined ? undefined : ('gemini' as const),
    custom: custom ? true : undefined,
  });
}

/**
 * The parts of an assistant's message, of a request or a reply, in the order in which they came about: thoughts, text
 * with its citations, refusal, images, calls.
 */
export function readAssistantParts(message: Json, legacyId: () => string): Part[] {
  const content = readContent(message['content']);
  const parts: Part[] = [...readThoughts(message), ...content];
  const citations = readAnnotations(message['annotations']);
  if (citations.length > 0) {
    const at = parts.findIndex((part) => part.type === 'text');
    const cited = parts[at];
    if (cited?.type === 'text') parts[at] = { ...cited, citations };
    else parts.push({ type: 'text', text: '', citations });
  }
  if (text(message['refusal'])) parts.push({ type: 'refusal', text: String(message['refusal']) });
  for (const entry of list(message['images'])) {
    const image = readImage(record(entry));
    if (image) parts.push(image);
  }
  if (isRecord(message['audio']))
    parts.push({ type: 'other', source: chatSource, value: { type: 'audio', audio: message['audio'] } });
  for (const [at, entry] of list(message['tool_calls']).entries()) {
    const call = readToolCall(entry, `call_${at}`);
    if (call) parts.push(call);
  }
  if (isRecord(message['function_call'])) {
    const call = readToolCall({ function: message['function_call'] }, legacyId());
    if (call) parts.push(call);
  }
  return parts;
}

/** A mark on the message is one on its last part that can carry one. */
function markLast(parts: Part[], cache: CacheMark | undefined): void {
  if (!cache) return;
  for (const part of parts.toReversed())
    if (
      part.type === 'text' ||
      part.type === 'image' ||
      part.type === 'document' ||
      part.type === 'tool_call'
    ) {
      part.cache ??= cache;
      return;
    }
}

/**
 * Reads `messages`. Legacy `function` messages become results of the call that they answer; results learn the name of
 * their function from it.
 */
export function readChatMessages(entries: readonly unknown[]): Message[] {
  const names = new Map<string, string>();
  let legacyCalls = 0;
  let lastLegacyId = legacyCallId(0);
  const nextLegacyId = () => (lastLegacyId = legacyCallId(legacyCalls++));

  return entries.filter(isRecord).map((entry): Message => {
    const role = roles.get(text(entry['role']) ?? 'user') ?? 'user';
    const cache = readCacheMark(entry['cache_control']);
    if (role === 'tool') {
      const legacy = entry['role'] === 'function';
      const callId = legacy ? lastLegacyId : (text(entry['tool_call_id']) ?? '');
      const name = text(entry['name']) ?? names.get(callId);
      const content = readContent(entry['content']);
      return { role, parts: [defined({ type: 'tool_result' as const, callId, name, content, cache })] };
    }
    const parts =
      role === 'assistant' ? readAssistantParts(entry, nextLegacyId) : readContent(entry['content']);
    for (const part of parts) if (part.type === 'tool_call') names.set(part.id, part.name);
    markLast(parts, cache);
    return defined({ role, name: text(entry['name']), parts });
  });
}

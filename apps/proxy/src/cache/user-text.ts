import { isRecord } from '@heliostat/llm';
import type { JsonObject } from '../pipeline/call.js';

/** Longer texts differ in too many things for one vector to tell. */
const maxLength = 8_000;

export type UserText = {
  text: string;
  /** The request without it. */
  rest: JsonObject;
};

/**
 * What the user said last, in a chat's `messages` or a response's `input`, apart from the rest of the request.
 * Undefined where there is none, or too much of it.
 */
export function splitUserText(json: JsonObject): UserText | undefined {
  const name = Array.isArray(json['messages']) ? 'messages' : 'input';
  const asked = json[name];
  if (typeof asked === 'string') return fit(asked, { ...json, [name]: '' });
  if (!Array.isArray(asked)) return undefined;
  const messages: unknown[] = asked;
  const at = messages.findLastIndex((message) => isRecord(message) && message['role'] === 'user');
  const message = messages[at];
  // What comes behind it (a tool's result, a prefill) makes the question another one.
  if (!isRecord(message) || at !== messages.length - 1) return undefined;
  const { text, content } = splitContent(message['content']);
  return fit(text, { ...json, [name]: messages.with(at, { ...message, content }) });
}

const fit = (text: string, rest: JsonObject): UserText | undefined =>
  text.trim() === '' || text.length > maxLength ? undefined : { text, rest };

/** Images and files stay with the rest, where they must be the same. */
function splitContent(content: unknown): { text: string; content: unknown } {
  if (typeof content === 'string') return { text: content, content: '' };
  if (!Array.isArray(content)) return { text: '', content };
  const texts: string[] = [];
  const others = content.map((part: unknown) => {
    if (!isRecord(part) || typeof part['text'] !== 'string') return part;
    texts.push(part['text']);
    return { ...part, text: '' };
  });
  return { text: texts.join('\n'), content: others };
}

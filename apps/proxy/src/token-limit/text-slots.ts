import { isRecord, type Json } from '@heliostat/llm';

/** One text of a prompt, in place: `holder[key]` is a string. */
export type TextSlot = {
  holder: Record<string, unknown> | unknown[];
  key: string | number;
  /** Instructions of the application rather than the conversation: cut last. */
  system: boolean;
};

/** Tool calls nest results in results; nobody nests deeper. */
const maxDepth = 6;
const systemRoles = new Set(['system', 'developer']);

/**
 * Every text of a body that a model reads as a message, in the shapes of chat completions, responses, messages and
 * Gemini: what may be shortened without breaking the body. Tool definitions, tool calls and pictures are not in it.
 */
export function textSlots(body: Json): TextSlot[] {
  const slots: TextSlot[] = [];
  for (const key of ['system', 'instructions', 'systemInstruction', 'system_instruction'])
    collect(body, key, true, slots);
  collect(body, 'prompt', false, slots);
  for (const key of ['messages', 'input', 'contents']) {
    const value = body[key];
    if (typeof value === 'string') slots.push({ holder: body, key, system: false });
    else if (Array.isArray(value)) value.forEach((_entry, index) => message(value, index, slots));
  }
  return slots;
}

function message(list: unknown[], index: number, slots: TextSlot[]): void {
  const entry = list[index];
  if (typeof entry === 'string') slots.push({ holder: list, key: index, system: false });
  if (!isRecord(entry)) return;
  const system = typeof entry['role'] === 'string' && systemRoles.has(entry['role']);
  collect(entry, 'content', system, slots);
  collect(entry, 'parts', system, slots);
  // A tool's result in the responses format.
  if (entry['type'] === 'function_call_output') collect(entry, 'output', system, slots);
}

/** A string, a list of parts, or a part with `text`, `content` or `parts` of its own. */
function collect(
  holder: Record<string, unknown> | unknown[],
  key: string | number,
  system: boolean,
  slots: TextSlot[],
  depth = 0,
): void {
  const value: unknown = (holder as Record<string | number, unknown>)[key];
  if (typeof value === 'string') slots.push({ holder, key, system });
  else if (depth >= maxDepth) return;
  else if (Array.isArray(value))
    value.forEach((_part, index) => collect(value, index, system, slots, depth + 1));
  else if (isRecord(value)) {
    for (const name of ['text', 'content', 'parts']) collect(value, name, system, slots, depth + 1);
  }
}

export const slotText = ({ holder, key }: TextSlot): string =>
  (holder as Record<string | number, unknown>)[key] as string;

export function setSlotText({ holder, key }: TextSlot, text: string): void {
  (holder as Record<string | number, unknown>)[key] = text;
}

import { isRecord, type Json } from '@heliostat/llm';

/** Tool results nest parts in parts; nobody nests deeper. */
const maxDepth = 4;

/**
 * What users say in a body, one text a message, in order: chat completions, responses, messages, Gemini, and the prompt
 * of completions. Instructions, the model's own words and tool results that are messages of their own are left out.
 */
export function userTexts(body: Json): string[] {
  const texts: string[] = [];
  const prompt = body['prompt'];
  if (typeof prompt === 'string') texts.push(prompt);
  else if (Array.isArray(prompt))
    for (const entry of prompt) if (typeof entry === 'string') texts.push(entry);
  for (const key of ['messages', 'input', 'contents']) {
    const value = body[key];
    if (typeof value === 'string') texts.push(value);
    else if (Array.isArray(value)) for (const entry of value) addMessage(entry, texts);
  }
  return texts.filter((text) => text.trim() !== '');
}

function addMessage(entry: unknown, texts: string[]): void {
  if (typeof entry === 'string') texts.push(entry);
  if (!isRecord(entry)) return;
  const { role } = entry;
  // Gemini's contents, and parts that stand alone in `input`, may do without a role.
  if (role !== undefined && role !== 'user') return;
  if (role === undefined && typeof entry['type'] === 'string' && !/text|message/.test(entry['type'])) return;
  const found: string[] = [];
  for (const key of ['content', 'parts', 'text']) addParts(entry[key], found, 0);
  if (found.length > 0) texts.push(found.join('\n'));
}

function addParts(value: unknown, found: string[], depth: number): void {
  if (typeof value === 'string') found.push(value);
  else if (depth >= maxDepth) return;
  else if (Array.isArray(value)) for (const part of value) addParts(part, found, depth + 1);
  else if (isRecord(value)) for (const key of ['text', 'content']) addParts(value[key], found, depth + 1);
}

/** Beginning and end of a text that is longer than twice `half` characters; what lies between is not looked at. */
export function bounded(text: string, half: number): string {
  return text.length <= 2 * half ? text : `${text.slice(0, half)}\n${text.slice(-half)}`;
}

import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { Tool, ToolChoice } from '../conversation/request.js';
import { readCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { chatSource } from './read-chat-part.js';

function readFunction(fn: Json, cache?: unknown): Tool | undefined {
  const name = text(fn['name']);
  if (name === undefined) return undefined;
  return defined({
    type: 'function',
    name,
    description: text(fn['description']),
    parameters: isRecord(fn['parameters']) ? fn['parameters'] : undefined,
    strict: typeof fn['strict'] === 'boolean' ? fn['strict'] : undefined,
    cache: readCacheMark(cache),
  });
}

/** Reads `tools`, and the legacy `functions`. */
export function readChatTools(tools: readonly unknown[], functions: readonly unknown[]): Tool[] {
  const result: (Tool | undefined)[] = tools.map((entry) => {
    if (!isRecord(entry)) return undefined;
    const fn = isRecord(entry['function'])
      ? readFunction(entry['function'], entry['cache_control'])
      : undefined;
    return fn ?? { type: 'other', source: chatSource, value: entry };
  });
  for (const entry of functions) result.push(readFunction(record(entry)));
  return result.filter((tool): tool is Tool => tool !== undefined);
}

const modes: Record<string, ToolChoice> = {
  auto: 'auto',
  none: 'none',
  required: 'required',
  any: 'required',
};

/** Reads `tool_choice` or the legacy `function_call`; `allowed` names the tools of an `allowed_tools` choice. */
export function readChatToolChoice(
  value: unknown,
): { choice: ToolChoice; allowed?: string[] | undefined } | undefined {
  if (typeof value === 'string') {
    const choice = Object.hasOwn(modes, value) ? modes[value] : undefined;
    return choice === undefined ? undefined : { choice };
  }
  if (!isRecord(value)) return undefined;
  if (value['type'] === 'allowed_tools') {
    const allowed = isRecord(value['allowed_tools']) ? value['allowed_tools'] : value;
    return {
      choice: allowed['mode'] === 'required' ? 'required' : 'auto',
      allowed: list(allowed['tools'])
        .map(nameOf)
        .filter((name): name is string => name !== undefined),
    };
  }
  const name = nameOf(value);
  return name === undefined ? undefined : { choice: { name } };
}

function nameOf(value: unknown): string | undefined {
  const tool = record(value);
  return text(record(tool['function'])['name']) ?? text(record(tool['custom'])['name']) ?? text(tool['name']);
}

import { isRecord, type Json } from '@heliostat/llm';

/** Messages of a span as OpenAI words them. */
export type SpanMessages = Json[];

const indexed = /^(\d{1,4})\.(?:tool_calls\.(\d{1,4})\.)?(role|content|finish_reason|id|name|arguments)$/;

/**
 * The messages below `prefix` in the attributes that OpenLLMetry writes: `gen_ai.prompt.0.role`,
 * `gen_ai.completion.0.tool_calls.0.name` and so on.
 */
export function indexedMessages(attributes: ReadonlyMap<string, unknown>, prefix: string): SpanMessages {
  const messages: Json[] = [];
  for (const [name, value] of attributes) {
    if (!name.startsWith(prefix)) continue;
    const [, index, call, key] = indexed.exec(name.slice(prefix.length)) ?? [];
    if (index === undefined || key === undefined) continue;
    const message = (messages[Number(index)] ??= {});
    if (call === undefined) message[key] = key === 'content' ? contentOf(value) : value;
    else setCall(message, Number(call), key, value);
  }
  // Some numbers may be missing.
  return messages.flatMap((message) => {
    const calls = message['tool_calls'];
    return [
      Array.isArray(calls) ? { ...message, tool_calls: calls.flatMap((call: unknown) => [call]) } : message,
    ];
  });
}

function setCall(message: Json, index: number, key: string, value: unknown): void {
  const calls = (message['tool_calls'] ??= []) as Json[];
  const call = (calls[index] ??= { type: 'function', function: {} });
  if (key === 'id') call['id'] = value;
  else (call['function'] as Json)[key] = value;
}

/** Content with pictures and the like is written as JSON. */
function contentOf(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('[{')) return value;
  const parsed = parse(value);
  return Array.isArray(parsed) ? parsed : value;
}

/**
 * The messages of OpenTelemetry's own conventions (`gen_ai.input.messages`, `gen_ai.output.messages`): a list, or its
 * JSON, of `{role, parts: [{type, content …}]}`.
 */
export function conventionMessages(value: unknown): SpanMessages {
  const list = typeof value === 'string' ? parse(value) : value;
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).map((entry) => {
    const { role, parts, finish_reason: finish, ...rest } = entry;
    const reason = finish === undefined ? {} : { finish_reason: finish };
    return Array.isArray(parts) ? { role, ...fromParts(parts), ...reason } : { role, ...rest, ...reason };
  });
}

function fromParts(parts: unknown[]): Json {
  const texts: string[] = [];
  const calls: Json[] = [];
  let answered: unknown;
  for (const part of parts.filter(isRecord)) {
    if (part['type'] === 'tool_call') {
      const given = part['arguments'];
      const written = typeof given === 'string' ? given : JSON.stringify(given ?? {});
      calls.push({ type: 'function', id: part['id'], function: { name: part['name'], arguments: written } });
    } else if (part['type'] === 'tool_call_response') {
      answered = part['id'];
      texts.push(textOf(part['response'] ?? part['result']));
    } else if (part['content'] !== undefined) texts.push(textOf(part['content']));
  }
  return {
    content: texts.join('\n'),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(answered !== undefined && { tool_call_id: answered }),
  };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

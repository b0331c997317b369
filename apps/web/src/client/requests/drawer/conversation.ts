import type { HeliconeRequest, LlmMessage } from '@heliostat/contracts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asString = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function parseArguments(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  try {
    const parsed: unknown = JSON.parse(String(value));
    return isRecord(parsed) ? parsed : { value: parsed };
  } catch {
    return { text: String(value) };
  }
}

/** One part of a provider's content array as a message of ours. */
function part(value: unknown, role: string): LlmMessage[] {
  if (typeof value === 'string') return [{ _type: 'message', role, content: value }];
  if (!isRecord(value)) return [];
  const image = isRecord(value.image_url) ? asString(value.image_url.url) : asString(value.image_url);
  if (image) return [{ _type: 'image', role, image_url: image }];
  if (value.type === 'image' && isRecord(value.source)) {
    const { data, media_type: type, url } = value.source;
    const src = asString(url) ?? `data:${asString(type) ?? 'image/png'};base64,${asString(data) ?? ''}`;
    return [{ _type: 'image', role, image_url: src }];
  }
  if (value.type === 'tool_use')
    return [
      {
        _type: 'functionCall',
        role,
        tool_calls: [
          { id: asString(value.id), name: String(value.name), arguments: parseArguments(value.input) },
        ],
      },
    ];
  if (value.type === 'tool_result')
    return [
      {
        _type: 'function',
        role: 'tool',
        tool_call_id: asString(value.tool_use_id),
        content: typeof value.content === 'string' ? value.content : JSON.stringify(value.content, null, 2),
      },
    ];
  if (value.type === 'thinking') return [{ _type: 'message', role, reasoning: asString(value.thinking) }];
  const text = asString(value.text) ?? asString(value.content);
  return text === undefined ? [] : [{ _type: 'message', role, content: text }];
}

function message(value: unknown): LlmMessage[] {
  if (!isRecord(value)) return [];
  const role = asString(value.role) ?? 'assistant';
  const content = value.content ?? value.parts;
  const parts = Array.isArray(content)
    ? content.flatMap((item) => part(item, role))
    : part(content ?? '', role);
  const calls = Array.isArray(value.tool_calls) ? value.tool_calls.filter(isRecord) : [];
  if (role === 'tool')
    return parts.map((item) => ({
      ...item,
      _type: 'function' as const,
      tool_call_id: asString(value.tool_call_id),
    }));
  const tools: LlmMessage[] = calls.map((call) => {
    const called = isRecord(call.function) ? call.function : call;
    return {
      _type: 'functionCall',
      role,
      tool_calls: [
        { id: asString(call.id), name: String(called.name), arguments: parseArguments(called.arguments) },
      ],
    };
  });
  return [...parts.filter((item) => item.content !== ''), ...tools];
}

/** What was asked and answered, out of the bodies, for rows that carry no normalised view. */
function fromBodies(row: HeliconeRequest): LlmMessage[] {
  const request = isRecord(row.request_body) ? row.request_body : {};
  const response = isRecord(row.response_body) ? row.response_body : {};
  const asked: LlmMessage[] = [];
  const system = request.system;
  if (typeof system === 'string') asked.push({ _type: 'message', role: 'system', content: system });
  else if (Array.isArray(system)) asked.push(...system.flatMap((item) => part(item, 'system')));
  const list = request.messages ?? request.contents ?? request.input;
  if (Array.isArray(list))
    asked.push(
      ...list.flatMap((item) =>
        typeof item === 'string'
          ? [{ _type: 'message' as const, role: 'user', content: item }]
          : message(item),
      ),
    );
  else {
    const prompt = asString(request.prompt) ?? asString(list);
    if (prompt) asked.push({ _type: 'message', role: 'user', content: prompt });
  }
  const choices = Array.isArray(response.choices) ? response.choices.filter(isRecord) : [];
  const answered = choices.flatMap((choice) =>
    choice.message ? message(choice.message) : part(choice.text ?? '', 'assistant'),
  );
  if (Array.isArray(response.content))
    answered.push(...response.content.flatMap((item) => part(item, 'assistant')));
  return [...asked, ...answered.filter((item) => item.content !== '')];
}

export type Conversation = { messages: LlmMessage[]; firstAnswer: number };

/** All messages in order; `firstAnswer` is the index of the first one that the model wrote in this call. */
export function conversationOf(row: HeliconeRequest): Conversation {
  const schema = row.llmSchema;
  const asked = schema?.request.messages ?? [];
  const answered = schema?.response?.messages ?? [];
  if (asked.length > 0 || answered.length > 0)
    return { messages: [...asked, ...answered], firstAnswer: asked.length };
  if (schema?.request.prompt)
    return { messages: [{ _type: 'message', role: 'user', content: schema.request.prompt }], firstAnswer: 1 };
  const messages = fromBodies(row);
  const last = messages.findLastIndex(({ role }) => role === 'user' || role === 'tool');
  return { messages, firstAnswer: last + 1 };
}

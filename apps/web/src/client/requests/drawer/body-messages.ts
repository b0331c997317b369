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

const toolCall = (role: string, id: unknown, name: unknown, given: unknown): LlmMessage => ({
  _type: 'functionCall',
  role,
  tool_calls: [{ id: asString(id), name: String(name), arguments: parseArguments(given ?? {}) }],
});

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
  const inline = isRecord(value.inlineData) ? value.inlineData : undefined;
  if (inline)
    return [
      {
        _type: 'image',
        role,
        image_url: `data:${asString(inline.mimeType)};base64,${asString(inline.data)}`,
      },
    ];
  if (isRecord(value.functionCall))
    return [toolCall(role, undefined, value.functionCall.name, value.functionCall.args)];
  if (isRecord(value.functionResponse))
    return [
      {
        _type: 'function',
        role: 'tool',
        name: asString(value.functionResponse.name),
        content: JSON.stringify(value.functionResponse.response),
      },
    ];
  if (value.type === 'tool_use') return [toolCall(role, value.id, value.name, value.input)];
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
  if (value.type === 'function_call') return [toolCall(role, value.call_id, value.name, value.arguments)];
  if (value.type === 'function_call_output')
    return [
      {
        _type: 'function',
        role: 'tool',
        tool_call_id: asString(value.call_id),
        content: String(value.output),
      },
    ];
  if (value.type === 'reasoning') {
    const summary = Array.isArray(value.summary) ? value.summary.filter(isRecord) : [];
    const reasoning = summary.map(({ text }) => asString(text)).join('\n\n');
    return reasoning ? [{ _type: 'message', role, reasoning }] : [];
  }
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
  const tools = calls.map((call) => {
    const called = isRecord(call.function) ? call.function : call;
    return toolCall(role, call.id, called.name, called.arguments);
  });
  return [...parts.filter((item) => item.content !== ''), ...tools];
}

function askedIn(request: Record<string, unknown>): LlmMessage[] {
  const asked: LlmMessage[] = [];
  const system = request.system ?? request.instructions ?? request.systemInstruction;
  if (typeof system === 'string') asked.push({ _type: 'message', role: 'system', content: system });
  else if (Array.isArray(system)) asked.push(...system.flatMap((item) => part(item, 'system')));
  else if (isRecord(system)) asked.push(...message({ ...system, role: 'system' }));
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
  return asked;
}

function answeredIn(response: Record<string, unknown>): LlmMessage[] {
  const records = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : []);
  const choices = records(response.choices).flatMap((choice) =>
    choice.message ? message(choice.message) : part(choice.text ?? '', 'assistant'),
  );
  const candidates = records(response.candidates).flatMap(({ content }) =>
    isRecord(content) ? message({ ...content, role: 'assistant' }) : [],
  );
  const content = records(response.content).flatMap((item) => part(item, 'assistant'));
  const output = records(response.output).flatMap(message);
  const pictures = records(response.data).flatMap((item): LlmMessage[] => {
    const url =
      asString(item.url) ?? (asString(item.b64_json) && `data:image/png;base64,${asString(item.b64_json)}`);
    return url ? [{ _type: 'image', role: 'assistant', image_url: url }] : [];
  });
  return [...choices, ...candidates, ...content, ...output, ...pictures].filter(
    (item) => item.content !== '',
  );
}

/** What was asked and answered, out of the bodies, for rows that carry no normalised view. */
export function messagesFromBodies(row: HeliconeRequest): LlmMessage[] {
  return [
    ...(isRecord(row.request_body) ? askedIn(row.request_body) : []),
    ...(isRecord(row.response_body) ? answeredIn(row.response_body) : []),
  ];
}

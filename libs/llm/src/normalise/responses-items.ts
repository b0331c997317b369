import type { LlmMessage } from '@heliostat/contracts';
import { isRecord, list, record, text, type Json } from '../json/json-value.js';
import { buildMessages } from './build-messages.js';
import { toArguments, toReasoning } from './content-part.js';

const withId = (item: Json): { id?: string } => {
  const id = text(item['call_id']) ?? text(item['id']);
  return id === undefined ? {} : { id };
};

function readItem(item: Json, fallbackRole: string): LlmMessage[] {
  const type = text(item['type']) ?? 'message';
  if (type === 'message') return buildMessages(text(item['role']) ?? fallbackRole, item['content']);
  if (type === 'reasoning') {
    const reasoning = toReasoning(item['summary']) || toReasoning(item['content']);
    return reasoning === '' ? [] : [{ _type: 'message', role: 'assistant', content: '', reasoning }];
  }
  if (type === 'function_call' || type === 'custom_tool_call' || type === 'mcp_call')
    return [
      {
        _type: 'functionCall',
        role: 'assistant',
        content: '',
        tool_calls: [
          {
            ...withId(item),
            name: text(item['name']) ?? '',
            arguments: toArguments(item['arguments'] ?? item['input']),
          },
        ],
      },
    ];
  if (type.endsWith('_call_output')) {
    const [message] = buildMessages('tool', item['output'] ?? '', { tool_call_id: item['call_id'] });
    return message ? [message] : [];
  }
  if (type === 'image_generation_call' && typeof item['result'] === 'string')
    return [
      {
        _type: 'image',
        role: 'assistant',
        mime_type: 'image/png',
        image_url: `data:image/png;base64,${item['result']}`,
      },
    ];
  if (type.endsWith('_call'))
    return [
      {
        _type: 'functionCall',
        role: 'assistant',
        content: '',
        tool_calls: [
          {
            ...withId(item),
            name: type.slice(0, -'_call'.length),
            arguments: record(item['action'] ?? { queries: item['queries'] }),
          },
        ],
      },
    ];
  return [];
}

/** Messages of the items of OpenAI's Responses, in a request (`input`) or a reply (`output`). */
export function readResponsesItems(items: unknown, fallbackRole: string): LlmMessage[] {
  return list(items).flatMap((item) => (isRecord(item) ? readItem(item, fallbackRole) : []));
}

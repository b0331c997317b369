import { isRecord, record, text, type Json } from '../json/json-value.js';
import type { Assembler } from './assembler.js';

/** Cohere's chat streams: v2 (`type`: content-delta …, usage in message-end) and v1 (`event_type`: text-generation …). */
export function assembleCohere(): Assembler {
  const words: string[] = [];
  const thoughts: string[] = [];
  const tools = new Map<number, { head: Json; arguments: string[] }>();
  let id: unknown;
  let finish: unknown;
  let usage: unknown;
  let whole: Json | undefined;

  return {
    add(event, name) {
      const delta = record(event['delta']);
      const message = record(delta['message']);
      const content = record(message['content']);
      const call = record(message['tool_calls']);
      const at = typeof event['index'] === 'number' ? event['index'] : 0;
      switch (text(event['type']) ?? text(event['event_type']) ?? name) {
        case 'message-start':
          id = event['id'];
          break;
        case 'content-start':
        case 'content-delta':
          if (typeof content['text'] === 'string') words.push(content['text']);
          if (typeof content['thinking'] === 'string') thoughts.push(content['thinking']);
          break;
        case 'tool-plan-delta':
          if (typeof message['tool_plan'] === 'string') thoughts.push(message['tool_plan']);
          break;
        case 'tool-call-start':
          tools.set(at, { head: call, arguments: [text(record(call['function'])['arguments']) ?? ''] });
          break;
        case 'tool-call-delta':
          tools.get(at)?.arguments.push(text(record(call['function'])['arguments']) ?? '');
          break;
        case 'message-end':
          finish = delta['finish_reason'];
          usage = delta['usage'];
          break;
        case 'text-generation':
          if (typeof event['text'] === 'string') words.push(event['text']);
          break;
        case 'stream-end':
          finish = event['finish_reason'];
          if (isRecord(event['response'])) whole = event['response'];
          break;
      }
    },
    finish() {
      const complete = finish !== undefined && finish !== null;
      if (whole) return { reply: whole, complete, usageFinal: true };
      const content: Json[] = [];
      if (thoughts.length > 0) content.push({ type: 'thinking', thinking: thoughts.join('') });
      content.push({ type: 'text', text: words.join('') });
      const message: Json = { role: 'assistant', content };
      const reply: Json = { id, message };
      if (finish !== undefined) reply['finish_reason'] = finish;
      if (tools.size > 0)
        message['tool_calls'] = [...tools.values()].map((tool) => ({
          ...tool.head,
          function: { ...record(tool.head['function']), arguments: tool.arguments.join('') },
        }));
      if (usage !== undefined) reply['usage'] = usage;
      return { reply, complete, usageFinal: true };
    },
  };
}

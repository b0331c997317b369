import type { StreamWriter } from '../codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { dataEvent } from '../wire/event-text.js';
import { writeConverseFinish } from './converse-finish.js';
import { writeConverseUsage } from './converse-reply.js';

/**
 * Writes the events of ConverseStream. Amazon's frames are binary, and no client speaks this format to the gateway:
 * each event comes as `{<event type>: <payload>}` in a server-sent event, for tests and for people.
 */
export function createConverseStreamWriter(): StreamWriter {
  const delta = (contentBlockIndex: number, value: object) =>
    dataEvent({ contentBlockDelta: { contentBlockIndex, delta: value } });

  function write(event: StreamEvent): string {
    if ('choice' in event && event.choice !== 0) return '';
    switch (event.type) {
      case 'start':
        return dataEvent({ messageStart: { role: 'assistant' } });
      case 'part_start': {
        if (event.kind !== 'tool_call') return '';
        const toolUse = { toolUseId: event.id, name: event.name };
        return dataEvent({ contentBlockStart: { contentBlockIndex: event.part, start: { toolUse } } });
      }
      case 'text':
      case 'refusal':
        return delta(event.part, { text: event.text });
      case 'thinking':
        return delta(event.part, { reasoningContent: { text: event.text } });
      case 'signature':
        return delta(event.part, { reasoningContent: { signature: event.signature } });
      case 'redacted_thinking':
        return delta(event.part, { reasoningContent: { redactedContent: event.data } });
      case 'arguments':
        return delta(event.part, { toolUse: { input: event.json } });
      case 'part_end':
        return dataEvent({ contentBlockStop: { contentBlockIndex: event.part } });
      case 'finish':
        return dataEvent({ messageStop: { stopReason: writeConverseFinish(event.reason) } });
      case 'usage':
        return dataEvent({ metadata: { usage: writeConverseUsage(event.usage) } });
      case 'error':
        return dataEvent({ modelStreamErrorException: { message: event.error.message } });
      case 'citation':
      case 'image':
      case 'audio':
      case 'end':
        return '';
    }
  }
  return { write: (events) => events.map(write).join('') };
}

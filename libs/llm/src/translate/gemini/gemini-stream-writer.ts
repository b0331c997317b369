import type { Json } from '../../json/json-value.js';
import type { ReplyContext, StreamWriter } from '../codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { defined } from '../wire/defined.js';
import { dataEvent } from '../wire/event-text.js';
import { toolInput } from '../wire/tool-input.js';
import { writeGeminiError } from './gemini-error.js';
import { writeGeminiFinish } from './gemini-finish.js';
import { writeGeminiReplyPart, writeGeminiUsage } from './gemini-reply.js';

type OpenCall = { id: string; name: string; json: string[]; signature?: string };

/** Writes chunks as Gemini streams them with `alt=sse`. Calls of functions come whole, once their arguments are. */
export function createGeminiStreamWriter(context: ReplyContext): StreamWriter {
  let head: Json = { modelVersion: context.model, responseId: context.id };
  const calls = new Map<string, OpenCall>();

  const chunk = (index: number, parts: Json[], finishReason?: string): string =>
    dataEvent({
      candidates: [defined({ content: { role: 'model', parts }, finishReason, index })],
      ...head,
    });

  function write(event: StreamEvent): string {
    const call = 'part' in event ? calls.get(`${event.choice}.${event.part}`) : undefined;
    switch (event.type) {
      case 'start':
        head = { modelVersion: event.model ?? context.model, responseId: event.id ?? context.id };
        return '';
      case 'part_start':
        if (event.kind === 'tool_call')
          calls.set(`${event.choice}.${event.part}`, { id: event.id, name: event.name, json: [] });
        return '';
      case 'text':
      case 'refusal':
        return chunk(event.choice, [{ text: event.text }]);
      case 'thinking':
        return chunk(event.choice, [{ text: event.text, thought: true }]);
      case 'signature':
        if (!call) return chunk(event.choice, [{ text: '', thoughtSignature: event.signature }]);
        call.signature = event.signature;
        return '';
      case 'arguments':
        call?.json.push(event.json);
        return '';
      case 'part_end': {
        if (!call) return '';
        calls.delete(`${event.choice}.${event.part}`);
        const { id, name, json, signature } = call;
        const functionCall = { id, name, args: toolInput(json.join('')) };
        return chunk(event.choice, [defined({ functionCall, thoughtSignature: signature })]);
      }
      case 'image': {
        const part = writeGeminiReplyPart({ type: 'image', media: event.media });
        return part ? chunk(event.choice, [part]) : '';
      }
      case 'finish':
        return chunk(event.choice, [], writeGeminiFinish(event.reason));
      case 'usage':
        return dataEvent({ usageMetadata: writeGeminiUsage(event.usage), ...head });
      case 'error':
        return dataEvent(writeGeminiError(event.status ?? 500, event.error));
      case 'redacted_thinking':
      case 'citation':
      case 'audio':
      case 'end':
        return '';
    }
  }
  return { write: (events) => events.map(write).join('') };
}

import { defined } from '../wire/defined.js';
import type { Part } from './message.js';
import type { Choice, ConversationReply } from './reply.js';
import type { StreamEvent } from './stream-event.js';

/** A whole reply as the events of a stream, for clients that asked for one and providers that do not stream. */
export function replyEvents(reply: ConversationReply): StreamEvent[] {
  const { id, model, created, serviceTier, systemFingerprint, usage } = reply;
  const events: StreamEvent[] = [
    defined({ type: 'start', id, model, created, serviceTier, systemFingerprint }),
    ...reply.choices.flatMap(choiceEvents),
  ];
  if (usage) events.push({ type: 'usage', usage });
  events.push({ type: 'end' });
  return events;
}

function choiceEvents({ index, parts, finish, stopSequence, logprobs }: Choice): StreamEvent[] {
  const first = parts.findIndex(({ type }) => type === 'text');
  return [
    ...parts.flatMap((part, at) => partEvents(part, index, at, at === first ? logprobs : undefined)),
    defined({ type: 'finish', choice: index, reason: finish, stopSequence }),
  ];
}

function partEvents(value: Part, choice: number, part: number, logprobs: Choice['logprobs']): StreamEvent[] {
  const at = { choice, part };
  const end: StreamEvent = { type: 'part_end', ...at };
  switch (value.type) {
    case 'text':
      return [
        { type: 'part_start', ...at, kind: 'text' },
        ...said({ type: 'text', ...at, text: value.text, ...(logprobs && { logprobs }) }),
        ...(value.citations ?? []).map((citation): StreamEvent => ({ type: 'citation', ...at, citation })),
        end,
      ];
    case 'refusal':
      return [
        { type: 'part_start', ...at, kind: 'refusal' },
        ...said({ type: 'refusal', ...at, text: value.text }),
        end,
      ];
    case 'thinking': {
      const { id, text, redacted, signature, signer } = value;
      const events: StreamEvent[] = [defined({ type: 'part_start', ...at, kind: 'thinking', id })];
      events.push(...said({ type: 'thinking', ...at, text }));
      if (redacted !== undefined) events.push({ type: 'redacted_thinking', ...at, data: redacted });
      if (signature !== undefined) events.push(defined({ type: 'signature', ...at, signature, signer }));
      return [...events, end];
    }
    case 'tool_call': {
      const { id, name, custom, signature, signer } = value;
      const events: StreamEvent[] = [
        defined({ type: 'part_start', ...at, kind: 'tool_call', id, name, custom }),
      ];
      if (value.arguments !== '') events.push({ type: 'arguments', ...at, json: value.arguments });
      if (signature !== undefined) events.push(defined({ type: 'signature', ...at, signature, signer }));
      return [...events, end];
    }
    case 'image':
      return [{ type: 'image', ...at, media: value.media }];
    case 'audio':
      return [{ type: 'audio', ...at, value: { data: value.data } }];
    default:
      // What only the provider's format knows has no place in another's stream.
      return [];
  }
}

const said = (event: Extract<StreamEvent, { text: string }>): StreamEvent[] =>
  event.text === '' ? [] : [event];

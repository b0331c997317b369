import fc from 'fast-check';
import { streamedReply } from '../testing/conversation-arbitrary.js';
import { joinDeltas } from '../testing/translate-factory.js';
import type { Part } from './message.js';
import type { ConversationReply } from './reply.js';
import { replyEvents } from './reply-events.js';
import type { StreamEvent } from './stream-event.js';

/** The whole reply that the events of a stream tell. */
function replyOf(events: readonly StreamEvent[]): ConversationReply {
  const parts: Part[] = [];
  const reply: ConversationReply = { choices: [{ index: 0, parts, finish: 'other' }] };
  for (const event of events) {
    if (event.type === 'start') Object.assign(reply, { id: event.id, model: event.model });
    if (event.type === 'usage') reply.usage = event.usage;
    if (event.type === 'finish') reply.choices[0]!.finish = event.reason;
    if (event.type === 'image') parts.push({ type: 'image', media: event.media });
    if (event.type === 'part_start')
      parts.push(
        event.kind === 'tool_call'
          ? { type: 'tool_call', id: event.id, name: event.name, arguments: '' }
          : { type: event.kind, text: '' },
      );
    const last = parts.at(-1);
    if ('text' in event && last && 'text' in last) last.text += event.text;
    if (event.type === 'arguments' && last?.type === 'tool_call') last.arguments += event.json;
    if (event.type === 'signature' && last?.type === 'thinking')
      Object.assign(last, { signature: event.signature, signer: event.signer });
  }
  return reply;
}

const saying = (events: StreamEvent[]) =>
  joinDeltas(events).filter(
    (event) => !('text' in event && event.text === '') && !('json' in event && event.json === ''),
  );

describe(replyEvents.name, () => {
  it('tells of a whole reply what its stream would have told', () => {
    fc.assert(
      fc.property(streamedReply, (events) => {
        expect(saying(replyEvents(replyOf(events)))).toEqual(saying(events));
      }),
    );
  });

  it('tells citations, the logarithms of the first text, and what is hidden of a thought', () => {
    const citation = { url: 'https://a.example' };
    const [choice] = [
      {
        index: 1,
        finish: 'stop_sequence' as const,
        stopSequence: 'END',
        logprobs: { content: [] },
        parts: [
          { type: 'thinking', text: '', redacted: 'x' },
          { type: 'text', text: 'a', citations: [citation] },
          { type: 'text', text: 'b' },
        ] satisfies Part[],
      },
    ];
    expect(replyEvents({ choices: [choice] }).filter(({ type }) => !type.startsWith('part_'))).toEqual([
      { type: 'start' },
      { type: 'redacted_thinking', choice: 1, part: 0, data: 'x' },
      { type: 'text', choice: 1, part: 1, text: 'a', logprobs: { content: [] } },
      { type: 'citation', choice: 1, part: 1, citation },
      { type: 'text', choice: 1, part: 2, text: 'b' },
      { type: 'finish', choice: 1, reason: 'stop_sequence', stopSequence: 'END' },
      { type: 'end' },
    ]);
  });
});

import fc from 'fast-check';
import type { Message, Part } from '../conversation/message.js';
import type { StreamEvent } from '../conversation/stream-event.js';

const words = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
/** Anthropic and Bedrock refuse texts of white space alone: something else is written in their place. */
const saying = words.filter((text) => text.trim() !== '');
const name = fc.stringMatching(/^[a-z][a-z_]{0,10}$/);
const base64 = fc.base64String({ minLength: 4, maxLength: 16 });

const image = fc.record({
  type: fc.constant('image' as const),
  media: fc.record({ mediaType: fc.constant('image/png'), data: base64 }),
});
const text = fc.record({ type: fc.constant('text' as const), text: saying });

const system: fc.Arbitrary<Message> = fc.record({
  role: fc.constant('system' as const),
  parts: fc.tuple(text),
});
const user: fc.Arbitrary<Message> = fc.record({
  role: fc.constant('user' as const),
  parts: fc.array(fc.oneof(text, image), { minLength: 1, maxLength: 3 }),
});

/** A turn of the assistant and the results of what it called; ids are unique by their position. */
const turn: fc.Arbitrary<Message[]> = fc
  .record({
    said: fc.option(saying),
    calls: fc.array(fc.record({ name, arguments: fc.json({ maxDepth: 1 }), result: saying }), {
      maxLength: 3,
    }),
  })
  .filter(({ said, calls }) => said !== null || calls.length > 0)
  .map(({ said, calls }) => {
    const parts: Part[] = said === null ? [] : [{ type: 'text', text: said }];
    for (const [at, call] of calls.entries())
      parts.push({ type: 'tool_call', id: `call_${at}`, name: call.name, arguments: call.arguments });
    const results = calls.map((call, at): Message => ({
      role: 'tool',
      parts: [
        {
          type: 'tool_result',
          callId: `call_${at}`,
          name: call.name,
          content: [{ type: 'text', text: call.result }],
        },
      ],
    }));
    return [{ role: 'assistant', parts }, ...results];
  });

/** Conversations of what all formats can express: turns of users and of the assistant follow each other. */
export const conversation: fc.Arbitrary<Message[]> = fc
  .record({ head: fc.option(system), turns: fc.array(fc.tuple(user, turn), { maxLength: 3 }), last: user })
  .map(({ head, turns, last }) => [
    ...(head ? [head] : []),
    ...turns.flatMap(([said, answer]) => [said, ...answer]),
    last,
  ]);

type StreamPart = {
  kind: 'text' | 'refusal' | 'thinking' | 'tool_call' | 'image';
  pieces: string[];
  signed: boolean;
};

const streamPart: fc.Arbitrary<StreamPart> = fc.record({
  kind: fc.constantFrom('text', 'refusal', 'thinking', 'tool_call', 'image'),
  pieces: fc.array(words, { minLength: 1, maxLength: 4 }),
  signed: fc.boolean(),
});

function eventsOf({ kind, pieces, signed }: StreamPart, part: number): StreamEvent[] {
  const choice = 0;
  if (kind === 'image')
    return [{ type: 'image', choice, part, media: { mediaType: 'image/png', data: 'iVBORw==' } }];
  const events: StreamEvent[] =
    kind === 'tool_call'
      ? [{ type: 'part_start', choice, part, kind, id: `call_${part}`, name: `tool_${part}` }]
      : [{ type: 'part_start', choice, part, kind }];
  for (const piece of pieces)
    events.push(
      kind === 'tool_call'
        ? { type: 'arguments', choice, part, json: piece }
        : { type: kind, choice, part, text: piece },
    );
  if (kind === 'thinking' && signed)
    events.push({ type: 'signature', choice, part, signature: `c2ln${part}`, signer: 'anthropic' });
  events.push({ type: 'part_end', choice, part });
  return events;
}

/**
 * The events of one streamed reply. Parts of the same kind do not follow each other: some formats cannot tell where
 * one ends.
 */
export const streamedReply: fc.Arbitrary<StreamEvent[]> = fc
  .record({
    parts: fc.array(streamPart, { maxLength: 5 }),
    usage: fc.record({ input: fc.nat(1000), output: fc.nat(1000) }),
    cut: fc.boolean(),
  })
  .map(({ parts, usage, cut }) => {
    const told = parts.filter((part, at) => at === 0 || parts[at - 1]?.kind !== part.kind);
    const calls = told.some((part) => part.kind === 'tool_call');
    return [
      { type: 'start', id: 'x', model: 'm' },
      ...told.flatMap(eventsOf),
      { type: 'finish', choice: 0, reason: cut ? 'length' : calls ? 'tool_calls' : 'stop' },
      { type: 'usage', usage },
      { type: 'end' },
    ];
  });

const keys = (
  'type role content text messages input output item part delta choices index id name arguments function tool_calls ' +
  'tools tool_choice reasoning reasoning_details encrypted_content summary annotations image_url url file usage error ' +
  'finish_reason message response item_id output_index content_index status stop n model stream cache_control source ' +
  'data logprobs response_format json_schema text_format audio images custom prompt_tokens __proto__ constructor toString parts ' +
  'candidates thinking input_schema tool_use_id functionCall inlineData toolUse system signature delta'
).split(' ');

const kinds = fc.constantFrom(
  ...[
    'text',
    'image_url',
    'document',
    'file',
    'input_text',
    'output_text',
    'reasoning',
    'function_call',
    'message',
  ],
  ...['custom_tool_call', 'function', 'custom', 'allowed_tools', 'json_schema', 'assistant', 'tool', 'user'],
  ...['tool_use', 'tool_result', 'thinking', 'redacted_thinking', 'image', 'enabled', 'adaptive', 'base64'],
  ...[
    'response.output_item.added',
    'response.output_item.done',
    'response.completed',
    'response.output_text.delta',
  ],
  ...['hs.call.a.b', 'hs.', 'data:;base64,', 'reasoning.text', 'reasoning.encrypted'],
);

/** JSON that uses the formats' own keys in the wrong places. */
export const nearJson: fc.Arbitrary<unknown> = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: -5, max: 1e7 }),
    kinds,
    fc.constantFrom(null, true, 1e300, -1, 0.5, ''),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 6 }),
  ),
})).node;

/** An object of the same sort. */
export const nearRequest = fc.dictionary(fc.constantFrom(...keys), nearJson, { maxKeys: 8 });

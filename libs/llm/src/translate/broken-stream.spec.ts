import { codecs } from './codecs.js';
import type { Format } from './codec.js';
import type { StreamEvent } from './conversation/stream-event.js';
import { encodeFrame } from '../testing/event-stream-factory.js';
import { makeContext, makeTarget } from './testing/translate-factory.js';
import { translateCall, type ClientFormat } from './translate.js';

const events: StreamEvent[] = [
  { type: 'start', id: 'x', model: 'm' },
  { type: 'part_start', choice: 0, part: 0, kind: 'text' },
  { type: 'text', choice: 0, part: 0, text: 'Grüß' },
];
const finished: StreamEvent[] = [
  { type: 'part_end', choice: 0, part: 0 },
  { type: 'finish', choice: 0, reason: 'stop' },
];

/** What a provider sends of a reply: its beginning, or the whole but for the last word. */
function providerStream(to: Format, whole: boolean): Buffer {
  if (to !== 'converse')
    return Buffer.from(
      codecs[to].createStreamWriter(makeContext()).write(whole ? [...events, ...finished] : events),
    );
  const frames = [
    encodeFrame('messageStart', { role: 'assistant' }),
    encodeFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Grüß' } }),
  ];
  if (whole) frames.push(encodeFrame('messageStop', { stopReason: 'end_turn' }));
  return Buffer.concat(frames);
}

function translated(from: ClientFormat, to: Format, stream: Buffer): string {
  const body =
    from === 'responses' ? { input: 'x' } : { max_tokens: 5, messages: [{ role: 'user', content: 'x' }] };
  const { reply } = translateCall({
    body: { model: 'm', stream: true, ...body },
    from,
    to,
    target: makeTarget({ provider: to === 'converse' ? 'bedrock' : 'openai' }),
    context: { id: 'r1', model: 'm', created: 1 },
  });
  const { push, end } = reply!.stream();
  return [push(stream), end()]
    .map((bytes) => (bytes === undefined ? '' : Buffer.from(bytes).toString()))
    .join('');
}

const clients: ClientFormat[] = ['chat', 'responses', 'messages'];
const pairs = clients.flatMap((from) =>
  (Object.keys(codecs) as Format[]).filter((to) => to !== from).map((to) => [from, to] as const),
);

describe('a translated stream', () => {
  it.each(pairs)('tells a client of %s that one of %s broke off', (from, to) => {
    const out = translated(from, to, providerStream(to, false));
    expect(out).toContain('Grüß');
    expect(out).toMatch(/ended before its reply was complete/);
    expect(out).not.toMatch(/response\.completed|message_stop/);
  });

  it.each(pairs)('tells a client of %s that one of %s was empty', (from, to) => {
    expect(translated(from, to, Buffer.alloc(0))).toMatch(/ended before its reply was complete/);
  });

  // The other two say why a reply ended in their last word.
  it.each(pairs.filter(([, to]) => to === 'chat' || to === 'gemini' || to === 'converse'))(
    'says nothing of it to a client of %s where one of %s lacks its last word alone',
    (from, to) => {
      expect(translated(from, to, providerStream(to, true))).not.toMatch(/ended before/);
    },
  );
});

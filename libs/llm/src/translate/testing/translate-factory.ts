import type { Codec, ReplyContext, StreamReader, TargetFacts } from '../codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';

/** A target for tests. */
export const makeTarget = (parts: Partial<TargetFacts> = {}): TargetFacts => ({
  provider: 'openai',
  model: 'model-1',
  ...parts,
});

/** What a reply knows of its request, for tests. */
export const makeContext = (parts: Partial<ReplyContext> = {}): ReplyContext => ({
  id: 'r1',
  model: 'model-1',
  created: 1_700_000_000,
  request: {},
  ...parts,
});

/** All events of a stream whose bytes come in pieces of `size`. */
export function readStream(reader: StreamReader, text: string, size = Infinity): StreamEvent[] {
  const bytes = Buffer.from(text);
  const events: StreamEvent[] = [];
  if (size === Infinity) events.push(...reader.push(bytes));
  else
    for (let at = 0; at < bytes.length; at += size)
      events.push(...reader.push(bytes.subarray(at, at + size)));
  events.push(...reader.end());
  return events;
}

/** Writes events by a codec and reads back what it wrote. */
export function roundTrip(codec: Codec, events: StreamEvent[], context: ReplyContext): StreamEvent[] {
  const writer = codec.createStreamWriter(context);
  return readStream(codec.createStreamReader(), events.map((event) => writer.write([event])).join(''));
}

/** Events with the texts of each part joined: how a text is split over chunks means nothing. */
export function joinDeltas(events: readonly StreamEvent[]): StreamEvent[] {
  const joined: StreamEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (last && 'part' in last && 'part' in event && last.type === event.type && last.part === event.part) {
      if ('text' in last && 'text' in event) {
        last.text += event.text;
        continue;
      }
      if ('json' in last && 'json' in event) {
        last.json += event.json;
        continue;
      }
    }
    joined.push({ ...event });
  }
  return joined;
}

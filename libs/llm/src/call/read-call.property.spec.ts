import fc from 'fast-check';
import { usageSchema } from '@heliostat/contracts';
import { createSseReader, type SseEvent } from '../stream/sse-reader.js';
import { readJsonArrayChunks } from '../stream/json-array-chunks.js';
import { readEventStream } from '../stream/event-stream-frames.js';
import { makeCall, namedSse, sse } from '../testing/call-factory.js';
import { readReplyUsage } from '../usage/read-usage.js';
import { readCall } from './read-call.js';

const paths = fc.constantFrom(
  '/v1/chat/completions',
  '/v1/responses',
  '/v1/messages',
  '/v1beta/models/m:streamGenerateContent?alt=sse',
  '/model/m/converse-stream',
  '/%zz/models/%E0%A4%A:x',
);
const types = fc.constantFrom(
  '',
  'application/json',
  'text/event-stream',
  'application/x-ndjson',
  'application/vnd.amazon.eventstream',
  'multipart/form-data; boundary=b',
  'text/html',
);
const encodings = fc.constantFrom(undefined, 'gzip', 'br', 'deflate', 'zstd', 'x', 'gzip, br');
const keys = (
  'usage usageMetadata type index delta choices message content text event_type response done error candidates parts ' +
  'prompt_tokens completion_tokens prompt_tokens_details cached_tokens input_tokens output_tokens cache_creation ' +
  'promptTokenCount candidatesTokenCount total_tokens tool_calls function arguments role __proto__'
).split(' ');
const words = fc.constantFrom(
  'message_start',
  'message_delta',
  'content_block_delta',
  'response.created',
  'content-delta',
  'x',
);
/** JSON that uses the formats' own keys in the wrong places. */
const nearJson: fc.Arbitrary<unknown> = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: -5, max: 1e7 }),
    words,
    fc.constantFrom(null, true, 1e300, -1, 0.5, ''),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 6 }),
  ),
})).node;

describe('readCall on anything', () => {
  it('never throws on arbitrary bytes and never states an invalid usage', () => {
    fc.assert(
      fc.property(
        fc.record({
          request: fc.uint8Array({ maxLength: 300 }),
          response: fc.uint8Array({ maxLength: 300 }),
          path: paths,
          reqType: types,
          resType: types,
          reqEncoding: encodings,
          resEncoding: encodings,
          status: fc.constantFrom(200, 400, 500, -2, -3, -100),
        }),
        (parts) => {
          const { usage } = readCall(makeCall(parts));
          if (usage) usageSchema.parse(usage);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws on misplaced JSON, streamed or not', () => {
    fc.assert(
      fc.property(
        nearJson,
        fc.array(nearJson, { maxLength: 8 }),
        paths,
        fc.boolean(),
        (request, events, path, isSse) => {
          const response = isSse ? sse(events) : JSON.stringify(events[0] ?? null);
          const resType = isSse ? 'text/event-stream' : 'application/json';
          const { usage } = readCall(makeCall({ request: JSON.stringify(request), response, resType, path }));
          if (usage) usageSchema.parse(usage);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('survives nesting deeper than any stack', () => {
    const deep = `{"messages":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;

    expect(() => readCall(makeCall({ request: deep, response: deep }))).not.toThrow();
  });

  it('never reads a negative count, and no part above its whole', () => {
    fc.assert(
      fc.property(nearJson, (reply) => {
        const usage = readReplyUsage({ usage: reply, usageMetadata: reply });
        if (!usage) return;
        usageSchema.parse(usage);
        expect(usage.reasoning ?? 0).toBeLessThanOrEqual(usage.output);
        expect((usage.inputAudio ?? 0) + (usage.inputImage ?? 0)).toBeLessThanOrEqual(usage.input);
      }),
      { numRuns: 1500 },
    );
  });

  it('reads a stream the same wherever its bytes are split', () => {
    const stream = Buffer.from(
      namedSse([{ type: 'a', text: 'é漢😀' } as { type: string }, { type: 'b' }]).replaceAll('\n', '\r\n') +
        ': note\n\ndata:one\ndata: two\n\nevent: last\ndata: unfinished ü',
    );
    const read = (chunks: Uint8Array[]) => {
      const events: SseEvent[] = [];
      const sut = createSseReader((event) => events.push(event));
      for (const chunk of chunks) sut.push(chunk);
      sut.end();
      return events;
    };
    const whole = read([stream]);

    expect(whole.map((event) => event.data)).toEqual([
      '{"type":"a","text":"é漢😀"}',
      '{"type":"b"}',
      'one\ntwo',
      'unfinished ü',
    ]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 30 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const chunks = edges.slice(1).map((end, at) => stream.subarray(edges[at], end));
        expect(read(chunks)).toEqual(whole);
      }),
    );
  });

  it('finds every element of a JSON array up to wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }),
        fc.nat(),
        (elements, cut) => {
          const source = JSON.stringify(elements);
          const plain = JSON.parse(source) as unknown[];
          expect(readJsonArrayChunks(source)).toEqual(plain);
          const read = readJsonArrayChunks(source.slice(0, cut % (source.length + 1)));
          expect(read).toEqual(plain.slice(0, read.length));
        },
      ),
    );
  });

  it('stops at a broken frame of an event stream', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readEventStream(bytes)),
      { numRuns: 500 },
    );
  });
});

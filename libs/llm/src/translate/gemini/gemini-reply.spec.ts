import fc from 'fast-check';
import { sse } from '../../testing/call-factory.js';
import { chatCodec } from '../chat/chat.codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { nearJson, nearRequest, streamedReply } from '../testing/conversation-arbitrary.js';
import { joinDeltas, makeContext, readStream, roundTrip } from '../testing/translate-factory.js';
import { geminiCodec as sut } from './gemini.codec.js';

const usageMetadata = {
  promptTokenCount: 100,
  cachedContentTokenCount: 60,
  candidatesTokenCount: 20,
  thoughtsTokenCount: 30,
  totalTokenCount: 150,
};
const counted = { input: 40, output: 50, cacheRead: 60, reasoning: 30 };
const head = { modelVersion: 'gemini-2.5-flash', responseId: 'r7' };
const candidate = (parts: object[], more: object = {}) => ({
  content: { role: 'model', parts },
  index: 0,
  ...more,
});
const reply = {
  ...head,
  candidates: [
    candidate(
      [
        { text: 'Hm. ', thought: true },
        { text: 'Größe ' },
        { text: 'zählt.' },
        { functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 'sig' },
        { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } },
      ],
      { finishReason: 'STOP' },
    ),
  ],
  usageMetadata,
};
const chunks = [
  {
    ...head,
    candidates: [candidate([{ text: 'H', thought: true }])],
    usageMetadata: { promptTokenCount: 100 },
  },
  { ...head, candidates: [candidate([{ text: 'm. ', thought: true }])] },
  { ...head, candidates: [candidate([{ text: 'Größe "{[' }])] },
  { ...head, candidates: [candidate([{ text: '\\ zählt 🌍' }])] },
  { ...head, candidates: [candidate([{ text: '', thoughtSignature: 's0' }])] },
  {
    ...head,
    candidates: [
      candidate([
        { functionCall: { id: 'own', name: 'f', args: { a: 1 } }, thoughtSignature: 'sig' },
        { functionCall: { name: 'g' } },
        { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } },
      ]),
    ],
  },
  { ...head, candidates: [candidate([], { finishReason: 'STOP' })], usageMetadata },
];
const expected = [
  { type: 'start', id: 'r7', model: 'gemini-2.5-flash' },
  { type: 'part_start', choice: 0, part: 0, kind: 'thinking' },
  { type: 'thinking', choice: 0, part: 0, text: 'Hm. ' },
  { type: 'part_end', choice: 0, part: 0 },
  { type: 'part_start', choice: 0, part: 1, kind: 'text' },
  { type: 'text', choice: 0, part: 1, text: 'Größe "{[\\ zählt 🌍' },
  { type: 'part_end', choice: 0, part: 1 },
  { type: 'part_start', choice: 0, part: 2, kind: 'thinking' },
  { type: 'signature', choice: 0, part: 2, signature: 's0', signer: 'gemini' },
  { type: 'part_end', choice: 0, part: 2 },
  { type: 'part_start', choice: 0, part: 3, kind: 'tool_call', id: 'own', name: 'f' },
  { type: 'arguments', choice: 0, part: 3, json: '{"a":1}' },
  { type: 'signature', choice: 0, part: 3, signature: 'sig', signer: 'gemini' },
  { type: 'part_end', choice: 0, part: 3 },
  { type: 'part_start', choice: 0, part: 4, kind: 'tool_call', id: 'call_r7_0', name: 'g' },
  { type: 'arguments', choice: 0, part: 4, json: '{}' },
  { type: 'part_end', choice: 0, part: 4 },
  { type: 'image', choice: 0, part: 5, media: { mediaType: 'image/png', data: 'iVBORw==' } },
  { type: 'finish', choice: 0, reason: 'tool_calls' },
  { type: 'usage', usage: counted },
  { type: 'end' },
];

describe('a Gemini reply', () => {
  it('is read into parts, reason and usage', () => {
    expect(sut.readReply(reply)).toEqual({
      id: 'r7',
      model: 'gemini-2.5-flash',
      choices: [
        {
          index: 0,
          parts: [
            { type: 'thinking', text: 'Hm. ' },
            { type: 'text', text: 'Größe zählt.' },
            {
              type: 'tool_call',
              id: 'call_r7_0',
              name: 'f',
              arguments: '{"a":1}',
              signature: 'sig',
              signer: 'gemini',
            },
            { type: 'image', media: { mediaType: 'image/png', data: 'iVBORw==' } },
          ],
          finish: 'tool_calls',
        },
      ],
      usage: counted,
    });
  });

  it('comes to chat’s clients with its picture (IG-01)', () => {
    const picture = {
      ...reply,
      candidates: [
        candidate([{ text: 'Here:' }, { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } }], {
          finishReason: 'STOP',
        }),
      ],
    };

    expect(chatCodec.writeReply(sut.readReply(picture), makeContext())).toMatchObject({
      object: 'chat.completion',
      choices: [
        {
          finish_reason: 'stop',
          message: {
            content: 'Here:',
            images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } }],
          },
        },
      ],
    });
  });

  it('shows no drafts of a picture, which are thoughts (IG-01)', () => {
    const body = {
      candidates: [
        candidate(
          [
            { inlineData: { mimeType: 'image/png', data: 'ZHJhZnQ=' }, thought: true },
            { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } },
          ],
          { finishReason: 'STOP' },
        ),
      ],
    };
    const final = { mediaType: 'image/png', data: 'iVBORw==' };

    expect(sut.readReply(body).choices[0]?.parts).toEqual([{ type: 'image', media: final }]);
    const events = readStream(sut.createStreamReader(), `data: ${JSON.stringify(body)}\n\n`);
    expect(events.filter(({ type }) => type === 'image')).toEqual([
      { type: 'image', choice: 0, part: 0, media: final },
    ]);
  });

  it('places its citations by characters, where Google counts bytes', () => {
    const text = 'Größe: 🌍 ist rund.';
    const start = Buffer.byteLength('Größe: ');
    const metadata = {
      groundingChunks: [
        { web: { uri: 'https://a.example', title: 'A' } },
        { web: { uri: 'https://b.example', title: 'B' } },
      ],
      groundingSupports: [
        {
          segment: { startIndex: start, endIndex: Buffer.byteLength(text), text: '🌍 ist rund.' },
          groundingChunkIndices: [1],
        },
      ],
    };
    const { choices } = sut.readReply({
      candidates: [candidate([{ text }], { groundingMetadata: metadata, finishReason: 'STOP' })],
    });
    const [part] = choices[0]!.parts;

    expect(part).toMatchObject({
      citations: [
        { start: 7, end: text.length, url: 'https://b.example', title: 'B', citedText: '🌍 ist rund.' },
        { url: 'https://a.example', title: 'A' },
      ],
    });
    const streamed = readStream(
      sut.createStreamReader(),
      sse([{ candidates: [candidate([{ text }], { groundingMetadata: metadata, finishReason: 'STOP' })] }]),
    );
    expect(streamed.filter(({ type }) => type === 'citation')).toHaveLength(2);
  });

  it('reads log probabilities as OpenAI words them', () => {
    const logprobsResult = {
      chosenCandidates: [{ token: 'é', logProbability: -0.5 }],
      topCandidates: [
        {
          candidates: [
            { token: 'é', logProbability: -0.5 },
            { token: 'e', logProbability: -2 },
          ],
        },
      ],
    };
    const { choices } = sut.readReply({ candidates: [candidate([{ text: 'é' }], { logprobsResult })] });

    expect(choices[0]!.logprobs).toEqual({
      content: [
        {
          token: 'é',
          logprob: -0.5,
          bytes: [195, 169],
          top_logprobs: [
            { token: 'é', logprob: -0.5, bytes: [195, 169] },
            { token: 'e', logprob: -2, bytes: [101] },
          ],
        },
      ],
      refusal: null,
    });
  });

  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content_filter'],
    ['PROHIBITED_CONTENT', 'content_filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['NEW_REASON', 'other'],
  ])('reads the reason %s as %s', (finishReason, finish) => {
    expect(sut.readReply({ candidates: [candidate([], { finishReason })] }).choices[0]).toMatchObject({
      finish,
    });
  });

  it('says that a prompt was blocked', () => {
    const body = { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata };

    expect(sut.readReply(body).choices).toEqual([{ index: 0, parts: [], finish: 'content_filter' }]);
    expect(readStream(sut.createStreamReader(), sse([body]))).toContainEqual({
      type: 'finish',
      choice: 0,
      reason: 'content_filter',
    });
  });

  it('says an error in Google’s words, from an array too', () => {
    const body = { error: { code: 429, message: 'quota', status: 'RESOURCE_EXHAUSTED' } };

    expect(sut.readError(429, [body])).toEqual({ code: 429, message: 'quota', type: 'RESOURCE_EXHAUSTED' });
    expect(sut.writeError(429, { message: 'quota' })).toEqual(body);
  });

  it('is read and written whatever it holds (property)', () => {
    fc.assert(
      fc.property(nearRequest, fc.array(nearRequest, { maxLength: 3 }), (body, parts) => {
        const odd = { ...body, candidates: [{ ...body, content: { parts } }] };
        JSON.stringify(sut.writeReply(sut.readReply(odd), makeContext()));
        JSON.stringify(sut.writeError(500, sut.readError(500, body)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a Gemini stream', () => {
  it('gives the same events wherever its bytes are cut (GW-15)', () => {
    for (let size = 1; size < 40; size += 1)
      expect(joinDeltas(readStream(sut.createStreamReader(), sse(chunks), size))).toEqual(expected);
  });

  it('gives the same events out of a JSON array', () => {
    for (const text of [
      JSON.stringify(chunks),
      ` [${chunks.map((c) => JSON.stringify(c, null, 2)).join('\n,\r\n')}\n]\n`,
    ])
      for (let size = 1; size < 40; size += 1)
        expect(joinDeltas(readStream(sut.createStreamReader(), text, size))).toEqual(expected);
  });

  it('tells an error, also where it stands alone', () => {
    const body = { error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } };
    const event = {
      type: 'error',
      status: 503,
      error: { code: 503, message: 'overloaded', type: 'UNAVAILABLE' },
    };

    expect(readStream(sut.createStreamReader(), sse([chunks[0]!, body]))).toContainEqual(event);
    expect(readStream(sut.createStreamReader(), JSON.stringify([body], null, 2))).toContainEqual(event);
  });

  it('is read back as it was written (property)', () => {
    fc.assert(
      fc.property(streamedReply, (given) => {
        // Arguments come whole, as an object; a refusal is a text, and a signature has a part of its own.
        fc.pre(
          given.every(
            (event) =>
              event.type !== 'arguments' &&
              event.type !== 'signature' &&
              !('kind' in event && (event.kind === 'refusal' || event.kind === 'tool_call')),
          ),
        );
        expect(joinDeltas(roundTrip(sut, given, makeContext()))).toEqual(joinDeltas(given));
      }),
    );
    expect(joinDeltas(roundTrip(sut, expected as StreamEvent[], makeContext()))).toEqual(expected);
  });

  it('is read whatever its chunks hold (property)', () => {
    fc.assert(
      fc.property(fc.array(nearRequest, { maxLength: 6 }), nearJson, fc.boolean(), (list, odd, array) => {
        const odder = list.map((parts) => ({
          ...parts,
          candidates: [{ ...parts, content: { parts: [parts, odd] } }],
        }));
        const text = array ? JSON.stringify(odder) : sse(odder);
        const read = readStream(sut.createStreamReader(), text);
        expect(read.filter(({ type }) => type === 'end')).toHaveLength(1);
        sut.createStreamWriter(makeContext()).write(read);
      }),
      { numRuns: 500 },
    );
  });
});

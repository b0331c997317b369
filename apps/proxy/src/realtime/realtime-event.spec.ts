import fc from 'fast-check';
import { isAudio as sut, isEvent } from './realtime-event.js';

const name = 'input_audio_buffer.append';
const sample = 'A'.repeat(4_000);
const isAudio = (event: object | string) =>
  sut(Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)));

describe(sut.name, () => {
  it.each([
    ['as OpenAI’s clients write it', { type: name, audio: sample }],
    ['with an id before', { event_id: 'event_1', type: name, audio: sample }],
    ['with an id behind', { type: name, audio: sample, event_id: 'event_1' }],
    ['with its type behind the audio', { audio: sample, type: name }],
    ['with spaces', `{ "type" : "${name}", "audio" : "${sample}" }\n`],
  ])('knows audio %s', (_how, event) => {
    expect(isAudio(event)).toBe(true);
  });

  it.each([
    ['an id', { event_id: name, type: 'response.create' }],
    ['an item', { item: { type: name }, type: 'conversation.item.create' }],
    ['a key that comes twice', `{"type":"${name}","audio":"A","type":"response.create"}`],
    [
      'a key that comes twice behind the audio',
      `{"type":"${name}","audio":"${sample}","type":"response.create"}`,
    ],
    ['a type written with escapes', `{"type":"${name}","audio":"A","\\u0074ype":"response.create"}`],
    ['an id with quotes', { event_id: `","type":"${name}","audio":"`, type: 'response.create' }],
    ['what is no JSON', `{"type":"${name}",`],
  ])('does not take an event for audio for the name in %s', (_where, event) => {
    expect(isAudio(event)).toBe(false);
  });

  it('says the same as who reads the whole event', () => {
    const text = fc.oneof(fc.constantFrom(name, 'response.create', '"', '\\'), fc.string());
    const key = fc.constantFrom('type', 'audio', 'event_id', 'item');
    const member = fc.tuple(key, fc.oneof(text, fc.record({ type: text })));
    fc.assert(
      fc.property(fc.array(member, { maxLength: 5 }), (members) => {
        const written = members.map(([key, value]) => `"${key}":${JSON.stringify(value)}`).join(',');
        expect(isAudio(`{${written}}`)).toBe(
          (JSON.parse(`{${written}}`) as { type?: unknown }).type === name,
        );
      }),
    );
  });
});

describe(isEvent.name, () => {
  it.each([
    ['text', '{}', false, true],
    ['an event in a binary frame', ' {"type":"response.create"}', true, true],
    ['samples', '\u0001\u0002', true, false],
    ['nothing', '', true, false],
  ])('tells what is to be read from samples: %s', (_what, data, binary, expected) => {
    expect(isEvent({ data: Buffer.from(data), binary })).toBe(expected);
  });
});

import fc from 'fast-check';
import { createSseReader, readSse, type SseEvent } from './sse-reader.js';

const whole = (text: string) => {
  const events: SseEvent[] = [];
  readSse(text, (event) => events.push(event));
  return events;
};

function inPieces(bytes: Buffer, cuts: readonly number[]): SseEvent[] {
  const events: SseEvent[] = [];
  const sut = createSseReader((event) => events.push(event));
  const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < places.length; i++) sut.push(bytes.subarray(places[i - 1], places[i]));
  sut.end();
  return events;
}

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const event = fc
  .record({
    name: fc.constantFrom('', 'a'),
    data: fc.array(
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
        .filter((text) => !/^[ \r\n]|[\r\n]/.test(text)),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ name, data }) => ({ ...(name === '' ? {} : { event: name }), data }));

describe('server-sent events', () => {
  it('are the same with any line ends, in any split of their bytes', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), lineEnd, fc.array(fc.nat(200)), (events, end, cuts) => {
        const text = events
          .map(
            ({ event: name, data }) =>
              (name === undefined ? '' : `event: ${name}${end}`) +
              data.map((line) => `data: ${line}${end}`).join('') +
              end,
          )
          .join('');
        const expected = events.map(({ data, ...rest }) => ({ ...rest, data: data.join('\n') }));
        expect(whole(text)).toEqual(expected);
        expect(inPieces(Buffer.from(text), cuts)).toEqual(expected);
      }),
    );
  });

  it('are said at their blank line, not with the chunk behind it', () => {
    const events: SseEvent[] = [];
    const sut = createSseReader((found) => events.push(found));
    sut.push(Buffer.from('data: 1\r\n\r'));
    expect(events).toEqual([{ data: '1' }]);
    sut.push(Buffer.from('\ndata: 2\r\r'));
    expect(events).toEqual([{ data: '1' }, { data: '2' }]);
  });

  it('take time that grows with their length, whatever their line ends', () => {
    expect(whole(`${':\n'.repeat(2_000_000)}data: 1\r`)).toEqual([{ data: '1' }]);
  });
});

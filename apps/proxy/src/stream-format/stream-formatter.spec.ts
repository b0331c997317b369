import fc from 'fast-check';
import { createSseReader, type SseEvent } from '@heliostat/llm';
import { createStreamFormatter } from './stream-formatter.js';

function format(...chunks: (string | Buffer)[]): string[] {
  const sut = createStreamFormatter();
  const out = chunks.map((chunk) => sut.push(Buffer.from(chunk as string))?.toString() ?? '');
  return [...out, sut.end()?.toString() ?? ''];
}
const whole = (...chunks: (string | Buffer)[]) => format(...chunks).join('');

function read(stream: Buffer): SseEvent[] {
  const events: SseEvent[] = [];
  const reader = createSseReader((event) => events.push(event));
  reader.push(stream);
  reader.end();
  return events;
}

describe(createStreamFormatter.name, () => {
  it('lets a regular stream pass as it is (GW-18)', () => {
    const stream = 'event: a\ndata: {"x":1}\n\ndata: [DONE]\n\n';
    expect(whole(stream)).toBe(stream);
  });

  it('holds an event back until it is whole', () => {
    expect(format('data: {"a"', ':1}\n', '\ndata: 2')).toEqual(['', '', 'data: {"a":1}\n\n', 'data: 2\n\n']);
  });

  it.each([
    ['CRLF', 'data: 1\r\n\r\ndata: 2\r\n\r\n'],
    ['CR', 'data: 1\r\rdata: 2\r\r'],
    ['no space behind the colon', 'data:1\n\ndata:2\n\n'],
    ['several blank lines', '\n\ndata: 1\n\n\n\ndata: 2\n\n\n'],
    ['no blank line', 'data: 1\ndata: 2\n'],
    ['no line break at the end', 'data: 1\n\ndata: 2'],
  ])('mends %s', (_what, stream) => {
    expect(whole(stream)).toBe('data: 1\n\ndata: 2\n\n');
  });

  it('parts messages that no blank line parts', () => {
    expect(whole('data: {"a":1}\ndata: {"a":2}\nevent: x\ndata: {"a":3}\ndata: [DONE]\n')).toBe(
      'data: {"a":1}\n\ndata: {"a":2}\n\nevent: x\ndata: {"a":3}\n\ndata: [DONE]\n\n',
    );
  });

  it('keeps one message on several lines together', () => {
    const stream = 'data: {"a":\ndata: 1}\n\n';
    expect(whole(stream)).toBe(stream);
  });

  it('keeps comments', () => {
    expect(whole(': ping\n\ndata: 1\n\n')).toBe(': ping\n\ndata: 1\n\n');
  });

  it('makes data of lines that are no field, such as a plain JSON error', () => {
    expect(whole('{\n  "error": "no"\n}\n')).toBe('data: {\ndata:   "error": "no"\ndata: }\n\n');
  });

  it('passes an event over 16 MB as it came, and formats what follows', () => {
    const long = 'x'.repeat(17 * 1024 * 1024);
    const out = format(`data: ${long}`, 'y\n\ndata:2\n\n');
    expect(out[0]!.length).toBe(long.length + 6);
    expect(out.slice(1)).toEqual(['y\n\ndata: 2\n\n', '']);
  });

  it('takes time that grows with the length of an event, on however many lines it comes', () => {
    const lines = 'data: [\n'.repeat(300_000);
    expect(whole(lines)).toBe(`${lines}\n`);
  });

  it('says the same events in any split, each chunk made of whole ones', () => {
    const event = fc
      .record({
        name: fc.constantFrom('', 'event: e\n', 'event:e\r\n', ': c\n'),
        data: fc.jsonValue().map((value) => JSON.stringify(value)),
        space: fc.constantFrom('', ' '),
        end: fc.constantFrom('\n\n', '\r\n\r\n', '\r\r', '\n\n\n'),
      })
      .map(({ name, data, space, end }) => `${name}data:${space}${data}${end}`);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), fc.array(fc.nat({ max: 400 })), (events, cuts) => {
        const bytes = Buffer.from(events.join(''));
        const places = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].sort((a, b) => a - b);
        const sut = createStreamFormatter();
        const out: Buffer[] = [];
        let from = 0;
        for (const place of [...places, bytes.length]) {
          const chunk = sut.push(bytes.subarray(from, place));
          from = place;
          if (chunk === undefined) continue;
          expect(chunk.subarray(-2).toString()).toBe('\n\n');
          out.push(chunk);
        }
        const last = sut.end();
        if (last !== undefined) out.push(last);
        expect(read(Buffer.concat(out))).toEqual(read(bytes));
        expect(Buffer.concat(out).includes('\r')).toBe(false);
      }),
    );
  });
});

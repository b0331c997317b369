import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { isCard } from './find-numbers.js';
import { redactBody } from './redact-body.js';

const secret = 'ada@example.org';
const redact = (body: string, type = 'application/json') =>
  Buffer.from(redactBody(Buffer.from(body), type).bytes).toString();

/** A chat stream whose answer comes in the given pieces. */
const chatStream = (pieces: readonly string[]) =>
  pieces
    .map((content) => `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content } }] })}\n\n`)
    .join('') + 'data: [DONE]\n\n';

const answerOf = (stream: string) =>
  stream
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6)) as { choices: [{ delta: { content: string } }] })
    .map(({ choices }) => choices[0].delta.content)
    .join('');

describe(redactBody.name, () => {
  it('replaces in strings and leaves all other bytes as they were', () => {
    expect(redact(`{ "n": 12345678901234567890.10,\n "m": "to ${secret}" , "k":[1e3,"\\u00e9"]}`)).toBe(
      '{ "n": 12345678901234567890.10,\n "m": "to [EMAIL]" , "k":[1e3,"\\u00e9"]}',
    );
  });

  it('finds what is escaped, and what is JSON within a string', () => {
    const body = { a: JSON.stringify({ to: secret, text: 'line\nbreak' }) };
    expect(JSON.parse(redact(JSON.stringify(body)))).toEqual({
      a: JSON.stringify({ to: '[EMAIL]', text: 'line\nbreak' }),
    });
    expect(redact('{"a":"ada\\u0040example.org"}')).toBe('{"a":"[EMAIL]"}');
  });

  it('replaces in keys', () => {
    expect(redact(`{"${secret}":1}`)).toBe('{"[EMAIL]":1}');
  });

  it('makes a string of a bare card number', () => {
    expect(redact('{"card":4111111111111111,"id":1234567890123456}')).toBe(
      '{"card":"[CREDIT_CARD]","id":1234567890123456}',
    );
  });

  it('reads a body that was cut, inside a string or a character', () => {
    expect(redact(`{"a":"${secret}","b":"x ${secret} y`)).toBe('{"a":"[EMAIL]","b":"x [EMAIL] y');
    const cut = Buffer.concat([Buffer.from(`{"a":"${secret} `), Buffer.from([0xe2, 0x82])]);
    expect(Buffer.from(redactBody(cut, 'application/json').bytes).toString()).toBe('{"a":"[EMAIL] ');
  });

  it('decodes a compressed body first', () => {
    const { bytes, decoded } = redactBody(gzipSync(`{"a":"${secret}"}`), 'application/json', 'gzip');
    expect([Buffer.from(bytes).toString(), decoded]).toEqual(['{"a":"[EMAIL]"}', true]);
  });

  it.each([
    ['an unknown encoding', Buffer.from(secret), 'application/json', 'x-zip'],
    [
      'a binary stream',
      Buffer.from([0, 0, 0, 99, 0xff, 0xfe]),
      'application/vnd.amazon.eventstream',
      undefined,
    ],
  ])('keeps nothing of %s', (_what, bytes, type, encoding) => {
    expect(redactBody(bytes, type, encoding).bytes).toHaveLength(0);
  });

  it('keeps pictures and sound', () => {
    const picture = Buffer.from([0xff, 0xd8, 0xff]);
    expect(redactBody(picture, 'image/jpeg')).toEqual({ bytes: picture, decoded: false });
  });

  it('reads forms', () => {
    expect(redact('to=ada%40example.org&n=1', 'application/x-www-form-urlencoded')).toBe(
      'to=%5BEMAIL%5D&n=1',
    );
  });

  it("finds what is spread over the events of a chat, Anthropic's, a responses, an Ollama and a Gemini stream", () => {
    const pieces = ['write to ada', '@exam', 'ple.org today'];
    const lines = (make: (piece: string) => unknown, prefix = 'data: ') =>
      pieces.map((piece) => `${prefix}${JSON.stringify(make(piece))}\n`).join('\n');
    const streams: [string, string][] = [
      [chatStream(pieces), 'text/event-stream'],
      [
        lines((text) => ({ type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text } })),
        'text/event-stream',
      ],
      [
        lines((delta) => ({ type: 'response.output_text.delta', item_id: 'i', output_index: 0, delta })),
        'text/event-stream; charset=utf-8',
      ],
      [lines((content) => ({ message: { role: 'assistant', content } }), ''), 'application/x-ndjson'],
      [
        JSON.stringify(pieces.map((text) => ({ candidates: [{ content: { parts: [{ text }] } }] }))),
        'application/json',
      ],
    ];
    for (const [stream, type] of streams) {
      const redacted = redact(stream, type);
      expect(redacted).toContain('write to [EMAIL]');
      expect(redacted).toContain(' today');
      expect(redacted).not.toContain('exam');
    }
  });

  it('tells answers of one stream apart', () => {
    const event = (index: number, content: string) =>
      `data: ${JSON.stringify({ choices: [{ index, delta: { content } }] })}\n\n`;
    const stream = event(0, 'ada@') + event(1, 'x') + event(0, 'example.org') + event(1, 'y');
    expect(redact(stream, 'text/event-stream')).toBe(
      event(0, '[EMAIL]') + event(1, 'x') + event(0, '') + event(1, 'y'),
    );
  });

  it('leaves a stream without such data as it is, byte for byte', () => {
    const stream = `: ping\r\nevent: x\r\ndata:{"a": 1.10}\r\n\r\n${chatStream(['hi ', 'there'])}`;
    expect(redact(stream, 'text/event-stream')).toBe(stream);
  });

  const found = fc.constantFrom(
    secret,
    '4111 1111 1111 1111',
    '10.1.2.3',
    'sk-abcdefghijklmnopqrstu',
    '123-45-6789',
  );
  const json = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(fc.string(), found, fc.string()).map(([a, b, c]) => `${a} ${b} ${c}`),
      // A number that is a card's becomes a string.
      fc
        .jsonValue({ maxDepth: 1 })
        .filter((value) => !(JSON.stringify(value).match(/\d{13,19}/g) ?? []).some(isCard)),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('node'), { maxKeys: 4 }),
    ),
  })).node;

  it('keeps JSON JSON, of the same shape, and lets nothing through', () => {
    const shape = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shape)
        : typeof value === 'object' && value !== null
          ? Object.values(value).map(shape)
          : typeof value;
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
        const body = JSON.stringify({ value }, undefined, indent);
        const redacted = redact(body);
        for (const text of [secret, '4111 1111', '10.1.2.3', 'sk-abcdefghi', '123-45-6789'])
          expect(redacted).not.toContain(text);
        expect(shape(JSON.parse(redacted))).toEqual(shape({ value }));
      }),
    );
  });

  it('lets nothing through in any split of a streamed answer, and keeps the words around it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 12 }), found, (cuts, text) => {
        const answer = `Ask ${text} for it. Thanks`;
        const places = [0, ...cuts.filter((cut) => cut < answer.length).sort((a, b) => a - b), answer.length];
        const pieces = places.slice(1).map((end, index) => answer.slice(places[index], end));
        const read = answerOf(redact(chatStream(pieces), 'text/event-stream'));
        expect(read).toMatch(/^Ask \[[A-Z_]+\] for it\. Thanks$/);
      }),
    );
  });

  it('survives anything', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('', 'application/json', 'text/event-stream', 'multipart/form-data; boundary=x'),
        fc.constantFrom(undefined, 'gzip', 'br'),
        (bytes, type, encoding) => {
          expect(() => redactBody(bytes, type, encoding)).not.toThrow();
        },
      ),
    );
  });
});

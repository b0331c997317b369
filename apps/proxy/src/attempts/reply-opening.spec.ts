import fc from 'fast-check';
import { OwnOpening } from './own-opening.js';
import { openingOfJson, openingOfStream, openingOfUnknown } from './reply-opening.js';

const bytes = (text: string) => Buffer.from(text);

describe(openingOfStream.name, () => {
  it.each([
    ['data: {"id":"c","choices":[]}\n\n', 'reply'],
    ['data: [DONE]\n\n', 'reply'],
    ['event: message_start\ndata: {"type":"message_start"}\n\n', 'reply'],
    ['data:{"error":{"message":"a"}}\n', 'suspect'],
    ['event: error\n', 'suspect'],
    ['data: {"id":"c","choices":[],"error":{"code":1}}\r\n', 'suspect'],
    ['data: {"response":{"error":null}}\n', 'reply'],
    ['<html>', 'reply'],
    ['{"error":{', 'suspect'],
  ])('says of %j: %s', (text, opening) => {
    expect(openingOfStream(bytes(text))).toBe(opening);
  });

  it.each(['', '\n', ': comment\n', 'event: ping\n', 'data: {"id":', 'id: 1\nretry: 5\n', '\ufeff'])(
    'waits behind %j',
    (text) => {
      expect(openingOfStream(bytes(text))).toBeUndefined();
    },
  );

  it('waits for no more than 64 KB', () => {
    expect(openingOfStream(bytes(': wait\n'.repeat(10_000)))).toBe('reply');
  });
});

describe(openingOfJson.name, () => {
  it.each([
    ['{"error" : {"message"', 'suspect'],
    ['{\n  "error": "words"', 'suspect'],
    ['{"type":"error","error"', 'suspect'],
    ['{"error":null', 'reply'],
    ['{"type":"message"', 'reply'],
    ['{"id":"c"', 'reply'],
    ['[1', 'reply'],
  ])('says of %j: %s', (text, opening) => {
    expect(openingOfJson(bytes(text))).toBe(opening);
  });

  it.each(['', ' ', '{', '{"err', '{"type":'])('waits behind %j', (text) => {
    expect(openingOfJson(bytes(text))).toBeUndefined();
  });
});

describe(openingOfUnknown.name, () => {
  it('tells one piece of JSON from a stream', () => {
    expect(openingOfUnknown(bytes(' \n{"id"'))).toBe('whole');
    expect(openingOfUnknown(bytes('data: {"id"}\n'))).toBe('reply');
    expect(openingOfUnknown(bytes(' '))).toBeUndefined();
  });
});

describe(OwnOpening.name, () => {
  const json = fc.oneof(
    fc.constant({ error: { message: 'no', code: 429 } }),
    fc.constant({ type: 'error', error: { type: 'overloaded_error', message: 'ß😀' } }),
    fc.constant({ error: { message: 'odd' }, choices: [{ delta: { content: 'hi' } }] }),
    fc.constant({ choices: [{ delta: { content: '"error":{' } }] }),
    fc.record({ id: fc.string(), choices: fc.array(fc.string()) }),
  );
  const text = fc.tuple(
    fc.constantFrom('', ': a comment\n\n', 'id: 7\n', 'event: error\n', 'event: message\r\n'),
    json.map((value) => `data: ${JSON.stringify(value)}\n\n`),
    fc.constantFrom('', 'data: [DONE]\n\n'),
  );

  it('finds an error behind a byte order mark', () => {
    const sut = new OwnOpening('stream', 'chat');
    const all = bytes('\ufeffdata: {"error":{"message":"no","code":429}}\n\n');
    expect(sut.look([all], all.length, true)).toMatchObject({ status: 429 });
  });

  it('finds the same in a stream wherever it is cut (property)', () => {
    const verdict = (pieces: readonly Buffer[]) => {
      const sut = new OwnOpening('stream', 'chat');
      const seen: Buffer[] = [];
      let size = 0;
      for (const [at, piece] of pieces.entries()) {
        seen.push(piece);
        size += piece.length;
        const found =
          sut.look(seen, size, false) ?? (at === pieces.length - 1 ? sut.look(seen, size, true) : undefined);
        if (found !== undefined) return found;
      }
      return 'nothing';
    };
    fc.assert(
      fc.property(text, fc.array(fc.nat(300), { maxLength: 5 }), (parts, cuts) => {
        const whole = bytes(parts.join(''));
        const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort((a, b) => a - b);
        const pieces = at
          .slice(1)
          .map((end, i) => whole.subarray(at[i], end))
          .filter(({ length }) => length > 0);
        expect(verdict(pieces)).toEqual(verdict([whole]));
      }),
    );
  });

  it.each([
    ['comments', ': wait\n'],
    ['lines of what may be an error', 'data: {"error":\n'],
  ])('reads a stream of %s a bounded number of times, however many pieces it comes in', (_what, line) => {
    const sut = new OwnOpening('stream', 'chat');
    const pieces: Buffer[] = [];
    let found: ReturnType<OwnOpening['look']>;
    while (found === undefined && pieces.length < 1_000) {
      pieces.push(bytes(line));
      found = sut.look(pieces, pieces.length * line.length, false);
    }
    expect([found, pieces.length < 100]).toEqual(['reply', true]);
  });
});

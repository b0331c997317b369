import fc from 'fast-check';
import { CodedError } from '@heliostat/platform';
import { isProtobuf, readOtlpProtobuf, rpcStatus } from './otlp-protobuf.js';
import { readOtlpTrace } from './otlp-trace.js';

/** Written by opentelemetry-proto 1.45 for Python, with every kind of value, events and links. */
const fixture = Buffer.from(
  [
    'Cu4EChgKFgoMc2VydmljZS5uYW1lEgYKBHNob3ASqAQKCAoDbGliEgExEpgEChAAAQIDBAUGBwgJCgsMDQ4PEgjw8fLz9PX2',
    '9xoDYT1iIggBAQEBAQEBASoEY2hhdDADOQDsrcYEz48YQQAbFiAFz48YSiUKFGdlbl9haS5yZXF1ZXN0Lm1vZGVsEg0KC2dw',
    'dC00by1taW5pShkKDWdlbl9haS5zeXN0ZW0SCAoGT3BlbkFJSh4KFGdlbl9haS5wcm9tcHQuMC5yb2xlEgYKBHVzZXJKKQoX',
    'Z2VuX2FpLnByb21wdC4wLmNvbnRlbnQSDgoMR3LDvMOfZSDwn4yeSiAKGWdlbl9haS51c2FnZS5pbnB1dF90b2tlbnMSAxis',
    'AkopChpnZW5fYWkudXNhZ2Uub3V0cHV0X3Rva2VucxILGPv//////////wFKEgoDYmlnEgsYgICAgICAgICAAUoSCgVsYXJn',
    'ZRIJGICAgICAgIAQSicKGmdlbl9haS5yZXF1ZXN0LnRlbXBlcmF0dXJlEgkhAAAAAAAA0D9KFgoQbGxtLmlzX3N0cmVhbWlu',
    'ZxICEAFKCQoDb2ZmEgIQAEoXCgRsaXN0Eg8qDQoDCgFhCgIYAAoCKgBKGQoDbWFwEhIyEAoOCgFrEgkhAAAAAAAA+L9KDAoF',
    'Ynl0ZXMSAzoB/0oICgRub25lEgBaDQkFAAAAAAAAABICZXZqEgoQMTExMTExMTExMTExMTExMXoOEgpSYXRlIGxpbWl0GAKF',
    'AQEBAAAaAXgaJ2h0dHBzOi8vb3BlbnRlbGVtZXRyeS5pby9zY2hlbWFzLzEuMzcuMA==',
  ].join(''),
  'base64',
);

/** Independent of the reader: protobuf's encoding written out by hand. */
const varint = (value: bigint): Buffer => {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(left)]);
};
const tag = (field: number, wireType: number) => varint(BigInt(field * 8 + wireType));
const block = (field: number, bytes: Buffer | string) => {
  const body = Buffer.from(bytes as string);
  return Buffer.concat([tag(field, 2), varint(BigInt(body.length)), body]);
};
const number = (field: number, value: bigint) => Buffer.concat([tag(field, 0), varint(value)]);
const fixed64 = (field: number, value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return Buffer.concat([tag(field, 1), bytes]);
};
const double = (field: number, value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(field, 1), bytes]);
};
const join = (...parts: Buffer[]) => Buffer.concat(parts);

type Value = string | bigint | number | boolean | Value[] | { [key: string]: Value };
const anyValue = (value: Value): Buffer => {
  if (typeof value === 'string') return block(1, value);
  if (typeof value === 'boolean') return number(2, value ? 1n : 0n);
  if (typeof value === 'bigint') return number(3, value);
  if (typeof value === 'number') return double(4, value);
  if (Array.isArray(value)) return block(5, join(...value.map((entry) => block(1, anyValue(entry)))));
  return block(6, join(...Object.entries(value).map((entry) => block(1, keyValue(entry)))));
};
const keyValue = ([key, value]: [string, Value]) => join(block(1, key), block(2, anyValue(value)));
const plainOf = (value: Value): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plainOf(entry)]));
};
const traceOf = (...spans: Buffer[]) => block(1, block(2, join(...spans.map((span) => block(2, span)))));
const spanHead = join(block(1, 'trace'), block(2, 'span'), fixed64(7, 1_000_000n), fixed64(8, 2_000_000n));
const sut = (bytes: Buffer) => readOtlpTrace(readOtlpProtobuf(bytes));
const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error);
  }
  return undefined;
};

describe('a trace in protobuf (LG-15)', () => {
  it("is read as Python's exporter writes it, and what is not asked for is passed over", () => {
    const [span, ...rest] = sut(fixture);

    expect(rest).toEqual([]);
    expect(span).toEqual({
      path: 'resourceSpans[0].scopeSpans[0].spans[0]',
      traceId: '000102030405060708090a0b0c0d0e0f',
      spanId: 'f0f1f2f3f4f5f6f7',
      startedAt: 1769860798000,
      endedAt: 1769860799500,
      failed: true,
      message: 'Rate limit',
      attributes: new Map<string, unknown>([
        ['service.name', 'shop'],
        ['gen_ai.request.model', 'gpt-4o-mini'],
        ['gen_ai.system', 'OpenAI'],
        ['gen_ai.prompt.0.role', 'user'],
        ['gen_ai.prompt.0.content', 'Grüße 🌞'],
        ['gen_ai.usage.input_tokens', 300],
        ['gen_ai.usage.output_tokens', -5],
        ['big', -(2 ** 63)],
        ['large', 2 ** 53],
        ['gen_ai.request.temperature', 0.25],
        ['llm.is_streaming', true],
        ['off', false],
        ['list', ['a', 0, []]],
        ['map', { k: -1.5 }],
      ]),
    });
  });

  it('has the attributes that were written, whatever they are', () => {
    const scalar = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.boolean(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double({ noNaN: true }),
    );
    const { value } = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('value'),
          {
            maxKeys: 3,
            noNullPrototype: true,
          },
        ),
      ),
    }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), value)), (entries) => {
        const attributes = entries.map((entry) => block(9, keyValue(entry)));
        const [span] = sut(traceOf(join(...attributes, spanHead)));

        expect(span?.attributes).toEqual(new Map(entries.map(([key, entry]) => [key, plainOf(entry)])));
      }),
    );
  });

  it('is read or refused with a coded error, whatever bytes are sent', () => {
    const mutated = fc
      .tuple(fc.nat(fixture.length - 1), fc.nat(255), fc.nat(fixture.length))
      .map(([at, byte, end]) => {
        const bytes = Buffer.from(fixture.subarray(0, Math.max(at + 1, end)));
        bytes[at] = byte;
        return bytes;
      });
    const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(mutated, random), (bytes) => {
        expect([undefined, 'manual-log/bad-protobuf', 'manual-log/invalid']).toContain(
          codeOf(() => sut(bytes)),
        );
      }),
    );
  });

  it('with nothing in it is an empty one', () => {
    expect(sut(Buffer.alloc(0))).toEqual([]);
  });

  it('takes the last of a value that is there twice, and joins messages that are', () => {
    const twice = join(block(2, block(1, 'first')), block(2, number(3, 7n)));
    const status = join(block(15, number(3, 2n)), block(15, block(2, 'broken')));
    const [span] = sut(traceOf(join(spanHead, block(9, join(block(1, 'k'), twice)), status)));

    expect(span).toMatchObject({ failed: true, message: 'broken', attributes: new Map([['k', 7]]) });
  });

  it.each([
    ['breaks off within a field', fixture.subarray(0, 200), 'reaches beyond the end'],
    ['breaks off within a number', Buffer.from([0x80]), 'breaks off'],
    ['has a number without an end', Buffer.alloc(11, 0xff), 'ten bytes'],
    ['is JSON', Buffer.from('{"resourceSpans":[]}'), 'wire type 3'],
    ['has a field of number 0', Buffer.from([0, 0]), 'no field of this number'],
  ])('is refused with 400 where it %s', (_, bytes, words) => {
    expect(() => readOtlpProtobuf(bytes)).toThrow(words);
    expect(codeOf(() => readOtlpProtobuf(bytes))).toBe('manual-log/bad-protobuf');
  });

  it('is refused where values lie very deep in each other', () => {
    let value = Buffer.alloc(0);
    for (let depth = 0; depth < 60; depth++) value = block(5, block(1, value));
    const bytes = traceOf(join(spanHead, block(9, join(block(1, 'k'), block(2, value)))));

    expect(() => readOtlpProtobuf(bytes)).toThrow('100 deep');
  });

  it('is refused with 413 where it has very many parts, however few bytes they take', () => {
    const bytes = traceOf(join(spanHead, Buffer.alloc(2_100_000, block(9, ''))));

    expect(codeOf(() => readOtlpProtobuf(bytes))).toBe('manual-log/too-many-parts');
  });

  it('is refused with 413 where it has very many fields that nobody reads, which gzip makes nothing of', () => {
    const bytes = Buffer.alloc(8_000_002, number(15, 1n));

    expect(codeOf(() => readOtlpProtobuf(bytes))).toBe('manual-log/too-many-parts');
  });
});

describe(isProtobuf.name, () => {
  it.each([
    ['application/x-protobuf', true],
    ['Application/Protobuf; charset=utf-8', true],
    ['application/json', false],
    ['application/json; profile=x-protobuf', false],
    [undefined, false],
  ])('knows %s', (type, expected) => {
    expect(isProtobuf(type)).toBe(expected);
  });
});

describe(rpcStatus.name, () => {
  it.each([1, 127, 128, 20_000])('holds its message of %i bytes', (length) => {
    const message = 'm'.repeat(length);
    expect(rpcStatus(message)).toEqual(block(2, message));
  });
});

import type { Json } from '@heliostat/llm';
import { CodedError } from '@heliostat/platform';

/** How a field lies in a message, and what it becomes in JSON. */
export type Field = {
  /** Its name in OTLP's JSON. */
  name: string;
  type: 'text' | 'hex' | 'bool' | 'integer' | 'double' | 'nanoseconds' | MessageType;
  repeated?: boolean;
};

/** Fields by their numbers; `oneOf` where a message holds one field alone, the last that was written. */
export type MessageType = { oneOf?: boolean; fields: Readonly<Record<number, Field>> };

export type Limits = {
  /** Messages in all; an empty one takes two bytes and becomes an object. */
  maxMessages: number;
  /** Fields in all, those that are passed over too: two bytes that unpack from nearly nothing are one. */
  maxFields: number;
  /** Messages in each other. */
  maxDepth: number;
};

/** Wire types of protobuf's encoding. */
const varint = 0;
const fixed64 = 1;
const lengthDelimited = 2;
const fixed32 = 5;

const wireTypes: Record<Exclude<Field['type'], MessageType>, number> = {
  text: lengthDelimited,
  hex: lengthDelimited,
  bool: varint,
  integer: varint,
  double: fixed64,
  nanoseconds: fixed64,
};

/**
 * Reads one message of protobuf (protobuf.dev, Encoding) as the JSON that its fields name. Fields that the table does
 * not have, or that lie there in another wire type, are passed over as unknown ones are. Whole numbers above 2^53 are
 * rounded. Throws 400 for bytes that are no such message, and 413 for more of them, or more fields, than `limits` allow.
 */
export function readProtobuf(bytes: Buffer, type: MessageType, limits: Limits): Json {
  return new ProtobufReader(bytes, limits).message({}, type, bytes.length, 0);
}

const badProtobuf = (what: string, at: number) =>
  new CodedError(
    'manual-log/bad-protobuf',
    `The body is no ExportTraceServiceRequest in protobuf: ${what} at byte ${at}. Send OTLP as an exporter writes it, or JSON with content-type application/json.`,
    400,
  );

class ProtobufReader {
  private at = 0;
  private messages = 0;
  private fields = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly limits: Limits,
  ) {}

  /** The message up to `end`, into `into`: a message that is there twice is one with the fields of both. */
  message(into: Json, type: MessageType, end: number, depth: number): Json {
    if (depth > this.limits.maxDepth)
      throw badProtobuf(`messages lie more than ${this.limits.maxDepth} deep in each other`, this.at);
    if (++this.messages > this.limits.maxMessages) throw tooManyParts(this.limits.maxMessages);
    while (this.at < end) {
      if (++this.fields > this.limits.maxFields) throw tooManyParts(this.limits.maxMessages);
      const start = this.at;
      const tag = this.varint(end);
      const number = Math.floor(tag / 8);
      const wireType = tag % 8;
      if (number === 0 || tag > 0xffffffff) throw badProtobuf('there is no field of this number', start);
      const field = type.fields[number];
      if (field === undefined || wireTypeOf(field) !== wireType) this.skip(wireType, end);
      else this.field(into, type, field, end, depth);
    }
    return into;
  }

  private field(
    into: Json,
    type: MessageType,
    { name, type: kind, repeated }: Field,
    end: number,
    depth: number,
  ) {
    const known = into[name];
    if (type.oneOf && known === undefined) for (const other of Object.keys(into)) delete into[other];
    if (typeof kind === 'string') {
      into[name] = this.scalar(kind, end);
      return;
    }
    const inner = this.length(end);
    if (!repeated) into[name] = this.message((known ?? {}) as Json, kind, inner, depth + 1);
    else ((into[name] ??= []) as Json[]).push(this.message({}, kind, inner, depth + 1));
  }

  private scalar(kind: Exclude<Field['type'], MessageType>, end: number): unknown {
    if (kind === 'integer') return this.varint(end, true);
    if (kind === 'bool') return this.varint(end) !== 0;
    if (kind === 'double' || kind === 'nanoseconds') {
      const at = this.advance(8, end);
      if (kind === 'double') return this.bytes.readDoubleLE(at);
      return this.bytes.readUInt32LE(at + 4) * 2 ** 32 + this.bytes.readUInt32LE(at);
    }
    const stop = this.length(end);
    const text = this.bytes.toString(kind === 'hex' ? 'hex' : 'utf8', this.at, stop);
    this.at = stop;
    return text;
  }

  /** Up to ten bytes of seven bits, the lowest first. A negative number is written as 64 bits of two's complement. */
  private varint(end: number, signed = false): number {
    const start = this.at;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.bytes[this.advance(1, end)]!;
      const bits = byte & 0x7f;
      if (shift < 28) low += bits * 2 ** shift;
      else high += bits * 2 ** (shift - 28);
      if (byte < 0x80) return valueOf(low, high, signed);
    }
    throw badProtobuf('a number has more than ten bytes', start);
  }

  /** The end of what is announced here by its length. */
  private length(end: number): number {
    const start = this.at;
    const stop = this.varint(end) + this.at;
    if (stop > end) throw badProtobuf('a length reaches beyond the end', start);
    return stop;
  }

  private skip(wireType: number, end: number): void {
    if (wireType === varint) this.varint(end);
    else if (wireType === fixed64) this.advance(8, end);
    else if (wireType === lengthDelimited) this.at = this.length(end);
    else if (wireType === fixed32) this.advance(4, end);
    else throw badProtobuf(`there is no wire type ${wireType} in OTLP`, this.at);
  }

  private advance(count: number, end: number): number {
    const { at } = this;
    if (at + count > end) throw badProtobuf('it breaks off', at);
    this.at = at + count;
    return at;
  }
}

const wireTypeOf = ({ type }: Field) => (typeof type === 'string' ? wireTypes[type] : lengthDelimited);

/** `high` counts in 2^28, and has 42 bits of which the uppermost six lie beyond 64. */
function valueOf(low: number, high: number, signed: boolean): number {
  if (high < 2 ** 24) return high * 2 ** 28 + low;
  const bits = (BigInt(high) << 28n) + BigInt(low);
  return Number(signed ? BigInt.asIntN(64, bits) : BigInt.asUintN(64, bits));
}

const tooManyParts = (most: number) =>
  new CodedError(
    'manual-log/too-many-parts',
    `A trace may have ${most} parts (spans, attributes, values) at once. Send it in smaller batches (OTEL_BSP_MAX_EXPORT_BATCH_SIZE).`,
    413,
  );

import type { Json } from '@heliostat/llm';
import { readProtobuf, type Field, type MessageType } from './protobuf-reader.js';

/** 10 000 spans of fifty attributes; what they are made of takes some 100 MB while it is read. */
const limits = { maxMessages: 1_000_000, maxFields: 4_000_000, maxDepth: 100 };

const attributes = (): Field => ({ name: 'attributes', type: keyValue, repeated: true });

/** `AnyValue` holds itself by its lists and maps, so these two are closed below. */
const anyValue: { oneOf: true; fields: Record<number, Field> } = { oneOf: true, fields: {} };
const keyValue: MessageType = {
  fields: { 1: { name: 'key', type: 'text' }, 2: { name: 'value', type: anyValue } },
};
Object.assign(anyValue.fields, {
  1: { name: 'stringValue', type: 'text' },
  2: { name: 'boolValue', type: 'bool' },
  3: { name: 'intValue', type: 'integer' },
  4: { name: 'doubleValue', type: 'double' },
  5: { name: 'arrayValue', type: { fields: { 1: { name: 'values', type: anyValue, repeated: true } } } },
  6: { name: 'kvlistValue', type: { fields: { 1: { name: 'values', type: keyValue, repeated: true } } } },
} satisfies Record<number, Field>);

const status: MessageType = {
  fields: { 2: { name: 'message', type: 'text' }, 3: { name: 'code', type: 'integer' } },
};
const span: MessageType = {
  fields: {
    1: { name: 'traceId', type: 'hex' },
    2: { name: 'spanId', type: 'hex' },
    7: { name: 'startTimeUnixNano', type: 'nanoseconds' },
    8: { name: 'endTimeUnixNano', type: 'nanoseconds' },
    9: attributes(),
    15: { name: 'status', type: status },
  },
};
const scopeSpans: MessageType = { fields: { 2: { name: 'spans', type: span, repeated: true } } };
const resource: MessageType = { fields: { 1: attributes() } };
const resourceSpans: MessageType = {
  fields: {
    1: { name: 'resource', type: resource },
    2: { name: 'scopeSpans', type: scopeSpans, repeated: true },
  },
};
const exportRequest: MessageType = {
  fields: { 1: { name: 'resourceSpans', type: resourceSpans, repeated: true } },
};

/** Whether a body of this type is protobuf: `application/x-protobuf`, or as some write it without the `x-`. */
export const isProtobuf = (contentType: string | undefined): boolean =>
  contentType !== undefined && /^\s*application\/(?:x-)?protobuf\s*(?:;|$)/i.test(contentType);

/**
 * An `ExportTraceServiceRequest` (opentelemetry-proto 1.x) as the JSON of OTLP that `readOtlpTrace` reads: of each
 * message the fields that a row is made of. Throws 400 for bytes that are none, and 413 for more than a million parts.
 */
export function readOtlpProtobuf(bytes: Buffer): Json {
  // Protobuf writes no empty list.
  return { resourceSpans: [], ...readProtobuf(bytes, exportRequest, limits) };
}

/** A `google.rpc.Status`, in which OTLP wants errors: its `message` alone, as `code` means nothing to exporters. */
export function rpcStatus(message: string): Buffer {
  const text = Buffer.from(message);
  const length: number[] = [];
  for (let left = text.length; ; left >>>= 7) {
    length.push(left < 0x80 ? left : (left & 0x7f) | 0x80);
    if (left < 0x80) break;
  }
  return Buffer.concat([Buffer.from([(2 << 3) | 2, ...length]), text]);
}

import { isRecord, type Json } from '@heliostat/llm';
import { CodedError } from '@heliostat/platform';
import { faultAt } from '../manual-logging/manual-log-fault.js';

/** One span of a trace, its attributes by name. */
export type Span = {
  /** Its place in the body, for errors. */
  path: string;
  traceId: string;
  spanId: string;
  /** Epoch milliseconds, with fractions. */
  startedAt: number;
  endedAt: number;
  /** What the span's maker says: `STATUS_CODE_ERROR` of OTLP, and its words. */
  failed: boolean;
  message: string | undefined;
  attributes: ReadonlyMap<string, unknown>;
};

const hexId = /^[0-9a-f]{1,64}$/i;
const statusError = 2;
/** Spans of one body; a collector sends 8192 at once. */
const maxSpans = 10_000;
/** What each span of a resource may have of the resource's attributes, as each is kept with every one of them. */
const maxShared = 128;
const maxSharedBytes = 8 * 1024;
/** An attribute's lists and maps in each other. */
const maxDepth = 16;

/**
 * All spans of an OTLP trace in JSON (`resourceSpans[].scopeSpans[].spans[]`; page rest/trace/post-v1tracelog). A
 * resource's attributes are its spans' too, where they have none of that name: texts, numbers and booleans of up to
 * 8 KB together. Throws 400 with the path of what is not as OTLP has it, and 413 for more than 10 000 spans.
 */
export function readOtlpTrace(trace: Json): Span[] {
  const spans: Span[] = [];
  for (const [resourceSpan, resourcePath] of entriesOf(trace, 'resourceSpans', '')) {
    const shared = sharedOf(resourceSpan['resource']);
    for (const [scopeSpan, scopePath] of entriesOf(resourceSpan, 'scopeSpans', `${resourcePath}.`, false))
      for (const [span, path] of entriesOf(scopeSpan, 'spans', `${scopePath}.`, false)) {
        if (spans.length >= maxSpans) throw tooManySpans;
        spans.push(spanOf(span, path, shared));
      }
  }
  return spans;
}

const tooManySpans = new CodedError(
  'manual-log/too-many-spans',
  `A trace may have ${maxSpans} spans at once. Send it in parts: batches of OpenTelemetry's exporters have 512 (OTEL_BSP_MAX_EXPORT_BATCH_SIZE).`,
  413,
);

function sharedOf(resource: unknown): ReadonlyMap<string, unknown> {
  const shared = new Map<string, unknown>();
  let bytes = 0;
  for (const [name, value] of attributesOf(isRecord(resource) ? resource : {})) {
    if (typeof value === 'object') continue;
    bytes += name.length + String(value).length;
    if (bytes > maxSharedBytes || shared.size >= maxShared) break;
    shared.set(name, value);
  }
  return shared;
}

function entriesOf(parent: Json, key: string, prefix: string, required = true): [Json, string][] {
  const list = parent[key];
  if (list === undefined && !required) return [];
  if (!Array.isArray(list)) throw faultAt(prefix + key, 'must be a list.');
  return list.map((entry: unknown, index) => {
    const path = `${prefix}${key}[${index}]`;
    if (!isRecord(entry)) throw faultAt(path, 'must be an object.');
    return [entry, path];
  });
}

function spanOf(span: Json, path: string, shared: ReadonlyMap<string, unknown>): Span {
  const status = isRecord(span['status']) ? span['status'] : {};
  const { message } = status;
  return {
    path,
    traceId: idAt(span, 'traceId', path),
    spanId: idAt(span, 'spanId', path),
    startedAt: timeAt(span, 'startTimeUnixNano', path),
    endedAt: timeAt(span, 'endTimeUnixNano', path),
    failed: status['code'] === statusError || status['code'] === 'STATUS_CODE_ERROR',
    message: typeof message === 'string' && message !== '' ? message : undefined,
    attributes: new Map([...shared, ...attributesOf(span)]),
  };
}

function idAt(span: Json, key: string, path: string): string {
  const id = span[key];
  if (typeof id === 'string' && hexId.test(id)) return id.toLowerCase();
  throw faultAt(`${path}.${key}`, 'must be an id in hexadecimal.');
}

/** Nanoseconds since 1970: text, as 64 bits do not fit a number of JSON. */
function timeAt(span: Json, key: string, path: string): number {
  const value = span[key];
  const nanoseconds = typeof value === 'string' && /^\d{1,20}$/.test(value) ? Number(value) : value;
  if (typeof nanoseconds === 'number' && nanoseconds >= 0) return nanoseconds / 1e6;
  throw faultAt(`${path}.${key}`, 'must be nanoseconds since 1970.');
}

function attributesOf(parent: Json): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const { attributes } = parent;
  if (!Array.isArray(attributes)) return found;
  for (const entry of attributes as unknown[]) {
    if (!isRecord(entry) || typeof entry['key'] !== 'string') continue;
    const value = valueOf(entry['value'], 0);
    if (value !== undefined) found.set(entry['key'], value);
  }
  return found;
}

/** An `AnyValue` as a plain one; undefined for what it does not have. */
function valueOf(value: unknown, depth: number): unknown {
  if (!isRecord(value) || depth > maxDepth) return undefined;
  if (value['stringValue'] !== undefined) return value['stringValue'];
  if (value['boolValue'] !== undefined) return value['boolValue'];
  if (value['doubleValue'] !== undefined) return Number(value['doubleValue']);
  // 64 bits come as text.
  if (value['intValue'] !== undefined) return Number(value['intValue']);
  if (isRecord(value['arrayValue'])) {
    const { values } = value['arrayValue'];
    return Array.isArray(values) ? values.map((entry: unknown) => valueOf(entry, depth + 1)) : [];
  }
  if (isRecord(value['kvlistValue'])) {
    const { values } = value['kvlistValue'];
    return Object.fromEntries(attributesOfList(values, depth + 1));
  }
  return undefined;
}

function attributesOfList(list: unknown, depth: number): [string, unknown][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown): [string, unknown][] =>
    isRecord(entry) && typeof entry['key'] === 'string'
      ? [[entry['key'], valueOf(entry['value'], depth)]]
      : [],
  );
}

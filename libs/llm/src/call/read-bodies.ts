import { isRecord, parseJson } from '../json/json-value.js';
import type { AssembledReply } from '../stream/assembler.js';
import { readBinaryStream, readTextStream, streamTransport } from '../stream/read-stream.js';
import { decodeBody } from './decode-body.js';
import { readForm } from './read-form.js';

export type BodyReading = {
  json?: unknown;
  text: string;
  malformed: boolean;
  /** Set for streams; null when none of its events was understood. */
  stream?: AssembledReply | null;
};

const binaryType = /^(audio|image|video|font)\/|octet-stream|\bzip\b|\bpdf\b/;

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Whether a body of this type and beginning claims to be JSON. */
function claimsJson(type: string, body: string): boolean {
  if (type.includes('json')) return true;
  return type === '' && /^\s*[{[]/.test(body.slice(0, 64));
}

function readJson(type: string, body: string): BodyReading {
  const json =
    type === '' || type.includes('json') || /^\s*[{[]/.test(body.slice(0, 64)) ? parseJson(body) : undefined;
  if (json !== undefined) return { json, text: body, malformed: false };
  return { text: body, malformed: body.trim() !== '' && claimsJson(type, body) };
}

export function readRequestBody(bytes: Uint8Array, contentType = '', encoding?: string): BodyReading {
  if (bytes.length === 0) return { text: '', malformed: false };
  const body = decodeBody(bytes, encoding);
  if (!body) return { text: '', malformed: true };
  const type = contentType.toLowerCase();
  if (type.includes('multipart/')) {
    const json = readForm(body, contentType);
    return { text: json ? JSON.stringify(json) : '', malformed: false, ...(json ? { json } : {}) };
  }
  if (binaryType.test(type)) return { text: '', malformed: false };
  return readJson(type, toText(body));
}

export function readResponseBody(
  bytes: Uint8Array,
  contentType = '',
  encoding: string | undefined,
  path: string,
): BodyReading {
  if (bytes.length === 0) return { text: '', malformed: false };
  const body = decodeBody(bytes, encoding);
  if (!body) return { text: '', malformed: true };
  const type = contentType.toLowerCase();
  if (type.includes('vnd.amazon.eventstream')) return fromStream(readBinaryStream(body), '');
  if (binaryType.test(type)) return { text: '', malformed: false };
  const text = toText(body);
  const transport = streamTransport(type, path, text);
  if (transport === undefined || transport === 'event-stream') return readJson(type, text);
  const stream = readTextStream(text, transport);
  // Gateways answer errors as plain JSON under the stream's content type.
  if (!stream && /^\s*\{/.test(text.slice(0, 64))) {
    const json = parseJson(text);
    if (isRecord(json)) return { json, text, malformed: false };
  }
  return fromStream(stream, text);
}

function fromStream(stream: AssembledReply | null, raw: string): BodyReading {
  if (!stream) return { text: raw, malformed: true, stream };
  return { json: stream.reply, text: JSON.stringify(stream.reply), malformed: false, stream };
}

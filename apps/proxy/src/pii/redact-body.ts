import { decodeBody, isRecord } from '@heliostat/llm';
import { redactFragments, redactStream } from './redact-events.js';
import { redactJson } from './redact-json.js';
import { redactText } from './redact-text.js';

export type RedactedBody = {
  bytes: Uint8Array;
  /** The bytes are no longer in their `content-encoding`. */
  decoded: boolean;
};

const nothing = new Uint8Array(0);
const mediaType = /^(?:audio|image|video|font)\//;
const binaryType = /vnd\.amazon\.eventstream|octet-stream/;
const streamType = /text\/event-stream|ndjson|jsonlines|stream\+json/;
/** How a stream begins whose type says nothing. */
const streamStart = /^(?:data|event|id|retry)?:/;

/**
 * A body as it may be kept: personal data in its strings replaced, in a form that reads as before (JSON stays JSON, a
 * stream a stream). Pictures and sound are kept as they are; other bytes that are no text cannot be searched and are
 * not kept (binary streams, multipart forms with files, unknown encodings).
 */
export function redactBody(bytes: Uint8Array, contentType = '', encoding?: string): RedactedBody {
  if (bytes.length === 0) return { bytes, decoded: false };
  const type = contentType.toLowerCase();
  if (mediaType.test(type)) return { bytes, decoded: false };
  const text = binaryType.test(type) ? undefined : textOf(decodeBody(bytes, encoding));
  if (text === undefined) return { bytes: nothing, decoded: true };
  return { bytes: Buffer.from(redactedText(text, type)), decoded: true };
}

function textOf(body: Uint8Array | null): string | undefined {
  if (body === null) return undefined;
  try {
    // As of a stream: a body that was cut inside a character is text.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body, { stream: true });
  } catch {
    return undefined;
  }
}

function redactedText(text: string, type: string): string {
  if (streamType.test(type) || streamStart.test(text)) return redactStream(text);
  if (type.includes('x-www-form-urlencoded')) return redactForm(text);
  const first = /[^\s]/.exec(text)?.[0];
  if (first === '[') return redactJson(redactArrayStream(text));
  return first === '{' ? redactJson(text) : redactText(text);
}

/** Gemini streams a JSON array whose entries go on from one to the next. */
function redactArrayStream(text: string): string {
  try {
    const events: unknown = JSON.parse(text);
    if (!Array.isArray(events) || !events.every(isRecord)) return text;
    return redactFragments(events).size > 0 ? JSON.stringify(events) : text;
  } catch {
    return text;
  }
}

function redactForm(text: string): string {
  const redacted = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(text)) redacted.append(name, redactText(value));
  return redacted.toString();
}

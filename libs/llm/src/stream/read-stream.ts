import { parseJson, record, text } from '../json/json-value.js';
import type { AssembledReply } from './assembler.js';
import { readEventStream } from './event-stream-frames.js';
import { readJsonArrayChunks } from './json-array-chunks.js';
import { readSse } from './sse-reader.js';
import { createStreamAssembler } from './stream-assembler.js';

/** How a reply's bytes carry a stream; undefined when the reply is not one. */
export type StreamTransport = 'sse' | 'ndjson' | 'json-array' | 'event-stream';

const sseStart = /^\uFEFF?(?:\s*\n)?(?:data|event|id|retry)?:/;

/** Tells a stream by its content type, and by its first bytes where the type says nothing. */
export function streamTransport(
  contentType: string,
  path: string,
  body: string,
): StreamTransport | undefined {
  if (contentType.includes('vnd.amazon.eventstream')) return 'event-stream';
  if (contentType.includes('event-stream')) return 'sse';
  if (contentType.includes('ndjson') || contentType.includes('stream+json') || contentType.includes('jsonl'))
    return 'ndjson';
  const first = body.charCodeAt(0);
  if (first === 0x5b) return path.includes('treamGenerateContent') ? 'json-array' : undefined;
  if (first === 0x7b || contentType.includes('html')) return undefined;
  return sseStart.test(body.slice(0, 64)) ? 'sse' : undefined;
}

/** Reads a whole text stream into the reply it amounts to; null when no event of it was understood. */
export function readTextStream(
  body: string,
  transport: 'sse' | 'ndjson' | 'json-array',
): AssembledReply | null {
  const assembler = createStreamAssembler();
  if (transport === 'sse')
    readSse(body, ({ data, event }) => {
      const trimmed = data.trim();
      assembler.add(trimmed === '[DONE]' ? trimmed : parseJson(data), event);
    });
  else if (transport === 'json-array') for (const chunk of readJsonArrayChunks(body)) assembler.add(chunk);
  else for (const line of body.split('\n')) if (line.trim() !== '') assembler.add(parseJson(line));
  return assembler.finish();
}

/** Reads Bedrock's binary streams: Converse events, or a model's own events inside `chunk` frames. */
export function readBinaryStream(bytes: Uint8Array): AssembledReply | null {
  const assembler = createStreamAssembler();
  for (const { type, payload } of readEventStream(bytes)) {
    const event = parseJson(payload.toString('utf8'));
    const inner = type === 'chunk' ? text(record(event)['bytes']) : undefined;
    if (inner !== undefined) assembler.add(parseJson(Buffer.from(inner, 'base64').toString('utf8')));
    else if (/Exception$/.test(type)) assembler.add({ error: { type, ...record(event) } }, 'error');
    else assembler.add(event, type);
  }
  return assembler.finish();
}

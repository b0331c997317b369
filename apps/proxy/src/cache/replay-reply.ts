import { decodeBody } from '@heliostat/llm';
import type { StageReply } from '../pipeline/stage.js';
import type { CachedReply } from './cached-reply.js';

/**
 * A kept reply for this client, chunk by chunk as it came. Where the client does not take the encoding that the first
 * one asked for it is decoded, in one piece; undefined where that cannot be done.
 */
export function replayReply(
  { head, chunks }: CachedReply,
  acceptEncoding: string | undefined,
): StageReply | undefined {
  const { contentType, contentEncoding } = head;
  if (contentEncoding === undefined || accepts(acceptEncoding, contentEncoding))
    return { status: 200, contentType, contentEncoding, chunks };
  const body = decodeBody(Buffer.concat(chunks), contentEncoding);
  return body === null ? undefined : { status: 200, contentType, chunks: [body] };
}

/** Whether an `Accept-Encoding` takes every coding of a `Content-Encoding`; without one only plain replies are safe. */
function accepts(header: string | undefined, encoding: string): boolean {
  if (header === undefined) return false;
  const weights = new Map<string, boolean>();
  for (const part of header.toLowerCase().split(',')) {
    const [coding, ...parameters] = part.split(';').map((text) => text.trim());
    const refused = parameters.some((text) => /^q=0(\.0*)?$/.test(text));
    weights.set(coding ?? '', !refused);
  }
  return encoding
    .toLowerCase()
    .split(',')
    .every((coding) => weights.get(coding.trim()) ?? weights.get('*') ?? false);
}

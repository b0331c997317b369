import type { CallOutcome } from '../pipeline/call.js';

/** An error inside a stream whose status said 200: OpenAI's and Gemini's object, or Anthropic's event. */
const streamError = /^(?:event:\s*error\s*$|data:\s*\{\s*"(?:error"\s*:\s*[{"]|type"\s*:\s*"error"))/m;

/** The chunks of a reply that may be given again: whole, successful, and no stream that failed on its way. */
export function keepableChunks(outcome: CallOutcome): readonly Uint8Array[] | undefined {
  const { status, complete, contentType, contentEncoding, chunks } = outcome;
  if (!complete || status < 200 || status > 299 || chunks === undefined || chunks.length === 0)
    return undefined;
  const readable = contentType?.startsWith('text/event-stream') && contentEncoding === undefined;
  if (readable && streamError.test(Buffer.concat(chunks).toString())) return undefined;
  return chunks;
}

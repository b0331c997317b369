import { decodeBody } from '@heliostat/llm';
import type { CallOutcome } from '../pipeline/call.js';

/** An error whose status said 200: OpenAI's and Gemini's object, Anthropic's event, and the Responses API's. */
const error = '\\{\\s*"(?:error"\\s*:\\s*[{"]|type"\\s*:\\s*"(?:error|response\\.failed)")';
const streamError = new RegExp(`^(?:event:\\s*(?:error|response\\.failed)\\s*$|data:\\s*${error})`, 'm');
const wholeError = new RegExp(`^\\s*${error}`);
/** An error's name and its beginning fit into this many bytes. */
const wholeErrorBytes = 256;

/**
 * What a stream of a format has, and what it has too once it is whole. In what a model says quotes are escaped, so that
 * it is not taken for either.
 */
const ends: [has: RegExp, end: RegExp][] = [
  [/"chat\.completion\.chunk"/, /^data:\s*\[DONE\]|"finish_reason"\s*:\s*"/m],
  [/"type"\s*:\s*"message_start"/, /"type"\s*:\s*"message_stop"/],
  [/"type"\s*:\s*"response\.created"/, /"type"\s*:\s*"response\.(?:completed|incomplete)"/],
  [/"candidates"\s*:/, /"finishReason"\s*:\s*"/],
];

/**
 * The chunks of a reply that may be given again: whole, successful, and no stream that failed or broke off on its way.
 * A connection that a provider closes without a word looks like the end of a reply that has no length.
 */
export function keepableChunks(outcome: CallOutcome): readonly Uint8Array[] | undefined {
  const { status, complete, contentType = '', contentEncoding, chunks } = outcome;
  if (!complete || status < 200 || status > 299 || chunks === undefined || chunks.length === 0)
    return undefined;
  const type = contentType.toLowerCase();
  const bytes = () => decodeBody(Buffer.concat(chunks), contentEncoding);
  if (type.startsWith('text/event-stream')) return isWholeStream(bytes()) ? chunks : undefined;
  if (type.startsWith('application/vnd.amazon.eventstream'))
    return isWholeEventStream(bytes()) ? chunks : undefined;
  return type.includes('json') && isError(bytes()) ? undefined : chunks;
}

function isWholeStream(bytes: Uint8Array | null): boolean {
  if (bytes === null) return true;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  return !streamError.test(text) && ends.every(([has, end]) => !has.test(text) || end.test(text));
}

/** Bedrock's frames, whose headers are text. */
function isWholeEventStream(bytes: Uint8Array | null): boolean {
  if (bytes === null) return true;
  const frames = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (frames.includes(':exception-type')) return false;
  return !frames.includes('messageStart') || frames.includes('messageStop');
}

function isError(bytes: Uint8Array | null): boolean {
  if (bytes === null) return false;
  const beginning = bytes.subarray(0, wholeErrorBytes);
  return wholeError.test(Buffer.from(beginning).toString());
}

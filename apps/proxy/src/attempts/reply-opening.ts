/**
 * What the first bytes of a 2xx reply say of it: `reply` passes as it is, `whole` is one piece of JSON where a stream was
 * asked for, `suspect` may be an error. Undefined where more bytes are needed.
 */
export type Opening = 'reply' | 'whole' | 'suspect' | undefined;

/** Of a beginning that still says nothing, such as comments that keep a connection alive; then it is passed. */
export const maxOpeningBytes = 64 * 1024;
/** Bytes in which an error's name stands, where a piece of JSON is one. */
const nameBytes = 256;
const faultBeginnings = ['{"error":{', '{"error":"', '{"type":"error"'];
/** Within a string the quotes would be escaped. */
const errorWithin = /"error"\s*:\s*[{"]|"type"\s*:\s*"error"/;
const byteOrderMark = '\u00ef\u00bb\u00bf';

/**
 * Looks at the beginning of a stream of server-sent events. Most are decided by their first chunk, without being parsed:
 * what is `suspect` has an error's words in its first event.
 */
export function openingOfStream(bytes: Buffer): Opening {
  const text = bytes.toString('latin1', 0, maxOpeningBytes);
  let at = text.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end < 0 ? undefined : end);
    // Other than an event's line: a server that sends bare JSON, or a page.
    if (/^\s*[^\s:edir]/.test(line)) return /^\s*\{/.test(line) ? openingOfJson(bytes) : 'reply';
    if (end < 0) break;
    if (/^event:\s*error\s*$/.test(line)) return 'suspect';
    if (line.startsWith('data')) return errorWithin.test(line) ? 'suspect' : 'reply';
    at = end + 1;
  }
  return bytes.length >= maxOpeningBytes ? 'reply' : undefined;
}

/** Looks at the beginning of a reply that is JSON by its content type. */
export function openingOfJson(bytes: Buffer): Opening {
  const text = bytes.toString('latin1', 0, nameBytes).replace(byteOrderMark, '').replace(/\s+/g, '');
  if (faultBeginnings.some((beginning) => text.startsWith(beginning))) return 'suspect';
  const open = faultBeginnings.some((beginning) => beginning.startsWith(text));
  return open && bytes.length < nameBytes ? undefined : 'reply';
}

/** Looks at the beginning of a reply to a call for a stream, of which the content type tells nothing. */
export function openingOfUnknown(bytes: Buffer): Opening {
  const text = bytes.toString('latin1', 0, nameBytes).replace(byteOrderMark, '').trimStart();
  if (text === '') return bytes.length < nameBytes ? undefined : 'reply';
  return text.startsWith('{') ? 'whole' : openingOfStream(bytes);
}

/**
 * The JSON of a suspect's first event with data; undefined while it is not complete. `ended` is said of a reply that has
 * no more bytes.
 */
export function firstData(bytes: Buffer, ended: boolean): string | undefined {
  const text = bytes.toString().replace(/^\ufeff/, '');
  const data: string[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const [, line = '', ending] = match;
    if (ending === '' && !ended) return undefined;
    const field = /^data:? ?(.*)$/s.exec(line);
    if (field) data.push(field[1]!);
    if (data.length > 0 && (line === '' || (ending === '' && ended))) return data.join('\n');
    if (ending === '') break;
  }
  return undefined;
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '\n' || text[at] === '\r') return at;
  return -1;
}

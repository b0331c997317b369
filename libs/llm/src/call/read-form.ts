import type { Json } from '../json/json-value.js';

const maxFields = 64;
const maxValue = 65_536;

/**
 * Fields of a multipart form (transcriptions, picture edits): text fields as strings, files as their name and
 * size. Values above 64 KB and more than 64 fields are left out.
 */
export function readForm(bytes: Uint8Array, contentType: string): Json | undefined {
  const boundary = /boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType);
  if (!boundary) return undefined;
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  const fields: Json = {};
  let found = 0;
  let at = body.indexOf(mark);
  while (at >= 0 && found < maxFields) {
    const start = at + mark.length + 2;
    const next = body.indexOf(mark, start);
    const headEnd = body.indexOf('\r\n\r\n', start);
    if (headEnd < 0 || (next >= 0 && headEnd > next)) break;
    const head = body.toString('utf8', start, Math.min(headEnd, start + 4096));
    const name = /\bname="([^"]*)"/i.exec(head)?.[1];
    const file = /\bfilename="([^"]*)"/i.exec(head)?.[1];
    const end = next < 0 ? body.length : next - 2;
    const size = Math.max(0, end - headEnd - 4);
    if (name !== undefined && name !== '__proto__') {
      if (file !== undefined) fields[name] = { filename: file, bytes: size };
      else if (size <= maxValue) fields[name] = body.toString('utf8', headEnd + 4, end);
      found += 1;
    }
    at = next;
  }
  return found > 0 ? fields : undefined;
}

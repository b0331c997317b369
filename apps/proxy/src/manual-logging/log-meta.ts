import { isRecord } from '@heliostat/llm';
import { faultAt } from './manual-log-fault.js';

const ours = /^heli(?:cone|ostat)-/i;
const credential = 'helicone-auth';
/** As in a request: what it may carry of headers together, and in one name. */
const maxBytes = 64 * 1024;
const maxName = 320;
const control = /[\x00-\x1f\x7f]/;

/**
 * The headers of ours in a log's `meta`, as a raw list of `node:http` (name, value …) that is read like a request's
 * own headers. Other keys mean nothing to us and are left out; so is a key. Throws 400 for a value that is no text,
 * number or boolean, and for more than 64 KB.
 */
export function readMeta(meta: unknown): string[] {
  if (meta === undefined || meta === null) return [];
  if (!isRecord(meta)) throw faultAt('providerRequest.meta', 'must be an object of headers, or be left out.');
  const headers: string[] = [];
  for (const [name, value] of Object.entries(meta)) {
    if (!ours.test(name) || name.toLowerCase() === credential || value === null) continue;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw faultAt(`providerRequest.meta.${name.slice(0, 64)}`, 'must be a text.');
    // Header values are bytes, and are read as such.
    headers.push(name, Buffer.from(String(value)).toString('latin1'));
  }
  checkMeta(headers, 'providerRequest.meta');
  return headers;
}

/** Throws 400 for more than the headers of a request may hold, which nothing behind expects. */
export function checkMeta(headers: readonly string[], path: string): void {
  let bytes = 0;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length > maxName) throw faultAt(path, `has a name longer than ${maxName} characters.`);
    bytes += name.length + headers[i + 1]!.length;
  }
  if (bytes > maxBytes) throw faultAt(path, `must hold no more than ${maxBytes} bytes of headers.`);
}

/** Throws 400 for a request id that cannot be sent back in a header. */
export function checkRequestId(id: string | undefined): void {
  if (id !== undefined && control.test(id))
    throw faultAt(
      'providerRequest.meta.Helicone-Request-Id',
      'must not hold line breaks or control characters.',
    );
}
